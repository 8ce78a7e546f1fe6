import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

const WAIT_MS = 20_000;

/** Why specs that need a Redis are skipped, if they are. */
export const NO_REDIS =
  spawnSync('redis-server', ['--version']).status === 0
    ? false
    : 'SKIPPED: there is no redis-server (Debian: apt-get install redis-server)';

/** A Redis of our own on a free port of the loopback address. */
export class RedisServer {
  readonly port: number;
  private readonly folder = mkdtempSync(join(tmpdir(), 'homeward-redis-'));
  private readonly words: readonly string[];
  private child: ChildProcess | undefined;

  private constructor(port: number, words: readonly string[]) {
    this.port = port;
    this.words = words;
  }

  static async start(...words: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), words);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const own = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.folder];
    const words = [...own, '--save', '', '--appendonly', 'no', ...this.words];
    const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    await until(() => /Ready to accept connections/.test(said) || child.exitCode !== null);
    assert.equal(child.exitCode, null, said);
    // What was saved is read once: an old snapshot would bring back what was over long ago.
    rmSync(join(this.folder, 'dump.rdb'), { force: true });
  }

  /** For so long it neither answers nor closes a connection. Longer than a lock holds: jobs under way count as left. */
  async pause(ms: number): Promise<void> {
    this.child?.kill('SIGSTOP');
    await new Promise((over) => setTimeout(over, ms));
    this.child?.kill('SIGCONT');
  }

  /** Ends it at once; it forgets everything, unless it saved it before. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((over) => child.once('exit', over));
    child.kill('SIGKILL');
    await ended;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Does something with a connection of its own. */
  async with<T>(act: (client: Redis) => Promise<T>, password?: string): Promise<T> {
    const client = new Redis(this.port, '127.0.0.1', password === undefined ? {} : { password });
    try {
      return await act(client);
    } finally {
      client.disconnect();
    }
  }

  keys(password?: string): Promise<string[]> {
    return this.with((client) => client.keys('*'), password);
  }
}

export async function until(
  so: () => boolean | Promise<boolean>,
  what: () => string = () => '',
): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !(await so()); ) {
    assert(Date.now() < end, `it took too long: ${what()}`);
    await new Promise((over) => setTimeout(over, 20));
  }
}

export function freePort(): Promise<number> {
  return new Promise((over, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => over(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
