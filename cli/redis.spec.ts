import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { NO_REDIS, RedisServer, until } from '../exploration/redis/server.fixture.spec';
import { SMALL_ESTATE } from '../readiness/estate.fixture.spec';
import { makeXlsx } from '../readiness/inventory/fixture.spec';

const ROOT = resolve(__dirname, '..');
const ESTATE = join(ROOT, 'examples', 'estates', 'explore.yaml');
const SECRET = 'pass-word-1';
/** What is not the same in two runs of the same: when and where it ran, and how long it took. */
const WHEN_AND_WHERE = /^(host\.json)$/;

if (NO_REDIS) console.error(NO_REDIS);

describe('homeward --redis', { skip: NO_REDIS, timeout: 300_000 }, () => {
  let server: RedisServer;
  let work = '';
  let url = '';
  const children: ChildProcess[] = [];

  const begin = (words: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const register = join(ROOT, 'node_modules', 'ts-node', 'register');
    const child = spawn(process.execPath, ['-r', register, join(ROOT, 'cli', 'main.ts'), ...words], {
      cwd: work,
      env: { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json'), ...env },
    });
    children.push(child);
    const told = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (told.out += chunk));
    child.stderr.on('data', (chunk) => (told.err += chunk));
    return { child, told, ended: new Promise<number | null>((over) => child.on('close', over)) };
  };
  const homeward = async (...words: readonly string[]) => {
    const { told, ended } = begin(words);
    return { code: await ended, ...told };
  };
  const startWorker = async (...words: readonly string[]) => {
    const worker = begin(['worker', '--threads', '1', '--redis', url, ...words]);
    await until(() => worker.told.out.startsWith('worker ') || worker.child.exitCode !== null);
    return worker;
  };
  /** Every file of a folder, and what it holds. */
  const contents = (folder: string): ReadonlyMap<string, string> =>
    new Map(
      readdirSync(join(work, folder), { recursive: true, withFileTypes: true, encoding: 'utf8' })
        .filter((entry) => entry.isFile() && !WHEN_AND_WHERE.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [path.slice(join(work, folder).length), readFileSync(path, 'latin1')]),
    );

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'homeward-redis-cli-'));
    writeFileSync(join(work, 'small.xlsx'), makeXlsx(SMALL_ESTATE));
    server = await RedisServer.start('--requirepass', SECRET);
    url = server.url.replace('//', `//:${SECRET}@`);
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await server.end();
    rmSync(work, { recursive: true, force: true });
  });

  it('explores to the same folder with two workers, one of them killed half-way, as by itself', async () => {
    const words = ['explore', ESTATE, '--runs', '240', '--seed', '95', '--planted', 'canary', '--json'];
    const alone = await homeward(...words, '--out', 'alone');
    assert.equal(alone.code, 1, alone.err);
    const killed = await startWorker();
    const other = await startWorker();
    const campaign = begin([...words, '--out', 'spread', '--redis', url]);
    await until(
      () => existsSync(join(work, 'spread', 'progress.json')),
      () => campaign.told.err,
    );
    killed.child.kill('SIGKILL');
    assert.equal(await campaign.ended, 1, campaign.told.err);
    assert.deepEqual(contents('spread'), contents('alone'));
    assert.equal(campaign.told.out, alone.out.replaceAll('alone', 'spread'));
    other.child.kill('SIGTERM');
    assert.equal(await other.ended, 0, other.told.err);
    assert.match(other.told.out, /: \d+ orders answered/);
    for (const text of [...contents('spread').values(), campaign.told.err, campaign.told.out, other.told.out])
      assert.ok(!text.includes(SECRET));
  });

  it('drills to the same run folder as by itself', async () => {
    const words = ['readiness', 'small.xlsx', '--drills', '6', '--what-if'];
    const alone = await homeward(...words, '--out', 'drilled', '--history', 'h1');
    assert.equal(alone.code, 0, alone.err);
    const worker = await startWorker('--idle', '0.05');
    const spread = await homeward(...words, '--out', 'drilled-elsewhere', '--history', 'h2', '--redis', url);
    assert.equal(spread.code, 0, spread.err);
    assert.deepEqual(contents('drilled-elsewhere'), contents('drilled'));
    assert.equal(await worker.ended, 0);
    assert.match(worker.told.out, /: drills\n/);
  });

  it('has examples for clusters and CI whose commands name options that there are', async () => {
    for (const name of ['kubernetes.yaml', 'github-actions.yaml']) {
      const text = readFileSync(join(ROOT, 'examples', 'campaigns', name), 'utf8');
      for (const document of parseAllDocuments(text)) assert.deepEqual(document.errors, []);
      for (const command of ['worker', 'explore']) {
        const help = await homeward(command, '--help');
        // A command of GitHub's is a line, one of Kubernetes a list.
        const lines = text
          .split('\n')
          .filter((line) => new RegExp(`(homeward |\\[)${command}[ ,]`).test(line));
        const options = lines.flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
        assert.ok(options.length >= 2, `${name}: ${command}`);
        for (const option of options) assert.ok(help.out.includes(`${option} `), option);
      }
    }
  });

  it('stops by Ctrl-C while nobody works, writes nothing, and leaves nothing in Redis', async () => {
    const words = ['readiness', 'small.xlsx', '--drills', '6', '--out', 'stopped', '--redis', url];
    const { child, told, ended } = begin(words);
    await until(() => told.err.includes('waiting for a worker'));
    child.kill('SIGINT');
    assert.equal(await ended, 2);
    assert.match(told.err, /error HW-REDIS-STOPPED/);
    assert.ok(!existsSync(join(work, 'stopped')) && !told.err.includes(SECRET));
    const keys = await server.keys(SECRET);
    assert.ok(keys.length === 0 || keys.every((key) => /^\{homeward\}:[0-9a-f-]+$/.test(key)), `${keys}`);
  });

  it('says what is wrong with a password, and tells none; takes it from the environment', async () => {
    const wrong = await homeward(
      'explore',
      ESTATE,
      '--out',
      'no',
      '--redis',
      url.replace(SECRET, 'guess-work'),
    );
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /^error HW-REDIS-AUTH: /);
    assert.ok(!wrong.err.includes('guess-work') && !existsSync(join(work, 'no')));
    const worker = begin(['worker', '--idle', '0.001', '--redis', server.url], {
      HOMEWARD_REDIS_PASSWORD: SECRET,
    });
    assert.equal(await worker.ended, 0, worker.told.err);
    const none = await homeward('worker', '--redis', server.url);
    assert.equal(none.code, 2);
    assert.match(none.err, /^error HW-REDIS-AUTH: /);
  });
});
