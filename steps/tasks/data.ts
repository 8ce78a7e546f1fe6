import assert from 'node:assert/strict';
import type { DiskContents } from '../drivers/views';
import type { Traffic } from '../evidence';
import type { HomewardWorld } from '../world';
import { sameContents } from './fingerprint';
import { failOver } from './requests';

const BOOT_MS_MAX = 15 * 60_000;

/** When the machine came up on the site, its disks held what Azure's held when the Azure copy stopped. */
export async function cameHomeAsAtStop(world: HomewardWorld, machine: string): Promise<void> {
  sameContents(await disksAtHome(world, machine), world.driver.disks.atStop(machine, 'azure'));
}

/** When the machine came up on the site, its disks held what Azure's held at the recovery point it was brought to. */
export async function cameHomeAsAtPoint(world: HomewardWorld, machine: string): Promise<void> {
  const point = world.evidence.recoveredAt.get(machine);
  assert(point, `${machine} was not recovered`);
  sameContents(await disksAtHome(world, machine), world.driver.disks.atPoint(point));
}

/** The points at which the machines were recovered last are one common point of their group. */
export function recoveredAtOnePoint({ evidence, machines }: HomewardWorld): void {
  const groups = machines.map((machine) => evidence.commonPointOf(evidence.recoveredAt.get(machine) ?? ''));
  assert(groups[0], 'the first machine was not recovered at a common point');
  assert.equal(new Set(groups).size, 1, groups.join(', '));
}

/** The newest point that all machines have in common: for each the one of its own that belongs to it; none where there is none. */
export async function latestCommonPoint({
  driver,
  evidence,
  machines,
}: HomewardWorld): Promise<Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const machine of machines) {
    for (const { id, common } of await driver.vault.points(machine)) {
      const name = common ? evidence.commonPointOf(id) : undefined;
      if (name !== undefined) found.set(name, (found.get(name) ?? new Map()).set(machine, id));
    }
  }
  return [...found.values()].findLast((points) => points.size === machines.length) ?? new Map();
}

export async function failBackToOldest(
  world: HomewardWorld,
  machine: string,
  shutDown = true,
): Promise<void> {
  const point = (await world.driver.vault.points(machine))[0]?.id;
  assert(point, `${machine} has no recovery point`);
  await failOver(world, machine, { point, shutDown });
}

/** What went over the wire is at most what was written in Azure since the failover. */
export async function sentOnlyDifferences(world: HomewardWorld, machine: string): Promise<void> {
  const written = world.evidence.extentsWritten(machine, 'azure');
  const { extents } = trafficOf(world, machine);
  assert(extents <= written, `${extents} extents sent, ${written} written`);
  assert(extents > 0, 'nothing was sent, so nothing was proved');
}

export async function sentBytes(world: HomewardWorld, machine: string): Promise<number> {
  return trafficOf(world, machine).bytes;
}

export async function nothingSent(world: HomewardWorld, machine: string): Promise<void> {
  const { extents, comparedBytes } = trafficOf(world, machine);
  assert.equal(extents, 0);
  assert(comparedBytes > 0, 'nothing was compared');
}

/** What went over the wire is at least all that the disks held when the first recovery point was taken. */
export async function sentEverything(world: HomewardWorld, machine: string): Promise<void> {
  const { vault, disks } = world.driver;
  const first = (await vault.points(machine))[0]?.id;
  assert(first, `${machine} has no recovery point`);
  const held = disks.atPoint(first).reduce((sum, disk) => sum + disk.written(), 0);
  const { extents } = trafficOf(world, machine);
  assert(extents >= held && held > 0, `${extents} extents sent, ${held} held`);
}

function trafficOf({ evidence }: HomewardWorld, machine: string): Traffic {
  const pair = evidence.pairOf(machine);
  assert(pair, `${machine} does not replicate`);
  return evidence.trafficOf(pair);
}

/** What the disks on the site held as the machine came up there; waits for that. */
async function disksAtHome(
  { driver, evidence }: HomewardWorld,
  machine: string,
): Promise<readonly DiskContents[]> {
  const up = (): boolean => evidence.runsAt(machine, 'on-premises');
  const watch = [{ kind: 'guest.running', subject: machine }] as const;
  assert(await driver.clock.until(up, BOOT_MS_MAX, watch), `${machine} does not come up on the site`);
  return driver.disks.atStart(machine, 'on-premises');
}
