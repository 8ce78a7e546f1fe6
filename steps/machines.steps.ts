import assert from 'node:assert/strict';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { physicalRunsInAzure } from './tasks/physical';
import { keepsItsVm, newVmBeside } from './tasks/places';
import { bring, bringAside, bringHome, bringHomeAgain, comesTo } from './tasks/stages';
import type { HomewardWorld } from './world';

Given('an estate with the machines', function (this: HomewardWorld, table: DataTable) {
  const draft = this.describing();
  for (const row of table.hashes()) draft.addMachine(row);
});

Given('{machine} is {state}', async function (this: HomewardWorld, machine: string, state: string) {
  await bring(this, [machine], state);
});

Given('every machine is {state}', async function (this: HomewardWorld, state: string) {
  await bring(this, this.machines, state);
});

Given(
  '{machine} is brought to be {state} meanwhile',
  async function (this: HomewardWorld, machine: string, state: string) {
    await bringAside(this, machine, state);
  },
);

Given('{machine} has come home', async function (this: HomewardWorld, machine: string) {
  await bringHome(this, [machine]);
});

When('{machine} comes to be {state}', async function (this: HomewardWorld, machine: string, state: string) {
  await bring(this, [machine], state);
});

When(
  '{machine} goes to Azure and comes home once more',
  async function (this: HomewardWorld, machine: string) {
    await bringHomeAgain(this, [machine]);
  },
);

Given('the physical server {machine} runs in Azure', async function (this: HomewardWorld, machine: string) {
  await physicalRunsInAzure(this, machine);
});

Given('the VM of {machine} was deleted', async function (this: HomewardWorld, machine: string) {
  await this.driver.site.deleteVm(machine);
});

When(
  'the operator mounts {datastore} on {host}',
  async function (this: HomewardWorld, datastore: string, host: string) {
    await this.driver.site.mountDatastore(datastore, host);
  },
);

Given('the storage of {datastore} fails', async function (this: HomewardWorld, datastore: string) {
  await this.driver.site.setDatastoreAccessible(datastore, false);
});

Given('the storage of {datastore} is back', async function (this: HomewardWorld, datastore: string) {
  await this.driver.site.setDatastoreAccessible(datastore, true);
});

Then(
  '{machine} is {state} within {duration}',
  async function (this: HomewardWorld, machine: string, state: string, withinMs: number) {
    await comesTo(this, machine, state, withinMs);
  },
);

Then(
  'every machine is {state} within {duration}',
  async function (this: HomewardWorld, state: string, withinMs: number) {
    for (const machine of this.machines) await comesTo(this, machine, state, withinMs);
  },
);

Then('{machine} went through {state}', function (this: HomewardWorld, machine: string, state: string) {
  assert(this.evidence.statesOf(machine).includes(state));
});

Then('{machine} is still {state}', async function (this: HomewardWorld, machine: string, state: string) {
  assert.equal((await this.driver.vault.item(machine))?.state, state);
});

Then('{machine} runs in the VM that it had before', async function (this: HomewardWorld, machine: string) {
  await keepsItsVm(this, machine);
});

Then(
  '{machine} runs in a new VM beside {masterTarget} in {datastore}',
  async function (this: HomewardWorld, machine: string, masterTarget: string, datastore: string) {
    await newVmBeside(this, machine, masterTarget, datastore);
  },
);

Then(
  'the others are {state} within {duration}',
  async function (this: HomewardWorld, state: string, withinMs: number) {
    const others = this.machines.filter((machine) => !this.evidence.failedFor.has(machine));
    for (const machine of others) await comesTo(this, machine, state, withinMs);
  },
);
