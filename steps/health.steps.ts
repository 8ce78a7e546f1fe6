import assert from 'node:assert/strict';
import { Then } from '@cucumber/cucumber';
import { commonPointAgeMs, healthStays, healthTurns, pointAgeMs, pointIsYounger } from './tasks/health';
import type { HomewardWorld } from './world';

Then(
  'the health of {machine} turns {health} within {duration}',
  async function (this: HomewardWorld, machine: string, health: string, withinMs: number) {
    await healthTurns(this, machine, health, withinMs);
  },
);

Then(
  'the health of {machine} stays {health} for {duration}',
  async function (this: HomewardWorld, machine: string, health: string, durationMs: number) {
    await healthStays(this, machine, health, durationMs);
  },
);

Then(
  'the newest recovery point of {machine} is older than {duration}',
  async function (this: HomewardWorld, machine: string, ageMs: number) {
    assert((await pointAgeMs(this, machine)) > ageMs);
  },
);

Then(
  'the newest common point of {machine} is younger than {duration}',
  async function (this: HomewardWorld, machine: string, ageMs: number) {
    assert((await commonPointAgeMs(this, machine)) < ageMs);
  },
);

Then(
  'the newest recovery point of {machine} is younger than {duration} within {duration}',
  async function (this: HomewardWorld, machine: string, ageMs: number, withinMs: number) {
    await pointIsYounger(this, machine, ageMs, withinMs);
  },
);

Then(
  'the health of {machine} names {code}',
  async function (this: HomewardWorld, machine: string, code: string) {
    assert((await this.driver.vault.item(machine))?.healthErrors.includes(code));
  },
);
