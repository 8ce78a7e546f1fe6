import assert from 'node:assert/strict';
import type { VmView } from '../drivers/views';
import type { HomewardWorld } from '../world';

/** The machine runs on the site, in the VM that it had before its failover. */
export async function keepsItsVm(world: HomewardWorld, machine: string): Promise<void> {
  assert.equal((await runningVm(world, machine)).instanceUuid, world.noted.get(machine));
}

/** The machine runs on the site, in a VM that was made for it on the host of the master target. */
export async function newVmBeside(
  world: HomewardWorld,
  machine: string,
  masterTarget: string,
  datastore: string,
): Promise<void> {
  const vm = await runningVm(world, machine);
  assert.notEqual(vm.instanceUuid, world.noted.get(machine));
  assert.deepEqual([vm.host, vm.datastore], [await world.driver.site.hostOf(masterTarget), datastore]);
}

/** Whichever copies a machine has, only the one on the site runs, and never did both. */
export async function runsOnlyOnTheSite(world: HomewardWorld, machine: string): Promise<void> {
  await runningVm(world, machine);
  assert.notEqual((await world.driver.azure.vm(machine))?.running, true);
  assert.deepEqual(world.evidence.bothRunning, []);
}

/** The Azure copy runs, and never ran together with the one on the site. */
export async function runsOnlyInAzure({ driver, evidence }: HomewardWorld, machine: string): Promise<void> {
  assert.equal((await driver.azure.vm(machine))?.running, true);
  assert.notEqual((await driver.site.vm(machine))?.running, true);
  assert.deepEqual(evidence.bothRunning, []);
}

async function runningVm({ driver }: HomewardWorld, machine: string): Promise<VmView> {
  const vm = await driver.site.vm(machine);
  assert(vm, `${machine} has no VM on the site`);
  assert(vm.running, `the VM ${vm.name} does not run`);
  assert.equal(vm.attachedTo, null);
  return vm;
}
