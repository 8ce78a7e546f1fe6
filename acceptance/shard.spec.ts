import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readShard, shardOf } from './shard';

const scenarios = fc.uniqueArray(
  fc.record({
    place: fc.constantFrom('features/a.feature', 'features/b.feature', 'c.feature'),
    line: fc.nat(500),
  }),
  { selector: ({ place, line }) => `${place}:${line}` },
);

describe('shards', () => {
  it('for any suite: each scenario is in one shard, two shards differ by one scenario at most', () => {
    fc.assert(
      fc.property(scenarios, fc.integer({ min: 1, max: 9 }), (all, total) => {
        const shards = Array.from({ length: total }, (_none, at) => shardOf(all, { index: at + 1, total }));
        const places = shards.flat().map(({ place, line }) => `${place}:${line}`);
        assert.equal(new Set(places).size, all.length);
        assert.equal(places.length, all.length);
        const sizes = shards.map(({ length }) => length);
        assert(Math.max(...sizes) - Math.min(...sizes) <= 1);
      }),
    );
  });

  it('for any order of the files: a shard is the same', () => {
    fc.assert(
      fc.property(scenarios, fc.integer({ min: 1, max: 5 }), (all, total) => {
        assert.deepEqual(shardOf(all.toReversed(), { index: 1, total }), shardOf(all, { index: 1, total }));
      }),
    );
  });

  it('are read as i/n, and nothing else is', () => {
    assert.deepEqual(readShard('2/4'), { index: 2, total: 4 });
    for (const text of ['5/3', '0/3', '1', '1/0', '-1/3', 'a/b', '1/3/5', ''])
      assert.throws(() => readShard(text), { code: 'HW-ACCEPT-SHARD' }, text);
  });
});
