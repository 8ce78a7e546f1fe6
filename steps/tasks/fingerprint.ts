import assert from 'node:assert/strict';
import type { DiskContents } from '../drivers/views';
import type { HomewardWorld } from '../world';

/** Everything of an estate that a refused request must leave alone. */
export interface Fingerprint {
  /** Items, jobs, VMs, servers, addresses, groups, policies and plans in words. */
  readonly text: string;
  /** By machine: what its disks on the site hold. */
  readonly disks: ReadonlyMap<string, readonly DiskContents[]>;
}

export async function takeFingerprint({ driver }: HomewardWorld): Promise<Fingerprint> {
  const { vault, site, azure, processServers, names, disks } = driver;
  // Whole lists: each is one request, however many machines there are.
  const seen = {
    items: await vault.items(),
    jobs: await vault.jobs(),
    vms: await site.vms(),
    azureVms: await azure.vms(),
    addresses: await azure.addresses(),
    servers: [await processServers.listed(), names.processServers, names.masterTargets],
    groups: names.groups,
    policies: await vault.policies(),
    plans: await plansOf(driver),
  };
  return {
    text: JSON.stringify(seen),
    disks: new Map(names.machines.map((machine) => [machine, disks.of(machine, 'on-premises')])),
  };
}

async function plansOf({ vault, names }: HomewardWorld['driver']): Promise<unknown[]> {
  const plans: unknown[] = [];
  for (const name of names.plans) plans.push([name, await vault.plan(name)]);
  return plans;
}

/** Nothing that can be seen is different from before the last request. */
export async function nothingHasChanged(world: HomewardWorld): Promise<void> {
  const { before } = world;
  assert(before, 'nothing was asked yet');
  const now = await takeFingerprint(world);
  assert.equal(now.text, before.text);
  for (const machine of now.disks.keys()) siteDisksUnchanged(world, machine);
}

/** No block of the machine's disks on the site has changed since the last request. */
export function siteDisksUnchanged({ before, driver }: HomewardWorld, machine: string): void {
  sameContents(driver.disks.of(machine, 'on-premises'), before?.disks.get(machine) ?? []);
}

/** Disk for disk the same bytes. */
export function sameContents(got: readonly DiskContents[], expected: readonly DiskContents[]): void {
  assert.equal(got.length, expected.length, `expected ${expected.length} disks, got ${got.length}`);
  got.forEach((disk, index) => {
    assert(disk.equals(expected[index] as DiskContents), `disk ${index} differs`);
  });
}
