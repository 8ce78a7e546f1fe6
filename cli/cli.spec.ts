import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SMALL_ESTATE } from '../readiness/estate.fixture.spec';
import { makeXlsx, TWO_MACHINES } from '../readiness/inventory/fixture.spec';

const ROOT = resolve(__dirname, '..');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('homeward', () => {
  let work = '';
  const begin = (words: readonly string[]) => {
    const register = join(ROOT, 'node_modules', 'ts-node', 'register');
    const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const script = join(ROOT, 'cli', 'main.ts');
    return spawn(process.execPath, ['-r', register, script, ...words], { cwd: work, env });
  };
  const homeward = (...words: readonly string[]): Promise<Ended> =>
    new Promise((done) => {
      const child = begin(words);
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk) => (out += chunk));
      child.stderr.on('data', (chunk) => (err += chunk));
      child.on('close', (code) => done({ code, out, err }));
    });
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-cli-'));
    writeFileSync(join(work, 'small.xlsx'), makeXlsx(SMALL_ESTATE));
    writeFileSync(join(work, 'text.xlsx'), 'Dear all,\nplease find our machines below.\n');
    writeFileSync(join(work, 'wrong-sheet.xlsx'), makeXlsx({ Budget: [['Item'], ['Coffee']] }));
    writeFileSync(join(work, 'no-column.xlsx'), makeXlsx({ vInfo: [['VM'], ['web-01']] }));
    writeFileSync(join(work, 'blank.xlsx'), makeXlsx({ vInfo: [['VM', 'Powerstate']] }));
    const [header = [], first = []] = TWO_MACHINES.vInfo ?? [];
    writeFileSync(join(work, 'wrong-type.xlsx'), makeXlsx({ vInfo: [header, first.with(1, 42)] }));
    mkdirSync(join(work, 'photos'));
    writeFileSync(join(work, 'photos', 'cat.jpg'), 'meow');
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  for (const [title, words, code] of [
    ['no export', [], 'missing required argument'],
    ['a missing file', ['absent.xlsx'], 'HW-INPUT-MISSING'],
    ['text that is called a workbook', ['text.xlsx'], 'HW-INPUT-FORMAT'],
    ['a workbook of something else', ['wrong-sheet.xlsx'], 'HW-INPUT-SHEET'],
    ['a missing column', ['no-column.xlsx'], 'HW-INPUT-COLUMN'],
    ['a sheet without machines', ['blank.xlsx'], 'HW-INPUT-NO-MACHINES'],
    ['a cell of the wrong type', ['wrong-type.xlsx'], 'HW-INPUT-CELL'],
    ['a folder with other things', ['small.xlsx', '--out', 'photos'], 'HW-OUT-EXISTS'],
    ['a place that cannot be written', ['small.xlsx', '--out', 'text.xlsx/run'], 'HW-OUT-WRITE'],
    ['an unknown assumption', ['small.xlsx', '--assume', 'no-snapshots=nobody'], 'HW-ASSUME'],
    ['a seed that is no number', ['small.xlsx', '--seed', 'seven'], 'whole number'],
    ['a bandwidth of nothing', ['small.xlsx', '--bandwidth', '0'], 'above 0'],
    ['an unknown option', ['small.xlsx', '--nonsense'], 'unknown option'],
  ] as const) {
    it(`refuses ${title} with one clear line, exit 2 and no run`, async () => {
      const { code: exit, out, err } = await homeward('readiness', ...words);
      assert.equal(exit, 2, err);
      assert.equal(out, '');
      const lines = err
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '');
      assert.equal(lines.length, 2, err);
      assert.ok(lines[0]?.includes(code), err);
      assert.equal(existsSync(join(work, 'reports')), false);
      assert.deepEqual(readdirSync(join(work, 'photos')), ['cat.jpg']);
      assert.deepEqual(
        readdirSync(work).filter((name) => name.startsWith('.')),
        [],
      );
    });
  }

  it('prints a table and writes a run that replays, also in a worker thread', async () => {
    const ran = await homeward('readiness', 'small.xlsx', '--out', 'made/run');
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /^readiness of small\.xlsx: 4 machines in the export, seed 1\n/);
    assert.match(ran.out, /■ BLOCKED {2}erp-db-01 .*vSnapshot!2/);
    const last = ran.out
      .trimEnd()
      .replace(/\d+ min/g, '… min')
      .split('\n')
      .slice(-6);
    assert.deepEqual(last, [
      '2 blocked · 0 unknown · 0 at risk · 1 proven',
      'score: 33.3 of 100 (of the twin, not of Azure)',
      'drills: 1 of 1 machines came home in time in all 20 drills',
      'waves: 1 wave, … min, with faults … min at p95',
      'run folder: made/run (open index.html; not signed)',
      'next: npx homeward replay made/run',
    ]);
    assert.deepEqual(readdirSync(join(work, 'made', 'run')).sort(), [
      'blockers',
      'drills.json',
      'host.json',
      'index.html',
      'index.ja.html',
      'journal.ndjson',
      'junit.xml',
      'report.cdx.json',
      'report.ja.md',
      'report.ja.pdf',
      'report.json',
      'report.md',
      'report.pdf',
      'report.sarif',
      'run.json',
      'twin.json',
    ]);
    for (const words of [[], ['--worker'], ['--drill', '20']]) {
      const { code, out } = await homeward('replay', 'made/run', '--json', ...words);
      assert.equal(code, 0);
      assert.equal(JSON.parse(out).same, true);
    }
    const none = await homeward('replay', 'made/run', '--drill', '21');
    assert.equal(none.code, 2);
    assert.match(none.err, /^error HW-RUN-DRILL: .*the seeds 1 to 20/);
    appendFileSync(join(work, 'made', 'run', 'journal.ndjson'), '{}\n');
    assert.equal((await homeward('replay', 'made/run')).code, 1);
    appendFileSync(join(work, 'made', 'run', 'twin.json'), ' ');
    const damaged = await homeward('replay', 'made/run');
    assert.equal(damaged.code, 2);
    assert.match(damaged.err, /^error HW-RUN-DAMAGED: .*twin\.json/);
  });

  it('adds each run to the history, shows the trend, and shows a repeated run the same', async () => {
    const history = ['--history', 'trend/history'];
    const ran = async (words: readonly string[], out: string) => {
      const { code, err } = await homeward('readiness', 'small.xlsx', ...words, ...history, '--out', out);
      assert.equal(code, 0, err);
      return readFileSync(join(work, out, 'report.json'), 'utf8');
    };
    const first = await ran(['--drills', '1'], 'trend/one');
    assert.doesNotMatch(first, /"history"/);
    const second = await ran(['--drills', '2'], 'trend/two');
    assert.equal(JSON.parse(second).history.runs.length, 1);
    const again = await homeward('report', 'trend/two', '--format', 'html', '--out', 'trend/again');
    assert.equal(again.code, 0, again.err);
    const page = (name: string) => readFileSync(join(work, 'trend', name, 'index.html'), 'utf8');
    assert.equal(page('again'), page('two'));
    appendFileSync(join(work, 'trend', 'history'), '{"schema":"homeward.runs/1","est');
    assert.equal(await ran(['--drills', '1'], 'trend/one'), first);
    const { code, out, err } = await homeward('history', ...history);
    assert.equal(code, 0);
    assert.match(err, /^1 line of trend\/history was cut off/);
    assert.equal(out.match(/^ +\d {2}[0-9a-f]{12} /gm)?.length, 3, out);
    const json = JSON.parse((await homeward('history', ...history, '--json')).out);
    const [estate = ''] = Object.keys(json);
    assert.match(estate, /^estate-[0-9a-f]{12}$/);
    assert.equal(json[estate].length, 3);
    const none = await homeward('history', ...history, '--estate', 'nowhere');
    assert.equal(none.code, 2);
    assert.match(none.err, /^error HW-HISTORY-NONE: .*\n.*estate-/m);
  });

  it('prints one JSON object and nothing else with --json, and ends with 1 at --fail-on', async () => {
    const { code, out } = await homeward(
      'readiness',
      'small.xlsx',
      '--out',
      'json-run',
      '--json',
      '--fail-on',
      'blocked',
    );
    assert.equal(code, 1);
    const { machines } = JSON.parse(out);
    for (const machine of machines)
      assert.deepEqual(Object.keys(machine).slice(0, 3), ['name', 'verdict', 'reasons']);
    assert.equal(machines.length, 3);
  });

  it('says that a folder is no run', async () => {
    const { code, err } = await homeward('replay', 'photos');
    assert.equal(code, 2);
    assert.match(err, /^error HW-RUN-MISSING: /);
  });

  it('shows exit codes and examples in its help', async () => {
    const { code, out } = await homeward('readiness', '--help');
    assert.equal(code, 0);
    assert.match(out, /Exit codes:[\s\S]*2 {2}bad input/);
    assert.match(out, /homeward readiness examples\/rvtools-sample\.xlsx/);
  });

  it('ends as it would when its reader leaves early', async () => {
    const out = join(work, 'unread');
    const child = begin(['readiness', 'small.xlsx', '--drills', '0', '--out', out]);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (chunk) => (err += chunk));
    const code = await new Promise((done) => child.on('close', done));
    assert.deepEqual([code, err], [0, '']);
    assert.ok(existsSync(join(out, 'run.json')));
  });
});
