import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ROOT } from '../serving/servers.fixture.spec';

const LOSS = join(ROOT, 'drills', 'process-server-loss.yaml');
const MAIN = [
  '-r',
  join(ROOT, 'node_modules', 'ts-node', 'register'),
  '--',
  join(ROOT, 'cli', 'main.ts'),
  'drill',
];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('homeward drill', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-drill-cli-'));
  });
  after(() => rmSync(work, { recursive: true }));

  /** `heard` gets what it says on stderr so far, each time. */
  const drill = (
    words: readonly string[],
    heard: (err: string, interrupt: () => void) => void = () => undefined,
  ): Promise<Ended> => {
    const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const child = spawn(process.execPath, [...MAIN, ...words], {
      cwd: work,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => {
      err += chunk;
      heard(err, () => child.kill('SIGINT'));
    });
    return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
  };

  it('writes the same journal twice, ends with its verdict, folder and next command', async () => {
    const [first, second] = await Promise.all(['a', 'b'].map((out) => drill([LOSS, '--out', out])));
    assert.equal(first?.code, 0, first?.err);
    assert.match(
      first?.out ?? '',
      /● PROVEN {2}every promise was kept[^\n]*\nfolder: a \(open report\.html\)\nnext: open a\/report\.html\n$/,
    );
    assert.equal(second?.code, 0);
    assert.deepEqual(readdirSync(join(work, 'a')).sort(), [
      'host.json',
      'journal.json',
      'report.html',
      'result.json',
    ]);
    for (const name of ['journal.json', 'report.html', 'result.json'])
      assert.equal(
        readFileSync(join(work, 'a', name), 'utf8'),
        readFileSync(join(work, 'b', name), 'utf8'),
        name,
      );
    const journal = JSON.parse(readFileSync(join(work, 'a', 'journal.json'), 'utf8'));
    assert.deepEqual([journal.status, journal.deviated], ['completed', false]);
    for (const field of ['experiment', 'start', 'end', 'duration', 'steady_states', 'run', 'rollbacks'])
      assert(field in journal, field);
  });

  it('says what it would do, and does nothing', async () => {
    const { code, out } = await drill([LOSS, '--dry-run', '--out', 'dry']);
    assert.equal(code, 0);
    assert.match(out, /process-server-crash on 1 of 2 \(process server\)/);
    assert(!existsSync(join(work, 'dry')));
  });

  it('ends with 2 where the experiment is broken, and says where', async () => {
    writeFileSync(
      join(work, 'broken.yaml'),
      readFileSync(LOSS, 'utf8').replace('type: process', 'type: python'),
    );
    const { code, err } = await drill(['broken.yaml']);
    assert.equal(code, 2);
    assert.match(err, /^error HW-DRILL-FILE: broken\.yaml:\d+:\d+: [^\n]*python providers are not supported/);
  });

  it('refuses a folder that another drill writes to; Ctrl-C heals everything and tells what was done', async () => {
    let second: Promise<Ended> | undefined;
    const first = await drill([LOSS, '--out', 'one', '--runbook', 'sleep 600'], (err, interrupt) => {
      if (second || !err.includes('the program begins')) return;
      second = drill([LOSS, '--out', 'one']);
      void second.then(interrupt);
    });
    const refused = await second;
    assert.deepEqual([refused?.code, /HW-DRILL-LOCKED/.test(refused?.err ?? '')], [2, true]);
    assert.equal(first.code, 4, first.err);
    assert.match(first.out, /○ UNKNOWN {2}it was halted: Ctrl-C/);
    const { halted, faults } = JSON.parse(readFileSync(join(work, 'one', 'result.json'), 'utf8'));
    assert.deepEqual([halted, faults.length], ['Ctrl-C', 1]);
    assert(!existsSync(join(work, 'one.lock')));
  });

  it('serves the console while it runs, on paced time, and tells no ticket afterwards', async () => {
    let [link, halting] = ['', false];
    const { code, err } = await drill(
      [LOSS, '--out', 'console', '--console', '--yes', '--speed', '20000', '--runbook', 'sleep 600'],
      (said, interrupt) => {
        link = /^console: (https:\S+#ticket=[\w-]{43})$/m.exec(said)?.[1] ?? link;
        if (halting || !said.includes('the program begins')) return;
        halting = true;
        interrupt();
      },
    );
    assert.equal(code, 4, err);
    const ticket = new URL(link).hash.replace('#ticket=', '');
    for (const name of readdirSync(join(work, 'console')))
      assert(!readFileSync(join(work, 'console', name), 'utf8').includes(ticket), name);
  });
});
