import assert from 'node:assert/strict';
import type { HomewardWorld } from '../world';
import { minutes } from './jobs';

/** The replication's health comes to what is expected, in time. */
export function healthTurns(
  { driver }: HomewardWorld,
  machine: string,
  health: string,
  withinMs: number,
): void {
  const { clock, vault } = driver;
  const turned = (): boolean => vault.item(machine)?.health === health;
  assert(
    clock.until(turned, withinMs),
    `the health of ${machine} is ${vault.item(machine)?.health} after ${minutes(withinMs)}, expected ${health}`,
  );
}

/** The health is what is expected, and does not change for so long. */
export function healthStays(
  { driver, evidence }: HomewardWorld,
  machine: string,
  health: string,
  durationMs: number,
): void {
  const changes = (): number => evidence.health.get(machine)?.length ?? 0;
  const before = changes();
  driver.clock.run(durationMs);
  assert.equal(driver.vault.item(machine)?.health, health);
  assert.equal(changes(), before, `the health changed: ${evidence.health.get(machine)?.join(', ')}`);
}

/** How long ago the newest recovery point was taken: the RPO. */
export function pointAgeMs({ driver }: HomewardWorld, machine: string): number {
  const point = driver.vault.item(machine)?.points.at(-1);
  assert(point, `${machine} has no recovery point`);
  return driver.clock.nowMs - point.takenAtMs;
}

/** How long ago the newest point was taken that the machine has in common with the others of its group. */
export function commonPointAgeMs({ driver }: HomewardWorld, machine: string): number {
  const { vault, clock } = driver;
  const point = vault.item(machine)?.points.findLast(({ group }) => group !== null);
  assert(point, `${machine} has no common point`);
  return clock.nowMs - point.takenAtMs;
}
