import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { control, ROOT, Servers, type Serving, SMALL, WAIT_MS } from '../serving/servers.fixture.spec';

/** Debian's Python has the Azure SDK where python3-azure is installed. */
const PYTHON = '/usr/bin/python3';
const pythonSdk =
  spawnSync(PYTHON, ['-c', 'import azure.identity, azure.mgmt.recoveryservicessiterecovery']).status === 0;

describe('homeward serve', () => {
  let servers: Servers;
  let work = '';
  before(() => {
    servers = new Servers();
    work = servers.work;
  });
  after(() => servers.end());

  const start = (...words: readonly string[]) => servers.start(...words);
  const serve = (...words: readonly string[]) => servers.serve(...words);
  const stop = async (serving: Serving): Promise<void> => {
    await servers.stop(serving);
    assert(!existsSync(serving.environment.HOMEWARD_CA_CERT ?? ''));
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
      (await control(serving, '/ca.pem', undefined, 'none')).body,
      readFileSync(serving.environment.HOMEWARD_CA_CERT ?? '', 'utf8'),
    );
    assert.equal((await control(serving, '/clock', undefined, 'guess')).status, 401);
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
