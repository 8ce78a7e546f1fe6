import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';

const ROOT = resolve(__dirname, '..');
/** `--` keeps Node from taking --env-file for itself. */
const MAIN = ['-r', join(ROOT, 'node_modules', 'ts-node', 'register'), '--', join(ROOT, 'cli', 'main.ts')];
const SMALL = join(ROOT, 'examples', 'estates', 'small.yaml');
const WAIT_MS = 30_000;
/** Debian's Python has the Azure SDK where python3-azure is installed. */
const PYTHON = '/usr/bin/python3';
const pythonSdk =
  spawnSync(PYTHON, ['-c', 'import azure.identity, azure.mgmt.recoveryservicessiterecovery']).status === 0;

interface Serving {
  readonly child: ChildProcess;
  readonly environment: NodeJS.ProcessEnv;
  readonly out: () => string;
  readonly ended: Promise<number | null>;
}

describe('homeward serve', () => {
  let work = '';
  const running: ChildProcess[] = [];
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-serve-spec-'));
  });
  after(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(work, { recursive: true, force: true });
  });

  const start = (
    ...words: readonly string[]
  ): { child: ChildProcess; text: () => string; ended: Promise<number | null> } => {
    const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const child = spawn(process.execPath, [...MAIN, 'serve', ...words], { cwd: work, env });
    running.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
    return { child, text: () => text, ended: new Promise((done) => child.on('close', done)) };
  };

  /** Serves an estate and waits until its environment file is there. */
  const serve = async (file: string, ...words: readonly string[]): Promise<Serving> => {
    const envFile = join(work, `${running.length}.env`);
    const { child, text, ended } = start(file, '--env-file', envFile, ...words);
    for (const until = Date.now() + WAIT_MS; !existsSync(envFile); ) {
      assert(Date.now() < until && child.exitCode === null, text());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const lines = readFileSync(envFile, 'utf8').trimEnd().split('\n');
    const environment = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    assert.equal(statSync(envFile).mode & 0o777, 0o600);
    return {
      child,
      environment: { ...process.env, ...environment, HOMEWARD_ENV_FILE: envFile },
      out: text,
      ended,
    };
  };

  const stop = async ({ child, ended, environment }: Serving): Promise<void> => {
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
    assert(!existsSync(environment.HOMEWARD_ENV_FILE ?? ''));
    assert(!existsSync(environment.HOMEWARD_CA_CERT ?? ''));
  };

  /** Runs a program beside the server: it must not hold the server's process up. */
  const run = (
    command: string,
    words: readonly string[],
    env: NodeJS.ProcessEnv,
  ): Promise<{ code: number | null; out: string }> =>
    new Promise((done) => {
      const child = spawn(command, words, { env, cwd: ROOT });
      let out = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
      child.on('close', (code) => done({ code, out }));
    });

  const control = (
    { environment: env }: Serving,
    path: string,
    token = env.HOMEWARD_CONTROL_TOKEN,
  ): Promise<{ code: number | undefined; body: string }> =>
    new Promise((done, fail) => {
      const ca = readFileSync(env.HOMEWARD_CA_CERT ?? '');
      get(
        `${env.HOMEWARD_CONTROL_URL}${path}`,
        { ca, headers: { authorization: `Bearer ${token}` } },
        (answer) => {
          let body = '';
          answer.on('data', (chunk) => (body += chunk));
          answer.on('end', () => done({ code: answer.statusCode, body }));
        },
      ).on('error', fail);
    });

  const WAY = [
    'protect: Protected',
    'fail over to Azure:',
    'commit:',
    'reprotect to the site: Protected',
    'fail over to the site:',
    'commit:',
    'reprotect to Azure: Protected',
    '7 jobs:',
  ];

  it('lets the published Azure SDK bring a machine to Azure and home, by its ordinary credentials', async () => {
    const serving = await serve(SMALL);
    const { code, out } = await run(
      process.execPath,
      ['examples/azure-sdk-failback.mjs', 'erp-db-01'],
      serving.environment,
    );
    assert.equal(code, 0, out);
    const lines = out.trimEnd().split('\n').slice(1);
    assert.equal(lines.length, WAY.length, out);
    for (const [index, begins] of WAY.entries()) assert(lines[index]?.startsWith(begins), lines[index]);
    const { body } = await control(serving, '/verdicts');
    const { verdicts } = JSON.parse(body) as { verdicts: { checker: string; verdict: string }[] };
    assert(verdicts.length >= 10);
    for (const { checker, verdict } of verdicts) assert.equal(verdict, 'valid', checker);
    await stop(serving);
  });

  it('lets the Azure SDK for Python do the same', {
    skip: pythonSdk ? false : 'the Azure SDK for Python is not installed (Debian: python3-azure)',
  }, async () => {
    const serving = await serve(SMALL);
    const { code, out } = await run(
      PYTHON,
      ['-W', 'ignore', 'examples/azure-sdk-failback.py', 'erp-app-01'],
      serving.environment,
    );
    assert.equal(code, 0, out);
    for (const begins of WAY) assert(out.includes(`\n${begins}`), out);
    await stop(serving);
  });

  it('shows its certificate to all, and the clock to those with the control token', async () => {
    const serving = await serve(SMALL, '--seed', '7');
    assert.equal(
      (await control(serving, '/ca.pem', 'none')).body,
      readFileSync(serving.environment.HOMEWARD_CA_CERT ?? '', 'utf8'),
    );
    assert.equal((await control(serving, '/clock', 'guess')).code, 401);
    assert.equal(JSON.parse((await control(serving, '/clock')).body).mode, 'virtual');
    await stop(serving);
  });

  it('moves time with the wall clock where it is paced', async () => {
    const serving = await serve(SMALL, '--clock', 'paced', '--speed', '1000');
    const now = async (): Promise<number> => JSON.parse((await control(serving, '/clock')).body).nowMs;
    const first = await now();
    const until = Date.now() + WAIT_MS;
    while ((await now()) - first < 60_000) assert(Date.now() < until, 'a virtual minute did not pass');
    await stop(serving);
  });

  for (const [title, text, code] of [
    ['no such file', undefined, 'HW-ESTATE-FILE'],
    ['no YAML', 'machines: [', 'HW-ESTATE-FILE'],
    [
      'an alias bomb',
      `a: &a [x]\n${'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]},`.repeat(9)}]`)
        .join('\n')}\n`,
      'HW-ESTATE-FILE',
    ],
    ['a field that nobody knows', 'name: x\nmachines: [{ name: a, colour: red }]', 'colour'],
    ['a machine without a name', 'name: x\nmachines: [{ os: linux }]', 'machines.0.name'],
    ['a host that does not exist', 'name: x\nmachines: [{ name: a, host: esx-99 }]', 'HW-ESTATE'],
    ['two machines of one name', 'name: x\nmachines: [{ name: a }, { name: a }]', 'HW-'],
  ] as const) {
    it(`refuses ${title}, with one line what and one what to do`, async () => {
      const file = join(work, 'bad.yaml');
      rmSync(file, { force: true });
      if (text !== undefined) writeFileSync(file, text);
      const { text: told, ended } = start(file, '--env-file', join(work, 'never.env'));
      assert.equal(await ended, 2, told());
      assert(told().startsWith('error HW-') && told().includes(code), told());
      assert.equal(told().trimEnd().split('\n').length, 2, told());
      assert.deepEqual(
        readdirSync(work).filter((name) => name.startsWith('never')),
        [],
      );
    });
  }

  it('refuses a port that is taken, and an environment file that cannot be written', async () => {
    const serving = await serve(SMALL);
    const { port } = new URL(serving.environment.HOMEWARD_ARM_ENDPOINT ?? '');
    const taken = start(SMALL, '--port', port);
    assert.equal(await taken.ended, 2);
    assert.match(taken.text(), /^error HW-SERVE-LISTEN/);
    const unwritable = start(SMALL, '--env-file', join(work, 'no', 'such', 'folder.env'));
    assert.equal(await unwritable.ended, 2);
    assert.match(unwritable.text(), /^error HW-OUT-WRITE/);
    await stop(serving);
  });
});
