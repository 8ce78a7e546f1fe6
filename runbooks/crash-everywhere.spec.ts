import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Checkers, type Verdict } from '../simulators/checkers';
import { build, finalState } from '../simulators/estate';
import type { Component, Proc } from '../simulators/kernel';
import type { RuleProfile } from '../simulators/wire';
import { type RoundTrip, roundTrip } from './round-trip';
import { sampleEstate } from './sample-estate';
import { Watch } from './watch';

/** Makes one round trip; `disturb` sees each step of a component before it is taken. */
function walk(
  profile: RuleProfile,
  disturb: (component: Component, proc: Proc) => void,
): {
  trip: RoundTrip;
  verdicts: readonly Verdict[];
} {
  const checkers = new Checkers();
  const estate = build({ ...sampleEstate({ machines: 1, writes: 20 }), profile }, 3, [checkers.observe]);
  const { kernel } = estate;
  kernel.beforeStep = (proc) => disturb(proc.owner as Component, proc as Proc);
  const options = { machine: 'machine-1', workMs: 900_000, restartsMax: 6, restartAfterMs: 300_000 };
  const trip = kernel.spawn(undefined, 'round trip', roundTrip(estate, new Watch(kernel), options));
  kernel.run(30 * 24 * 3_600_000, () => trip.over);
  kernel.run(kernel.now + 900_000);
  assert.ok(trip.done.settled, 'the round trip has not ended');
  return { trip: trip.done.take(), verdicts: checkers.conclude(finalState(estate)) };
}

/** How many steps each component takes in an undisturbed round trip. */
function countSteps(profile: RuleProfile): Map<string, number> {
  const steps = new Map<string, number>();
  walk(profile, (component) => steps.set(component.name, (steps.get(component.name) ?? 0) + 1));
  return steps;
}

/** Guests are left out: a crash of the machine itself loses what was not yet sent, by definition. */
function isGuest(name: string): boolean {
  return name.startsWith('vm ') || name.startsWith('azure vm ');
}

for (const profile of ['classic-2017', 'modernized'] as const)
  describe(`a round trip by the rules of ${profile}`, () => {
    const steps = [...countSteps(profile)].filter(([name]) => !isGuest(name));

    for (const [name, count] of steps) {
      it(`comes home though ${name} crashes before any one of its ${count} steps`, () => {
        for (let at = 0; at < count; at += 1) {
          let seen = 0;
          const { trip, verdicts } = walk(profile, (component) => {
            if (component.name !== name || seen++ !== at) return;
            component.kill();
            component.kernel.after(180_000, () => component.start());
          });
          assert.equal(trip.stage, 'home', `step ${at}: ${JSON.stringify(trip.job?.errors)}`);
          assert.deepEqual(
            verdicts.filter((verdict) => verdict.verdict !== 'valid'),
            [],
            `step ${at}`,
          );
        }
      });

      it(`comes home though ${name} stands still before any one of its steps`, () => {
        for (let at = 0; at < count; at += 1) {
          let seen = 0;
          const { trip, verdicts } = walk(profile, (component) => {
            if (component.name !== name || seen++ !== at) return;
            component.pause();
            component.kernel.after(180_000, () => component.resume());
          });
          assert.equal(trip.stage, 'home', `step ${at}: ${JSON.stringify(trip.job?.errors)}`);
          assert.deepEqual(
            verdicts.filter((verdict) => verdict.verdict !== 'valid'),
            [],
            `step ${at}`,
          );
        }
      });
    }
  });
