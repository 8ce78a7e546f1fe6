import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Checkers, type Verdict } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate, finalState } from '../simulators/estate';
import { type RoundTrip, roundTrip } from './round-trip';
import { sampleEstate } from './sample-estate';
import { Watch } from './watch';

interface Outcome {
  readonly estate: Estate;
  readonly journal: string;
  readonly trips: readonly RoundTrip[];
  readonly verdicts: readonly Verdict[];
}

function travel(
  description: EstateDescription,
  seed: number,
  prepare: (estate: Estate) => void = () => {},
): Outcome {
  const checkers = new Checkers();
  const estate = build(description, seed, [checkers.observe]);
  let journal = '';
  estate.kernel.journal.writeTo((chunk) => {
    journal += chunk;
  });
  prepare(estate);
  const watch = new Watch(estate.kernel);
  const trips = description.machines.map(({ name }) => {
    const options = { machine: name, workMs: 1_200_000, restartsMax: 3, restartAfterMs: 600_000 };
    return estate.kernel.spawn(undefined, `round trip of ${name}`, roundTrip(estate, watch, options));
  });
  estate.kernel.run(30 * 24 * 3_600_000, () => trips.every((trip) => trip.over));
  estate.kernel.journal.digest();
  return {
    estate,
    journal,
    trips: trips.map((trip) => trip.done.take()),
    verdicts: checkers.conclude(finalState(estate)),
  };
}

const broken = ({ verdicts }: Outcome): readonly Verdict[] =>
  verdicts.filter((verdict) => verdict.verdict === 'invalid');

describe('a round trip', () => {
  it('gives the same journal, byte for byte, for the same seed', () => {
    const description = sampleEstate({ machines: 3, writes: 30 });
    const [one, two, other] = [travel(description, 1), travel(description, 1), travel(description, 2)];
    assert.ok(one.journal.length > 10_000);
    assert.equal(one.journal, two.journal);
    assert.equal(one.estate.kernel.orderDigest, two.estate.kernel.orderDigest);
    assert.notEqual(one.journal, other.journal);
  });

  it('brings many machines home at once, all of them writing', () => {
    const outcome = travel(sampleEstate({ machines: 25, writes: 40 }), 11);
    assert.deepEqual([...new Set(outcome.trips.map((trip) => trip.stage))], ['home']);
    assert.deepEqual(broken(outcome), []);
  });

  it('brings machines home over a link that loses every fifth message', () => {
    const description = sampleEstate({ machines: 2, writes: 40 });
    const outcome = travel({ ...description, connection: { ...description.connection, loss: 0.2 } }, 4);
    assert.deepEqual(
      outcome.trips.map((trip) => trip.stage),
      ['home', 'home'],
    );
    assert.deepEqual(broken(outcome), []);
  });

  it('catches the machines of a multi-VM group at common points', () => {
    const description = sampleEstate({ machines: 3, writes: 200 });
    const outcome = travel({ ...description, groups: [{ name: 'PG1', multiVm: true }] }, 6);
    assert.deepEqual(
      outcome.trips.map((trip) => trip.stage),
      ['home', 'home', 'home'],
    );
    assert.deepEqual(broken(outcome), []);
    assert.match(outcome.journal, /"k":"point\.made"[^\n]*"group":"PG1/);
  });

  it('sends only what changed to the VM that was kept', () => {
    const { journal } = travel(sampleEstate({ machines: 1, writes: 20 }), 8);
    const sent = [
      ...journal.matchAll(/"k":"agent\.sent".*?"pair":"machine-1\/to-site-1".*?"extents":(\d+)/g),
    ];
    const extents = sent.reduce((sum, match) => sum + Number(match[1]), 0);
    const written = journal
      .split('\n')
      .filter((line) => line.includes('"k":"guest.write"') && line.includes('"copy":"azure"'));
    assert.ok(
      extents > 0 && extents <= written.length * 8,
      `${extents} extents sent for ${written.length} writes of 8`,
    );
  });

  it('costs no more on a disk a hundred times as large', () => {
    const [small, large] = [40, 4_000].map((gib) => {
      return travel(sampleEstate({ machines: 1, writes: 20, diskBytes: gib * 2 ** 30 }), 8, (estate) => {
        estate.network.links.get(estate.names.internet)?.setBandwidth(1e9);
        estate.network.links.get('site lan')?.setBandwidth(1e9);
      });
    });
    const steps = [small, large].map((outcome) => outcome?.estate.kernel.steps ?? 0) as [number, number];
    assert.ok(steps[1] < steps[0] * 1.5, `${steps[0]} steps on 40 GiB, ${steps[1]} on 4,000 GiB`);
  });
});
