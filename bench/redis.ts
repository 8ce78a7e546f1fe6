import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { onRedis, runPool } from '../exploration';
import { readEstateFile } from '../serving/estate-file';
import type { Row } from './measure';
import { ownVersion, WAIT } from './redis-wait';

const RUNS = 800;
const FAULTS_MAX = 8;
const PATIENCE_MS = 60_000;
const WAITS = 30;
const WAIT_MS = 1_000;
const HOMEWARD = ['dist/cli/main.js', 'worker', '--threads', '1', '--redis'];
const WAITER = [require.resolve('./redis-wait')];

/** How much faster a campaign is with two workers than with one, each a process with one thread, through a Redis of its own on loopback; and, for what two
 *  cores of this machine give just now, with two threads of one process than with one; and the same of orders that need no processor. In wall time, from the call to the last batch; the four take turns. */
export async function benchRedis(repeats: number): Promise<Row[]> {
  if (spawnSync('redis-server', ['--version']).status !== 0)
    return [{ what: 'redis', measured: 'not measured: there is no redis-server', goal: '–' }];
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const children: ChildProcess[] = [server];
  const rates = {
    waiter: [] as number[],
    waiters: [] as number[],
    worker: [] as number[],
    workers: [] as number[],
    thread: [] as number[],
    threads: [] as number[],
  };
  try {
    await said(server, 'Ready to accept connections');
    const first = [await startWorker(HOMEWARD, url), await startWorker(WAITER, url)];
    children.push(...first);
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      rates.waiter.push(await waitRate(url));
      rates.worker.push(await rate(url, 1));
      rates.thread.push(await rate(undefined, 1));
      const second = [await startWorker(HOMEWARD, url), await startWorker(WAITER, url)];
      children.push(...second);
      rates.waiters.push(await waitRate(url));
      rates.workers.push(await rate(url, 1));
      for (const child of second) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rates.threads.push(await rate(undefined, 2));
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
  return [
    row(
      `campaign of ${RUNS} runs, 2 workers through Redis against 1`,
      rates.worker,
      rates.workers,
      '≥ 1.8 times',
    ),
    row('the same, 2 threads of one process against 1', rates.thread, rates.threads, '–'),
    row(
      `${WAITS} orders of ${WAIT_MS} ms without processor, 2 workers against 1`,
      rates.waiter,
      rates.waiters,
      '≥ 1.8 times',
    ),
  ];
}

function row(what: string, ones: readonly number[], twos: readonly number[], goal: string): Row {
  const ratios = twos.map((two, at) => two / (ones[at] ?? two)).toSorted((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = [ratios[0], ratios[Math.floor(ratios.length / 2)], ratios.at(-1)];
  const each = (rates: readonly number[]): string => rates.map((rate) => rate.toFixed(2)).join(', ');
  return {
    what,
    measured: `${middle.toFixed(2)} times (${low.toFixed(2)} … ${high.toFixed(2)}): ${each(twos)} against ${each(ones)} a second`,
    goal,
  };
}

/** Runs a second of wall time. */
async function rate(url: string | undefined, threads: number): Promise<number> {
  const description = readEstateFile('examples/estates/explore.yaml');
  let runs = 0;
  const before = process.hrtime.bigint();
  await runPool({
    campaign: { description, seed: 1, faultsMax: FAULTS_MAX },
    threads,
    from: 0,
    runs: RUNS,
    enough: () => false,
    done: (batch) => {
      runs += batch.runs;
    },
    ...(url && { redis: { url, patienceMs: PATIENCE_MS, say: () => {}, version: ownVersion() } }),
  });
  if (runs !== RUNS) throw new Error(`${runs} runs were made, not ${RUNS}`);
  return runs / (Number(process.hrtime.bigint() - before) / 1e9);
}

/** Orders a second of wall time. */
async function waitRate(url: string): Promise<number> {
  let [next, done] = [0, 0];
  const before = process.hrtime.bigint();
  await onRedis({
    redis: { url, patienceMs: PATIENCE_MS, say: () => {}, version: ownVersion() },
    task: WAIT,
    workerData: { ms: WAIT_MS },
    next: () => (next < WAITS ? { at: next++ } : undefined),
    done: () => {
      done += 1;
    },
  });
  if (done !== WAITS) throw new Error(`${done} orders were answered, not ${WAITS}`);
  return WAITS / (Number(process.hrtime.bigint() - before) / 1e9);
}

async function startWorker(words: readonly string[], url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...words, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await said(child, 'worker ');
  return child;
}

function said(child: ChildProcess, what: string): Promise<void> {
  return new Promise((over, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes(what)) over();
    });
    child.once('exit', () => fail(new Error(`it ended: ${text}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((over) => server.close(over));
  return typeof address === 'object' && address ? address.port : 0;
}
