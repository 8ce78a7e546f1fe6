import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Tolerance } from './experiment';
import { isTolerated } from './tolerance';

const values = { byName: new Map<string, unknown>([['most', 3]]), secrets: [] };
const answer = { status: 200, body: '{"down":0,"names":["a","b"]}', headers: {} };
const named = (name: string): string => `$\{${name}}`;
const never = async (): Promise<boolean> => assert.fail('no probe judges here');

// Source: chaoslib, hypothesis.within_tolerance.
describe('a tolerance', () => {
  for (const [what, tolerance, value, met] of [
    ['a status', 200, answer, true],
    ['another status', 404, answer, false],
    ['one of several statuses', [200, 201], answer, true],
    ['two numbers around a value', [1, 3], 2, true],
    ['two numbers beside a value', [1, 3], 4, false],
    ['one of a list', ['a', 'b', 'c'], 'b', true],
    ['a text', 'up', 'up', true],
    ['a value of the configuration', named('most'), 3, true],
    ['false', false, true, false],
    ['a pattern', { type: 'regex', pattern: '"down":0', target: 'body' }, answer, true],
    [
      'a pattern that is not there',
      { type: 'regex', pattern: '"down":[1-9]', target: 'body' },
      answer,
      false,
    ],
    [
      'a path with what is expected',
      { type: 'jsonpath', path: '$.down', expect: 0, target: 'body' },
      answer,
      true,
    ],
    [
      'a path with something else',
      { type: 'jsonpath', path: '$.down', expect: 1, target: 'body' },
      answer,
      false,
    ],
    [
      'a path to several',
      { type: 'jsonpath', path: '$.names[*]', expect: ['a', 'b'], target: 'body' },
      answer,
      true,
    ],
    ['a path, counted', { type: 'jsonpath', path: '$.names[*]', count: 3, target: 'body' }, answer, false],
    ['a path to nothing', { type: 'jsonpath', path: '$.up', target: 'body' }, answer, false],
    ['a range', { type: 'range', range: [200, 299], target: 'status' }, answer, true],
    ['a range, missed', { type: 'range', range: [300, 399], target: 'status' }, answer, false],
  ] as readonly (readonly [string, Tolerance, unknown, boolean])[])
    it(`${what}: ${met ? 'met' : 'not met'}`, async () => {
      assert.equal(await isTolerated(tolerance, value, values, never), met);
    });

  it('may be a probe that judges', async () => {
    const probe = { type: 'probe', name: 'judge', provider: { type: 'process', path: 'true' } } as Tolerance;
    for (const met of [true, false])
      assert.equal(
        await isTolerated(probe, answer, values, async (_of, value) => value === answer && met),
        met,
      );
  });
});
