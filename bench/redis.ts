import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { codeDigest, runPool } from '../exploration';
import { readVersions } from '../reports';
import { readEstateFile } from '../serving/estate-file';
import type { Row } from './measure';

const RUNS = 800;
const FAULTS_MAX = 8;
const PATIENCE_MS = 60_000;

/** How much faster a campaign is with two workers than with one, each a process with one thread, through a Redis of its own on loopback; and, for what two
 *  cores of this machine give just now, with two threads of one process than with one. In wall time, from the call to the last batch; the four take turns. */
export async function benchRedis(repeats: number): Promise<Row[]> {
  if (spawnSync('redis-server', ['--version']).status !== 0)
    return [{ what: 'redis', measured: 'not measured: there is no redis-server', goal: '–' }];
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const children: ChildProcess[] = [server];
  const rates: Record<'worker' | 'workers' | 'thread' | 'threads', number[]> = {
    worker: [],
    workers: [],
    thread: [],
    threads: [],
  };
  try {
    await said(server, 'Ready to accept connections');
    children.push(await startWorker(url));
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      rates.worker.push(await rate(url, 1));
      rates.thread.push(await rate(undefined, 1));
      const second = await startWorker(url);
      children.push(second);
      rates.workers.push(await rate(url, 1));
      second.kill('SIGTERM');
      await once(second, 'exit');
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
  ];
}

function row(what: string, ones: readonly number[], twos: readonly number[], goal: string): Row {
  const ratios = twos.map((two, at) => two / (ones[at] ?? two)).toSorted((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = [ratios[0], ratios[Math.floor(ratios.length / 2)], ratios.at(-1)];
  const each = (rates: readonly number[]): string => rates.map((rate) => rate.toFixed(1)).join(', ');
  return {
    what,
    measured: `${middle.toFixed(2)} times (${low.toFixed(2)} … ${high.toFixed(2)}): ${each(twos)} against ${each(ones)} runs/s`,
    goal,
  };
}

/** Runs a second of wall time. */
async function rate(url: string | undefined, threads: number): Promise<number> {
  const description = readEstateFile('examples/estates/explore.yaml');
  const version = { homeward: readVersions().homeward, code: codeDigest() };
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
    ...(url && { redis: { url, patienceMs: PATIENCE_MS, say: () => {}, version } }),
  });
  if (runs !== RUNS) throw new Error(`${runs} runs were made, not ${RUNS}`);
  return runs / (Number(process.hrtime.bigint() - before) / 1e9);
}

async function startWorker(url: string): Promise<ChildProcess> {
  const words = ['dist/cli/main.js', 'worker', '--threads', '1', '--redis', url];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
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
