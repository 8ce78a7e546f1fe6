import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { EarlierRun } from '../../readiness';
import { RunHistory } from './history';

const ROOT = resolve(__dirname, '..', '..');

const run = (id: string): EarlierRun => ({
  id,
  exportedAt: null,
  counts: { proven: 1, 'at risk': 0, blocked: 2, unknown: 0 },
  score: { low: 33.3, high: 33.3 },
  rtoP95Ms: 144_325,
  findings: { 'HW-RULE-POWER': 1, ルール: 1 },
});

describe('a history of runs', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-history-'));
  });
  after(() => rmSync(work, { recursive: true }));
  const ids = (path: string, estate = 'site'): readonly string[] =>
    new RunHistory(path).of(estate).map(({ id }) => id);

  it('keeps the runs of each estate in their order, in a folder that is made for it', () => {
    const path = join(work, 'runs', 'history');
    const history = new RunHistory(path);
    assert.deepEqual([history.torn, history.estates], [0, []]);
    history.add('site-b', run('1'));
    history.add('site-a', run('2'));
    history.add('site-b', run('3'));
    assert.deepEqual(ids(path, 'site-b'), ['1', '3']);
    assert.deepEqual(new RunHistory(path).of('site-a'), [run('2')]);
    assert.deepEqual(new RunHistory(path).estates, ['site-a', 'site-b']);
  });

  it('shows a run that is repeated what it was shown first, and each run once', () => {
    const path = join(work, 'repeated');
    for (const id of ['1', '1', '2', '3', '2']) new RunHistory(path).add('site', run(id));
    const before = (id: string) => new RunHistory(path).before('site', id).map((each) => each.id);
    assert.deepEqual(before('1'), []);
    assert.deepEqual(before('3'), ['1', '2']);
    assert.deepEqual(before('4'), ['1', '2', '3']);
  });

  it('passes over a line that was cut off after any byte, says so, and goes on after it', () => {
    const path = join(work, 'cut');
    new RunHistory(path).add('site', run('1'));
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, Buffer.concat([whole, whole.subarray(0, length)]));
      const cut = new RunHistory(path);
      // A whole line that lacks its end only is no loss.
      const lost = length > 0 && length < whole.length - 1 ? 1 : 0;
      const kept = length === whole.length - 1 ? ['1', '1'] : ['1'];
      assert.deepEqual([cut.torn, ids(path)], [lost, kept], `${length} bytes`);
      cut.add('site', run('2'));
      assert.deepEqual(ids(path), [...kept, '2'], `${length} bytes`);
    }
  });

  it('loses no run that was added, however often its writers are killed', async () => {
    const path = join(work, 'killed');
    const added: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const writers = ['a', 'b'].map((name) => writer(path, `${round}${name}`, added));
      await Promise.all(writers.map(({ began }) => began));
      await new Promise((done) => setTimeout(done, 20 + 37 * round));
      for (const { child } of writers) child.kill('SIGKILL');
      await Promise.all(writers.map(({ ended }) => ended));
      const known = new Set(ids(path));
      for (const id of added) assert.ok(known.has(id), `${id} is lost`);
    }
    assert.ok(added.length > 6, `only ${added.length} runs were added`);
    assert.ok(new RunHistory(path).torn <= 6);
  });

  it('refuses a file that holds something else, and leaves it alone', () => {
    const path = join(work, 'other');
    for (const text of ['hello\n', '{"a":1}\n', '[1]\n', '{"schema":"homeward.history/1","run":1}\n']) {
      writeFileSync(path, text);
      assert.throws(() => new RunHistory(path), { code: 'HW-HISTORY' }, text);
      assert.equal(readFileSync(path, 'utf8'), text);
    }
    assert.throws(() => new RunHistory(work), { code: 'HW-HISTORY' });
    appendFileSync(join(work, 'file'), '');
    assert.throws(() => new RunHistory(join(work, 'file', 'history')).add('site', run('1')), {
      code: 'HW-HISTORY',
    });
  });

  /** A process that adds runs one after the other, and says of each when it is on the disk. */
  const writer = (path: string, name: string, added: string[]) => {
    const script = `
      const { RunHistory } = require(${JSON.stringify(join(__dirname, 'history'))});
      const { writeSync } = require('node:fs');
      const run = ${JSON.stringify(run(''))};
      for (let at = 0; ; at += 1) {
        const id = '${name}-' + at;
        new RunHistory(${JSON.stringify(path)}).add('site', { ...run, id });
        writeSync(1, id + '\\n');
      }`;
    const register = join(ROOT, 'node_modules', 'ts-node', 'register');
    const env = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    const child = spawn(process.execPath, ['-r', register, '-e', script], { env, cwd: ROOT });
    let text = '';
    const began = new Promise<void>((done) => {
      child.stdout.on('data', (chunk) => {
        text += chunk;
        done();
      });
    });
    const ended = new Promise<void>((done) => {
      child.on('close', () => {
        added.push(...text.split('\n').slice(0, -1));
        done();
      });
    });
    return { child, began, ended };
  };
});
