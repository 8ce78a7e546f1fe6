import assert from 'node:assert/strict';
import type { HomewardWorld } from '../world';

/** Longer than from one common point to the next. */
const NEXT_MS_MAX = 20 * 60_000;
/** Shorter than that, and what is left of it. */
const BEFORE_MS = 296_000;
const AROUND_MS = 8_000;
/** A machine is caught within a few milliseconds of the others: some write falls between. */
const EVERY_MS = 1;

/** Every machine writes without pause while the next common point is taken; returns when all have it. */
export async function writeAcrossPoint(world: HomewardWorld): Promise<void> {
  const { driver, machines } = world;
  const [first = ''] = machines;
  await nextPointAt(world, [first]);
  await driver.clock.run(BEFORE_MS);
  for (const machine of machines) driver.disks.keepWriting(machine, 'azure', EVERY_MS, AROUND_MS);
  await nextPointAt(world, machines);
}

/** Runs until the machines are caught at their next common point; its data may still be on their way. */
export async function nextCatch({ driver, evidence, machines }: HomewardWorld): Promise<void> {
  const before = machines.map((machine) => evidence.caughtAt.get(machine));
  const caught = (): boolean =>
    machines.every((machine, index) => evidence.caughtAt.get(machine) !== before[index]);
  assert(await driver.clock.until(caught, NEXT_MS_MAX, ['agent.drained']), 'no common point was taken');
}

/** Runs until each of `machines` has a common point that it had not before. */
export async function nextPointAt(world: HomewardWorld, machines: readonly string[]): Promise<void> {
  const before = await newestOf(world, machines);
  const there = async (): Promise<boolean> =>
    (await newestOf(world, machines)).every((point, index) => point !== before[index]);
  assert(await world.driver.clock.until(there, NEXT_MS_MAX, ['point.made']), 'no common point arrived');
}

/** The newest common points of machines, of those that the vault has. */
export async function newestOf(
  { driver, evidence }: HomewardWorld,
  machines: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const newest: (string | undefined)[] = [];
  for (const machine of machines) {
    const points = await driver.vault.points(machine);
    newest.push(points.map(({ id }) => evidence.commonPointOf(id)).findLast((name) => name !== undefined));
  }
  return newest;
}
