import assert from 'node:assert/strict';
import { Then } from '@cucumber/cucumber';
import { commonPointAgeMs, healthStays, healthTurns, pointAgeMs } from './tasks/health';
import type { HomewardWorld } from './world';

Then(
  'the health of {machine} turns {health} within {duration}',
  function (this: HomewardWorld, machine: string, health: string, withinMs: number) {
    healthTurns(this, machine, health, withinMs);
  },
);

Then(
  'the health of {machine} stays {health} for {duration}',
  function (this: HomewardWorld, machine: string, health: string, durationMs: number) {
    healthStays(this, machine, health, durationMs);
  },
);

Then(
  'the newest recovery point of {machine} is older than {duration}',
  function (this: HomewardWorld, machine: string, ageMs: number) {
    assert(pointAgeMs(this, machine) > ageMs);
  },
);

Then(
  'the newest common point of {machine} is younger than {duration}',
  function (this: HomewardWorld, machine: string, ageMs: number) {
    assert(commonPointAgeMs(this, machine) < ageMs);
  },
);

Then(
  'the newest recovery point of {machine} is younger than {duration} within {duration}',
  function (this: HomewardWorld, machine: string, ageMs: number, withinMs: number) {
    assert(this.driver.clock.until(() => pointAgeMs(this, machine) < ageMs, withinMs));
  },
);

Then('the health of {machine} names {code}', function (this: HomewardWorld, machine: string, code: string) {
  assert(this.driver.vault.item(machine)?.healthErrors.includes(code));
});
