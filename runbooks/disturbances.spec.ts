import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Checkers } from '../simulators/checkers';
import { build, type Estate, finalState } from '../simulators/estate';
import { roundTrip } from './round-trip';
import { sampleEstate } from './sample-estate';
import { Watch } from './watch';

const SEEDS = 80;
const DISTURBANCES = 4;
const HOUR_MS = 3_600_000;
const COMPONENTS = [
  'vault',
  'replica store',
  'configuration server management-server',
  'process server management-server',
  'process server ps-azure-01',
  'master target mt-01',
  'vcenter',
];

/** Draws some crashes, stand-stills and cuts, each healed within half an hour. */
function disturb({ kernel, network, names }: Estate): void {
  const draws = kernel.random('disturbances');
  for (let count = 0; count < DISTURBANCES; count += 1) {
    const at = draws.between(0, 3 * HOUR_MS);
    const lasting = draws.between(1_000, HOUR_MS / 2);
    const kind = draws.between(0, 3);
    const component = kernel.components.get(COMPONENTS[draws.between(0, COMPONENTS.length - 1)] as string);
    const link = network.links.get(kind === 2 ? names.connection : names.internet);
    const [begin, heal] =
      kind === 0
        ? [() => component?.kill(), () => component?.start()]
        : kind === 1
          ? [() => component?.pause(), () => component?.resume()]
          : [() => link?.setUp(false), () => link?.setUp(true)];
    kernel.after(at, () => {
      begin();
      kernel.after(lasting, heal);
    });
  }
}

describe('a round trip of three machines', () => {
  it(`comes home for any of ${SEEDS} seeds of crashes, stand-stills and cuts, and breaks no invariant`, () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const sample = sampleEstate({ machines: 3, writes: 40 });
      const connection = { ...sample.connection, loss: (seed % 5) * 0.05 };
      const description = { ...sample, connection, groups: [{ name: 'PG1', multiVm: seed % 2 === 0 }] };
      const checkers = new Checkers();
      const estate = build(description, seed, [checkers.observe]);
      disturb(estate);
      const watch = new Watch(estate.kernel);
      const trips = description.machines.map(({ name }) => {
        const options = { machine: name, workMs: 600_000, restartsMax: 20, restartAfterMs: 600_000 };
        return estate.kernel.spawn(undefined, 'round trip', roundTrip(estate, watch, options));
      });
      estate.kernel.run(30 * 24 * HOUR_MS, () => trips.every((trip) => trip.over));
      estate.kernel.run(estate.kernel.now + 2 * HOUR_MS);
      assert.deepEqual(
        trips.map((trip) => trip.over && trip.done.take().stage),
        ['home', 'home', 'home'],
        `seed ${seed}`,
      );
      const broken = checkers.conclude(finalState(estate)).filter((verdict) => verdict.verdict !== 'valid');
      assert.deepEqual(broken, [], `seed ${seed}`);
    }
  });
});
