import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { smallEstate } from '../runbooks/small-estate';
import { build } from '../simulators/estate';
import { LAYERS } from '../simulators/faults';
import type { Misuse } from '../simulators/kernel';
import { isCanary, PLANTED, plantCanary, plantNamed, unseenCanaries } from '../simulators/planted';
import { Detector, type Recorded } from './detection';
import { runOnce } from './run';

/** One run for each bug in which it was seen: written by `npm run bench -- planted --record`. */
const RECORDED = new Map(
  readFileSync(join(__dirname, 'planted.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)
    .map((recorded) => [recorded.bug, recorded]),
);

describe('planted bugs', () => {
  const detector = new Detector();

  it('are at least sixty, at least five in each layer, ten after published failures', () => {
    assert(PLANTED.length >= 60, `${PLANTED.length} bugs`);
    for (const layer of LAYERS)
      assert(PLANTED.filter((bug) => bug.layer === layer).length >= 5, `${layer} has too few`);
    assert(PLANTED.filter(({ source }) => source !== undefined).length >= 10);
    assert.equal(new Set(PLANTED.map(({ name }) => name)).size, PLANTED.length);
  });

  it('are named, and an unknown name is told what comes near', () => {
    assert.equal(plantNamed('mt-swaps-disks').layer, 'master target');
    assert.throws(
      () => plantNamed('mt-swaps'),
      (error: Misuse) => error.code === 'HW-PLANT-UNKNOWN' && error.next.includes('mt-swaps-disks'),
    );
  });

  it('stay in the estate that they are planted into', () => {
    const description = smallEstate();
    const digest = (): string => runOnce({ description, seed: 7, schedule: { faults: [] } }).digest;
    const before = digest();
    for (const bug of PLANTED) build(description, 7, [], { before: bug.plant });
    assert.equal(digest(), before);
  });

  for (const bug of PLANTED) {
    if (bug.needs !== 'no fault')
      it(`${bug.name} does no harm where nothing goes wrong`, () =>
        assert.equal(detector.undisturbed(bug), undefined));

    it(`${bug.name} is seen`, () => {
      const recorded = RECORDED.get(bug.name);
      assert(recorded, 'no run is recorded: npm run bench -- planted --only <name> --record <file>');
      const { seed, faults } = recorded;
      assert.equal(detector.at(seed, bug, faults)?.invariant, bug.breaks);
      assert.equal(detector.at(seed, undefined, faults), undefined);
    });
  }
});

describe('canary', () => {
  it('fails at its seeds and at no others', () => {
    const description = smallEstate();
    const fails = (seed: number): boolean =>
      runOnce({ description, seed, schedule: { faults: [] }, plant: plantCanary }).breach !== undefined;
    for (const seed of [99, 100, 101, 200]) assert.equal(fails(seed), isCanary(seed), `seed ${seed}`);
  });

  it('tells a campaign which of its seeds should have failed', () => {
    assert.deepEqual(unseenCanaries(1, 250, new Set([7, 100])), [200]);
  });
});
