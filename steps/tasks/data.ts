import assert from 'node:assert/strict';
import type { DiskContents } from '../drivers/views';
import type { Traffic } from '../evidence';
import type { HomewardWorld } from '../world';
import { sameContents } from './fingerprint';
import { failOver } from './requests';

const BOOT_MS_MAX = 15 * 60_000;

/** When the machine came up on the site, its disks held what Azure's held when the Azure copy stopped. */
export function cameHomeAsAtStop(world: HomewardWorld, machine: string): void {
  sameContents(disksAtHome(world, machine), world.driver.disks.atStop(machine, 'azure'));
}

/** When the machine came up on the site, its disks held what Azure's held at the recovery point it was brought to. */
export function cameHomeAsAtPoint(world: HomewardWorld, machine: string): void {
  const point = world.evidence.recoveredAt.get(machine);
  assert(point, `${machine} was not recovered`);
  sameContents(disksAtHome(world, machine), world.driver.disks.atPoint(point));
}

export function failBackToOldest(world: HomewardWorld, machine: string): void {
  const point = world.driver.vault.item(machine)?.points[0]?.id;
  assert(point, `${machine} has no recovery point`);
  failOver(world, machine, { point });
}

/** What went over the wire is at most what was written in Azure since the failover. */
export function sentOnlyDifferences(world: HomewardWorld, machine: string): void {
  const written = world.evidence.extentsWritten(machine, 'azure');
  const { extents } = trafficOf(world, machine);
  assert(extents <= written, `${extents} extents sent, ${written} written`);
  assert(extents > 0, 'nothing was sent, so nothing was proved');
}

export function sentBytes(world: HomewardWorld, machine: string): number {
  return trafficOf(world, machine).bytes;
}

export function nothingSent(world: HomewardWorld, machine: string): void {
  const { extents, comparedBytes } = trafficOf(world, machine);
  assert.equal(extents, 0);
  assert(comparedBytes > 0, 'nothing was compared');
}

/** What went over the wire is at least all that the disks held when the first recovery point was taken. */
export function sentEverything(world: HomewardWorld, machine: string): void {
  const { vault, disks } = world.driver;
  const first = vault.item(machine)?.points[0]?.id;
  assert(first, `${machine} has no recovery point`);
  const held = disks.atPoint(first).reduce((sum, disk) => sum + disk.written(), 0);
  const { extents } = trafficOf(world, machine);
  assert(extents >= held && held > 0, `${extents} extents sent, ${held} held`);
}

function trafficOf({ driver, evidence }: HomewardWorld, machine: string): Traffic {
  const pair = driver.vault.item(machine)?.pair;
  assert(pair, `${machine} does not replicate`);
  return evidence.trafficOf(pair);
}

/** What the disks on the site held as the machine came up there; waits for that. */
function disksAtHome({ driver, evidence }: HomewardWorld, machine: string): readonly DiskContents[] {
  const up = (): boolean => evidence.runsAt(machine, 'on-premises');
  assert(driver.clock.until(up, BOOT_MS_MAX), `${machine} does not come up on the site`);
  return driver.disks.atStart(machine, 'on-premises');
}
