import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { smallEstate } from '../runbooks/small-estate';
import { kindNamed } from '../simulators/faults';
import { lotFor } from './lot';
import { drawStory } from './story';

describe('a story', () => {
  const lot = lotFor(smallEstate(), 24);
  const stories = Array.from({ length: 400 }, (_, seed) => drawStory(seed, lot)).flatMap(
    (story) => story ?? [],
  );

  it('is a function of its seed', () => {
    assert.deepEqual(drawStory(7, lot), drawStory(7, lot));
    assert.notDeepEqual(drawStory(7, lot), drawStory(8, lot));
  });

  it('has two or three faults, the first in a phase, each other soon after the one before it struck', () => {
    for (const { faults } of stories) {
      const [first, ...others] = faults;
      assert(first && 'phase' in first.when);
      assert(others.length === 1 || others.length === 2);
      others.forEach(({ when }, index) => {
        assert('nth' in when);
        assert.deepEqual([when.entry, when.nth], ['fault.began', index + 1]);
        assert((when.afterMs ?? Number.NaN) <= 600_000);
      });
    }
    assert(
      stories.some(({ faults }) => faults.length === 2) && stories.some(({ faults }) => faults.length === 3),
    );
  });

  it('tells of a process server that dies while its target does not answer, and of one who loses patience', () => {
    const pairs = stories.map(({ faults: [first, second] }) =>
      [first, second].map((each) => kindNamed(each?.fault ?? '').on).join(' / '),
    );
    assert(
      pairs.includes('master target / process server') || pairs.includes('conversation / process server'),
    );
    assert(pairs.some((pair) => pair.endsWith(' / operator')));
  });

  it('is not told where nobody waits for anybody', () => {
    assert.equal(drawStory(1, { ...lot, kinds: [] }), undefined);
  });
});
