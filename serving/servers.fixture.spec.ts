import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..');
export const SMALL = join(ROOT, 'examples', 'estates', 'small.yaml');
export const WAIT_MS = 30_000;
/** `--` keeps Node from taking --env-file for itself. */
const MAIN = ['-r', join(ROOT, 'node_modules', 'ts-node', 'register'), '--', join(ROOT, 'cli', 'main.ts')];

export interface Started {
  readonly child: ChildProcess;
  /** What it said so far. */
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

export interface Serving extends Started {
  readonly environment: NodeJS.ProcessEnv;
}

export interface Told {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Servers that a spec starts as processes of their own, in a folder that goes with them. */
export class Servers {
  readonly work = mkdtempSync(join(tmpdir(), 'homeward-serve-spec-'));
  private readonly running: ChildProcess[] = [];

  end(): void {
    for (const child of this.running) child.kill('SIGKILL');
    rmSync(this.work, { recursive: true, force: true });
  }

  start(...words: readonly string[]): Started {
    return this.run(['serve', ...words]);
  }

  /** Starts any command. */
  run(words: readonly string[], more: NodeJS.ProcessEnv = {}): Started {
    const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json'), ...more };
    const child = spawn(process.execPath, [...MAIN, ...words], { cwd: this.work, env });
    this.running.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
    return { child, text: () => text, ended: new Promise((done) => child.on('close', done)) };
  }

  /** Serves an estate and waits until its environment file is there. */
  async serve(...words: readonly string[]): Promise<Serving> {
    const envFile = join(this.work, `${this.running.length}.env`);
    const started = this.start('--env-file', envFile, ...words);
    for (const until = Date.now() + WAIT_MS; !existsSync(envFile); ) {
      assert(Date.now() < until && started.child.exitCode === null, started.text());
      await new Promise((done) => setTimeout(done, 50));
    }
    const lines = readFileSync(envFile, 'utf8').trimEnd().split('\n');
    const environment = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    assert.equal(statSync(envFile).mode & 0o777, 0o600);
    return { ...started, environment: { ...process.env, ...environment, HOMEWARD_ENV_FILE: envFile } };
  }

  /** Stops a server as Ctrl-C does. */
  async stop({ child, ended, environment }: Serving): Promise<void> {
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
    assert(!existsSync(environment.HOMEWARD_ENV_FILE ?? ''));
  }

  /** Ends a server in the middle of whatever it does. */
  async kill({ child, ended }: Serving): Promise<void> {
    child.kill('SIGKILL');
    await ended;
  }
}

/** Asks a server over TLS, trusting its certificate alone. */
export function ask(
  { environment }: Pick<Serving, 'environment'>,
  method: string,
  url: string,
  headers: { readonly [name: string]: string } = {},
  body = '',
): Promise<Told> {
  return new Promise((done, fail) => {
    const ca = readFileSync(environment.HOMEWARD_CA_CERT ?? '');
    request(
      url,
      { ca, method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += chunk));
        answer.on('error', fail);
        answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: text }));
      },
    )
      .on('error', fail)
      .end(body);
  });
}

/** Asks the control API; with another token, as somebody else. */
export function control(
  serving: Pick<Serving, 'environment'>,
  path: string,
  advance?: object,
  token = serving.environment.HOMEWARD_CONTROL_TOKEN,
): Promise<Told> {
  return ask(
    serving,
    advance ? 'POST' : 'GET',
    `${serving.environment.HOMEWARD_CONTROL_URL}${path}`,
    { authorization: `Bearer ${token}`, ...(advance ? { 'content-type': 'application/json' } : {}) },
    advance ? JSON.stringify(advance) : '',
  );
}
