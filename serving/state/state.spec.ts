import assert from 'node:assert/strict';
import fs, {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Misuse } from '../../simulators/kernel';
import { readEstateFile } from '../estate-file';
import { ServedEstate, type ServeOptions } from '../served-estate';
import { control, Servers, type Serving, SMALL } from '../servers.fixture.spec';
import { Client } from './client.fixture.spec';
import { StateFolder } from './folder';

const lastLine = (folder: string): { readonly [field: string]: unknown } =>
  JSON.parse(readFileSync(join(folder, 'log.ndjson'), 'utf8').trimEnd().split('\n').at(-1) ?? '');

describe('homeward serve --state, ended in the middle by kill -9', () => {
  let servers: Servers;
  before(() => {
    servers = new Servers();
  });
  after(() => servers.end());

  it('goes on with all it had: snapshots, permissions, licences, power, jobs under way, sessions and tokens', async () => {
    const [folder, other] = ['killed', 'uninterrupted'].map((name) => join(servers.work, name)) as [
      string,
      string,
    ];
    const client = new Client(await servers.serve(SMALL, '--state', folder));
    await client.open();
    await client.change();
    await servers.kill(client.serving);
    appendFileSync(join(folder, 'log.ndjson'), '{"turns":4');
    client.serving = await servers.serve('--state', folder);
    assert.match(client.serving.text(), /dropped line \d+ of /);
    await client.goOn();
    await servers.kill(client.serving);

    const steady = new Client(await servers.serve(SMALL, '--state', other));
    await steady.open();
    await steady.change();
    await steady.goOn();
    await servers.stop(steady.serving);
    assert.equal(steady.snapshot, client.snapshot);
    assert.deepEqual(lastLine(folder), lastLine(other));
  });

  it('goes back behind nothing that a client has seen, where time is paced', async () => {
    const folder = join(servers.work, 'paced');
    const words = ['--state', folder, '--speed', '1000'];
    const seen = async (serving: Serving): Promise<{ nowMs: number; time: string; mode: string }> =>
      JSON.parse((await control(serving, '/clock')).body);
    const first = await servers.serve(SMALL, '--clock', 'paced', ...words);
    while ((await seen(first)).nowMs < 1_800_000) await new Promise((done) => setTimeout(done, 20));
    const then = await seen(first);
    await servers.kill(first);
    const second = await servers.serve(SMALL, ...words);
    const now = await seen(second);
    assert(
      now.nowMs >= then.nowMs && now.time >= then.time && now.mode === 'paced',
      `${now.time} ${then.time}`,
    );
    const taken = await servers.start('--state', folder);
    assert.equal(await taken.ended, 2);
    assert.match(taken.text(), /^error HW-STATE-LOCKED/);
    await servers.stop(second);
  });
});

describe('a state folder', () => {
  const options: ServeOptions = {
    seed: 1,
    host: '127.0.0.1',
    port: 0,
    vspherePort: 0,
    clock: 'virtual',
    speed: 1,
  };
  const description = readEstateFile(SMALL);
  let work = '';
  let folder = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-state-spec-'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  const open = (over: Partial<ServeOptions> = {}, estate?: typeof description): StateFolder =>
    StateFolder.open(folder, {
      description: estate,
      options: { ...options, ...over },
      said: (name) => name in over,
    });
  /** Serves the folder for a moment, and lets an hour pass. */
  const serve = async (estate?: typeof description): Promise<void> => {
    const state = open({}, estate);
    try {
      const served = await ServedEstate.open(state.description, state.options, broken, state);
      served.estate.kernel.run(served.estate.kernel.now + 3_600_000);
      await served.close();
    } finally {
      state.close();
    }
  };
  const made = async (): Promise<string> => {
    folder = join(mkdtempSync(join(work, 'made-')), 'state');
    await serve(description);
    return join(folder, 'log.ndjson');
  };
  const broken = (error: unknown): never => assert.fail(error as Error);
  const misuse = (code: string) => ({ name: 'Misuse', code });

  it('may be looked into by its owner alone', async () => {
    await made();
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    const names = readdirSync(folder).sort();
    assert.deepEqual(names, ['ca.pem', 'keys.json', 'log.ndjson', 'state.json']);
    for (const name of names) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  });

  it('keeps the time, the ports and the certificate', async () => {
    const log = await made();
    const kept = (): string[] =>
      ['ca.pem', 'state.json'].map((name) => readFileSync(join(folder, name), 'utf8'));
    const before = kept();
    await serve();
    assert.deepEqual(kept(), before);
    assert.equal(lastLine(folder).now, 1_200_000 + 2 * 3_600_000);
    assert.equal(readFileSync(log, 'utf8').trimEnd().split('\n').length, 3);
  });

  it('is refused with another seed, clock, host or estate', async () => {
    await made();
    for (const over of [{ seed: 7 }, { clock: 'paced' }, { host: '::1' }] as const)
      assert.throws(() => open(over), misuse('HW-STATE-OTHER'));
    assert.throws(() => open({}, { ...description, name: 'other' }), misuse('HW-STATE-OTHER'));
    open({ seed: 1 }, description).close();
  });

  it('remembers that its machines began in Azure', async () => {
    folder = join(mkdtempSync(join(work, 'away-')), 'state');
    for (const over of [{ failedOver: true }, {}]) {
      const state = open(over, description);
      const served = await ServedEstate.open(state.description, state.options, broken, state);
      assert.equal(served.estate.vault.items.get('erp-db-01')?.state, 'failover-committed');
      await served.close();
      state.close();
    }
    await made();
    assert.throws(() => open({ failedOver: true }), misuse('HW-STATE-OTHER'));
  });

  it('is refused where it holds no estate, or something else', () => {
    folder = join(work, 'none');
    assert.throws(() => open(), misuse('HW-STATE-EMPTY'));
    folder = mkdtempSync(join(work, 'other-'));
    writeFileSync(join(folder, 'letters.txt'), '');
    assert.throws(() => open({}, description), misuse('HW-STATE-FOLDER'));
    folder = join(folder, 'letters.txt');
    assert.throws(() => open({}, description), misuse('HW-STATE-FOLDER'));
  });

  for (const name of ['state.json', 'keys.json'])
    it(`is refused with a ${name} that cannot be read`, async () => {
      await made();
      writeFileSync(join(folder, name), '{"format":2');
      await assert.rejects(serve(), misuse('HW-STATE-FOLDER'));
    });

  it('is refused with a broken line, and with one that the estate does not come to', async () => {
    const log = await made();
    const text = readFileSync(log, 'utf8');
    writeFileSync(log, `{"turns"\n${text}`);
    await assert.rejects(serve(), misuse('HW-STATE-LOG'));
    for (const [from, to] of [
      [/"turns":\d+/, '"turns":7'],
      [/"turns":\d+/, '"turns":777777777'],
      [/"order":"\w+"/, '"order":"00000000"'],
      [/"journal":"\w+"/, '"journal":"0000000000000000"'],
      [/}\n$/, ',"arm":{"route":"/nowhere","call":{"method":"PUT"}}}\n'],
      [/}\n$/, ',"vim":{"logout":"x"},"api":9}\n'],
    ] as const) {
      writeFileSync(log, text.replace(from, to));
      await assert.rejects(serve(), misuse('HW-STATE-DIVERGED'), to);
    }
    writeFileSync(log, text);
    await serve();
  });

  it('ends the run, and shows nothing, when it cannot be written any more', async (context) => {
    await made();
    const state = open();
    const broke: unknown[] = [];
    const note = (error: unknown): unknown => broke.push(error);
    const served = await ServedEstate.open(state.description, state.options, note, state);
    const { environment, estate } = served;
    const full = context.mock.method(fs, 'writeSync', () => {
      throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    });
    estate.kernel.run(estate.kernel.now + 60_000);
    const { status, body } = await control({ environment }, '/clock');
    full.mock.restore();
    assert.equal(status, 500);
    assert(!body.includes('nowMs'), body);
    // Room alone does not help: behind half a line there is no writing on.
    assert.equal((await control({ environment }, '/clock')).status, 500);
    assert.deepEqual(
      broke.map((error) => (error as Misuse).code),
      ['HW-STATE-WRITE', 'HW-STATE-WRITE'],
    );
    await served.close();
    state.close();
    await serve();
  });

  it('is for one at a time; the lock of a process that is gone holds nobody', async () => {
    await made();
    const first = open();
    assert.throws(() => open(), misuse('HW-STATE-LOCKED'));
    first.close();
    for (const stale of [`{"pid":${2 ** 22 + 1}}`, `{"pid":${process.pid},"started":"1"}`, '{"pi']) {
      writeFileSync(join(folder, 'lock'), stale);
      open().close();
    }
  });
});
