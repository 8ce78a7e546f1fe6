import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hashText, mix, Randomness, Stream } from './random';

describe('random', () => {
  // Reference values: FNV-1a, 32 bits (Fowler, Noll, Vo); fmix32 of MurmurHash3 (Appleby).
  it('hashes texts as FNV-1a does', () => {
    for (const [text, hash] of [
      ['', 0x811c9dc5],
      ['a', 0xe40c292c],
      ['foobar', 0xbf9cf968],
    ] as const)
      assert.equal(hashText(text) >>> 0, hash);
  });

  it('mixes as MurmurHash3 does', () => {
    for (const [value, mixed] of [
      [0, 0],
      [1, 0x514e28b7],
      [0xffffffff, 0x81f16f39],
    ] as const)
      assert.equal(mix(value) >>> 0, mixed);
  });

  it('draws in each release what a seed has always drawn: recorded seeds replay', () => {
    const draws = new Randomness(2 ** 33 + 7).stream('replay');
    assert.deepEqual(
      [draws.bits(), draws.fraction(), draws.between(10, 99), draws.guid()],
      [701_967_313, 0.9021531993057579, 56, 'a98f346a-bd8a-4889-bd28-7c776c185d6d'],
    );
  });

  it('for any bounds, draws from the lowest to the highest and nothing else', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(3), (seed, low, span) => {
        const draws = new Randomness(seed).stream('bounds');
        const seen = new Set(Array.from({ length: 200 }, () => draws.between(low, low + span)));
        assert.deepEqual(
          [...seen].sort((a, b) => a - b),
          Array.from({ length: span + 1 }, (_, at) => low + at),
        );
      }),
      { seed: 1 },
    );
  });

  it('for any seed, never happens with chance 0 and always with chance 1', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draws = new Randomness(seed).stream('chance');
        for (let draw = 0; draw < 20; draw += 1)
          assert.deepEqual([draws.chance(0), draws.chance(1)], [false, true]);
      }),
      { seed: 1 },
    );
  });

  it('does not happen with chance 0 even when the lowest number is drawn', () => {
    const lowest = (): Stream => new Stream(mix(0x9e3779b9));
    assert.equal(lowest().bits(), 0);
    assert.equal(lowest().chance(0), false);
  });

  it('goes on with a stream that is asked for again', () => {
    const randomness = new Randomness(3);
    const first = randomness.stream('x').bits();
    assert.equal(randomness.stream('x'), randomness.stream('x'));
    assert.notEqual(randomness.stream('x').bits(), first);
  });
});
