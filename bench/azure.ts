import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';
import type { Row } from './measure';

/** The peer: a mock server made from the official description. It is fetched when the benchmark runs; the project does not need it. */
const PEER = '@stoplight/prism-cli@5.14.2';
const DESCRIPTION = '../shared/data/azure-swagger/siterecovery/2023-06-01/service.json';
const CONNECTIONS = 16;
const SECONDS = 5;
const ROUNDS = 3;
const PROTECTED_MS = 30 * 60_000;

interface Load {
  readonly rate: number;
  readonly p99: number;
}

/** The Azure front beside a mock server made from the same description, in one run: list and get of 1,000 protected items, start-up,
 *  memory with 10,000 items. The load comes from a process of its own on the same two cores. */
export async function benchAzure(peer: string | undefined): Promise<Row[]> {
  const ours = await serve(1_000, PROTECTED_MS);
  const theirs = peer ?? (await startPeer());
  const rows: Row[] = [];
  try {
    for (const [what, url] of [
      ['list', ours.list],
      ['get', ours.get],
    ] as const) {
      const mine: Load[] = [];
      const other: Load[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        mine.push(await load(url, ours.token));
        if (theirs) other.push(await load(peerUrl(theirs, url), 'any'));
      }
      rows.push({
        what: `Azure front, ${what} of 1,000 protected items (100 a page), requests a second`,
        measured: theirs
          ? `${times(mine, other)} of the mock server: ${told(mine)} against ${told(other)}`
          : `${told(mine)}; no peer here`,
        goal: '≥ 5 times',
      });
    }
  } finally {
    ours.child.kill();
    stopPeer();
  }
  return [...rows, await startUp(), await memory()];
}

function times(mine: readonly Load[], other: readonly Load[]): string {
  return `${(median(mine.map(({ rate }) => rate)) / median(other.map(({ rate }) => rate))).toFixed(1)} times`;
}

function told(loads: readonly Load[]): string {
  return `${Math.round(median(loads.map(({ rate }) => rate))).toLocaleString('en')}/s, p99 ${median(loads.map(({ p99 }) => p99))} ms`;
}

async function load(url: string, token: string): Promise<Load> {
  const { requests, latency, non2xx, errors } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    workers: 1,
    headers: { authorization: `Bearer ${token}` },
  });
  if (non2xx > 0 || errors > 0 || requests.total === 0)
    throw new Error(`${url}: ${non2xx} refusals, ${errors} errors`);
  return { rate: requests.average, p99: latency.p99 };
}

interface Server {
  readonly child: ChildProcess;
  readonly list: string;
  readonly get: string;
  readonly token: string;
  readonly next: () => Promise<{ readonly [field: string]: unknown }>;
}

async function serve(items: number, settleMs: number): Promise<Server> {
  const child = spawn(process.execPath, ['dist/bench/azure-server.js', String(items), String(settleMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}');
  const { list, get, token } = await next();
  return { child, list, get, token, next };
}

/** From the start of the command until everything answers. */
async function startUp(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-bench-'));
  const seconds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const file = join(folder, `${round}.env`);
    const begun = process.hrtime.bigint();
    const child = spawn(
      process.execPath,
      ['--', 'dist/cli/main.js', 'serve', 'examples/estates/small.yaml', '--env-file', file],
      { stdio: 'ignore' },
    );
    while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
    seconds.push(Number(process.hrtime.bigint() - begun) / 1e9);
    child.kill();
    await new Promise((resolve) => child.once('close', resolve));
  }
  rmSync(folder, { recursive: true, force: true });
  return {
    what: 'homeward serve, until everything answers (wall time)',
    measured: `${median(seconds).toFixed(2)} s`,
    goal: '≤ 1 s',
  };
}

/** Twice: just accepted, and protected with recovery points, agents and disks behind each. */
async function memory(): Promise<Row> {
  const figures: string[] = [];
  for (const [what, settleMs] of [
    ['accepted', 0],
    ['protected', PROTECTED_MS],
  ] as const) {
    const { child, list, token, next } = await serve(10_000, settleMs);
    let served = 0;
    for (let url: string | null = list; url !== null; ) {
      const answer = await fetch(url.replace('https:', 'http:'), {
        headers: { authorization: `Bearer ${token}` },
      });
      const { value, nextLink } = (await answer.json()) as { value: unknown[]; nextLink: string | null };
      served += value.length;
      url = nextLink;
    }
    child.stdin?.write('memory\n');
    const { rssBytes } = await next();
    child.kill();
    figures.push(
      `${Math.round(Number(rssBytes) / 2 ** 20)} MiB ${what} (${served.toLocaleString('en')} listed)`,
    );
  }
  return {
    what: 'Azure front with 10,000 items, memory of the process',
    measured: figures.join(', '),
    goal: '≤ 300 MB',
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

let running: ChildProcess | undefined;

async function startPeer(): Promise<string | undefined> {
  if (!existsSync(DESCRIPTION)) return undefined;
  const port = 20_000 + (process.pid % 10_000);
  running = spawn('npx', ['--yes', `--package=${PEER}`, 'prism', 'mock', '-p', String(port), DESCRIPTION], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  for await (const line of createInterface({ input: running.stdout as NodeJS.ReadableStream }))
    if (line.includes('is listening')) return `http://127.0.0.1:${port}`;
  return undefined;
}

function stopPeer(): void {
  if (running?.pid !== undefined) process.kill(-running.pid);
  running = undefined;
}

function peerUrl(peer: string, ours: string): string {
  const { pathname, search } = new URL(ours);
  return `${peer}${pathname.replace('/Subscriptions/', '/subscriptions/')}${search}`;
}
