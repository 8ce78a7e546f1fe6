import assert from 'node:assert/strict';
import type { HomewardWorld } from '../world';
import { minutes } from './jobs';

/** The replication's health comes to what is expected, in time. */
export async function healthTurns(
  { driver }: HomewardWorld,
  machine: string,
  health: string,
  withinMs: number,
): Promise<void> {
  const { clock, vault } = driver;
  let got: string | undefined;
  const turned = async (): Promise<boolean> => {
    got = (await vault.item(machine))?.health;
    return got === health;
  };
  assert(
    await clock.until(turned, withinMs, [{ kind: 'health.changed', subject: machine }]),
    `the health of ${machine} is ${got} after ${minutes(withinMs)}, expected ${health}`,
  );
}

/** The health is what is expected, and does not change for so long. */
export async function healthStays(
  { driver, evidence }: HomewardWorld,
  machine: string,
  health: string,
  durationMs: number,
): Promise<void> {
  const changes = (): number => evidence.health.get(machine)?.length ?? 0;
  const before = changes();
  await driver.clock.run(durationMs);
  assert.equal((await driver.vault.item(machine))?.health, health);
  assert.equal(changes(), before, `the health changed: ${evidence.health.get(machine)?.join(', ')}`);
}

/** How long ago the newest recovery point was taken: the RPO. */
export async function pointAgeMs({ driver }: HomewardWorld, machine: string): Promise<number> {
  const point = (await driver.vault.points(machine)).at(-1);
  assert(point, `${machine} has no recovery point`);
  return driver.clock.nowMs - point.takenAtMs;
}

/** In time a recovery point comes that is younger than `ageMs`. */
export async function pointIsYounger(
  world: HomewardWorld,
  machine: string,
  ageMs: number,
  withinMs: number,
): Promise<void> {
  const young = async (): Promise<boolean> => (await pointAgeMs(world, machine)) < ageMs;
  const watch = [{ kind: 'point.made', subject: machine }] as const;
  assert(await world.driver.clock.until(young, withinMs, watch), `no such point of ${machine}`);
}

/** How long ago the newest point was taken that the machine has in common with the others of its group. */
export async function commonPointAgeMs({ driver }: HomewardWorld, machine: string): Promise<number> {
  const { vault, clock } = driver;
  const point = (await vault.points(machine)).findLast(({ common }) => common);
  assert(point, `${machine} has no common point`);
  return clock.nowMs - point.takenAtMs;
}
