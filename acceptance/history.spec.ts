import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Changes, History } from './history';
import type { ScenarioResult } from './tally';

const LETTERS = ['a', 'b', 'c'];
const scenarios = LETTERS.map((title, at) => ({
  uri: 'x.feature',
  place: 'x.feature',
  line: at + 1,
  title,
  key: `x.feature › ${title}`,
}));

/** Those that passed, and those that failed; the others did not run. */
const results = (passed: string, failed: string): ScenarioResult[] =>
  [...passed, ...failed].map((title) => ({
    place: 'x.feature',
    line: LETTERS.indexOf(title) + 1,
    feature: 'X',
    title,
    status: failed.includes(title) ? 'failed' : 'passed',
    attempts: 1,
    tookMs: 5,
    failure: failed.includes(title)
      ? {
          expected: 'Then it works',
          at: 'x.feature:2',
          happened: 'it did not\n  at all',
          virtualMs: 0,
          seed: 1,
          fired: [],
          unfired: [],
          again: '',
        }
      : null,
  }));

describe('a history', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-history-'));
  });
  after(() => rmSync(work, { recursive: true }));

  const add = (file: string, passed: string, failed: string, profile = 'sdk'): Changes =>
    new History(join(work, file)).add({
      version: '1',
      profile,
      shard: undefined,
      scenarios,
      results: results(passed, failed),
    });
  const told = ({ newFailures, stillFailing, mended }: Changes): readonly string[] =>
    [newFailures, stillFailing, mended].map((keys) => keys.map((key) => key.at(-1)).join(''));

  it('tells what fails newly, still, and no more', () => {
    assert.deepEqual(told(add('changes', 'ab', 'c')), ['c', '', '']);
    assert.deepEqual(told(add('changes', 'a', 'bc')), ['b', 'c', '']);
    assert.deepEqual(told(add('changes', 'abc', '')), ['', '', 'bc']);
    assert.deepEqual(told(add('changes', 'abc', '')), ['', '', '']);
  });

  it('compares a scenario that the last run left out with the last that had it', () => {
    add('shards', '', 'a');
    assert.deepEqual(told(add('shards', 'bc', '')), ['', '', '']);
    assert.deepEqual(told(add('shards', '', 'a')), ['', 'a', '']);
  });

  it('keeps profiles apart, and counts their runs together', () => {
    assert.equal(add('profiles', '', 'a').run, 1);
    const second = add('profiles', '', 'a', 'direct');
    assert.deepEqual([second.run, told(second)], [2, ['a', '', '']]);
  });

  it('gives the same outcome the same id, and no line a date', () => {
    const first = add('ids', 'ab', 'c');
    assert.equal(add('ids', 'ab', 'c').id, first.id);
    assert.notEqual(add('ids', 'abc', '').id, first.id);
    const text = readFileSync(join(work, 'ids'), 'utf8');
    assert.equal(text.split('\n').length, 4);
    assert(!/20\d\d-/.test(text));
  });

  it('passes over a line that was cut off, and goes on after it', () => {
    add('cut', '', 'a');
    appendFileSync(join(work, 'cut'), '{"schema":"homeward.history/1","ru');
    assert.deepEqual(told(add('cut', 'b', 'a')), ['', 'a', '']);
    assert.deepEqual(told(add('cut', 'a', '')), ['', '', 'a']);
  });

  it('refuses a file that holds something else, and leaves it alone', () => {
    const path = join(work, 'other');
    for (const text of ['hello\n', '{"a":1}\n', '[1]\n']) {
      writeFileSync(path, text);
      assert.throws(() => new History(path), { code: 'HW-ACCEPT-HISTORY' }, text);
      assert.equal(readFileSync(path, 'utf8'), text);
    }
    assert.throws(() => new History(work), { code: 'HW-ACCEPT-HISTORY' });
  });
});
