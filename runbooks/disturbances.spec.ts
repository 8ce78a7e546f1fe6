import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Checkers } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate, finalState } from '../simulators/estate';
import type { RuleProfile } from '../simulators/wire';
import { roundTrip } from './round-trip';
import { sampleEstate } from './sample-estate';
import { Watch } from './watch';

const SEEDS: { readonly [P in RuleProfile]: number } = {
  'classic-2017': 80,
  'classic-2019': 20,
  modernized: 40,
};
const DISTURBANCES = 4;
const HOUR_MS = 3_600_000;
/** What may crash or stand still, in an estate of whichever profile. */
function componentsOf({ kernel, names }: Estate): string[] {
  return [
    'vault',
    'replica store',
    `configuration server ${names.managementServer}`,
    `process server ${names.managementServer}`,
    `process server ${names.processServer}`,
    `master target ${names.masterTarget}`,
    'vcenter',
    'rcm service',
  ].filter((name) => kernel.components.has(name));
}

/** Draws some crashes, stand-stills and cuts, each healed within half an hour. */
function disturb(estate: Estate): void {
  const { kernel, network, names } = estate;
  const components = componentsOf(estate);
  const draws = kernel.random('disturbances');
  for (let count = 0; count < DISTURBANCES; count += 1) {
    const at = draws.between(0, 3 * HOUR_MS);
    const lasting = draws.between(1_000, HOUR_MS / 2);
    const kind = draws.between(0, 3);
    const component = kernel.components.get(components[draws.between(0, components.length - 1)] as string);
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

/** Three machines, in every second seed one multi-VM group with transactions, over a line that may lose messages. */
function estateOf(profile: RuleProfile, seed: number): EstateDescription {
  const sample = sampleEstate({ machines: 3, writes: 40 });
  const multiVm = seed % 2 === 0;
  const machines = multiVm
    ? sample.machines.map((machine) => ({
        ...machine,
        workload: { ...machine.workload, transaction: { writes: 4, gapMs: 2_000 } },
      }))
    : sample.machines;
  const connection = { ...sample.connection, loss: (seed % 5) * 0.05 };
  return { ...sample, profile, connection, machines, groups: [{ name: 'PG1', multiVm }] };
}

describe('a round trip of three machines', () => {
  for (const profile of Object.keys(SEEDS) as RuleProfile[]) {
    it(`comes home for any of ${SEEDS[profile]} seeds of crashes, stand-stills and cuts, by the rules of ${profile}`, () => {
      for (let seed = 1; seed <= SEEDS[profile]; seed += 1) {
        const description = estateOf(profile, seed);
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
  }
});
