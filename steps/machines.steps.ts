import assert from 'node:assert/strict';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { physicalRunsInAzure } from './tasks/physical';
import { keepsItsVm, newVmBeside } from './tasks/places';
import { bring, bringHome, bringHomeAgain, comesTo } from './tasks/stages';
import type { HomewardWorld } from './world';

Given('an estate with the machines', function (this: HomewardWorld, table: DataTable) {
  const draft = this.describing();
  for (const row of table.hashes()) draft.addMachine(row);
});

Given('{machine} is {state}', function (this: HomewardWorld, machine: string, state: string) {
  bring(this, [machine], state);
});

Given('every machine is {state}', function (this: HomewardWorld, state: string) {
  bring(this, this.machines, state);
});

Given('{machine} has come home', function (this: HomewardWorld, machine: string) {
  bringHome(this, [machine]);
});

When('{machine} comes to be {state}', function (this: HomewardWorld, machine: string, state: string) {
  bring(this, [machine], state);
});

When('{machine} goes to Azure and comes home once more', function (this: HomewardWorld, machine: string) {
  bringHomeAgain(this, [machine]);
});

Given('the physical server {machine} runs in Azure', function (this: HomewardWorld, machine: string) {
  physicalRunsInAzure(this, machine);
});

Given('the VM of {machine} was deleted', function (this: HomewardWorld, machine: string) {
  this.driver.site.deleteVm(machine);
});

When(
  'the operator mounts {datastore} on {host}',
  function (this: HomewardWorld, datastore: string, host: string) {
    this.driver.site.mountDatastore(datastore, host);
  },
);

Then(
  '{machine} is {state} within {duration}',
  function (this: HomewardWorld, machine: string, state: string, withinMs: number) {
    comesTo(this, machine, state, withinMs);
  },
);

Then(
  'every machine is {state} within {duration}',
  function (this: HomewardWorld, state: string, withinMs: number) {
    for (const machine of this.machines) comesTo(this, machine, state, withinMs);
  },
);

Then('{machine} went through {state}', function (this: HomewardWorld, machine: string, state: string) {
  assert(this.evidence.statesOf(machine).includes(state));
});

Then('{machine} is still {state}', function (this: HomewardWorld, machine: string, state: string) {
  assert.equal(this.driver.vault.item(machine)?.state, state);
});

Then('{machine} runs in the VM that it had before', function (this: HomewardWorld, machine: string) {
  keepsItsVm(this, machine);
});

Then(
  '{machine} runs in a new VM beside {masterTarget} in {datastore}',
  function (this: HomewardWorld, machine: string, masterTarget: string, datastore: string) {
    newVmBeside(this, machine, masterTarget, datastore);
  },
);

Then(
  'the others are {state} within {duration}',
  function (this: HomewardWorld, state: string, withinMs: number) {
    const others = this.machines.filter((machine) => !this.evidence.failedFor.has(machine));
    for (const machine of others) comesTo(this, machine, state, withinMs);
  },
);
