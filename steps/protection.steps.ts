import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { failOver, failOverWithoutShutDown, reprotect } from './tasks/requests';
import { requestAll } from './tasks/stages';
import type { HomewardWorld } from './world';

When('the operator makes the protection group {string}', function (this: HomewardWorld, name: string) {
  this.driver.vault.createGroup(name);
});

When(
  'the operator makes the recovery plan {string} of {group}',
  function (this: HomewardWorld, name: string, group: string) {
    this.driver.vault.createPlan(name, [[group]]);
  },
);

Given(
  'the machines of {string} are kept consistent with each other',
  function (this: HomewardWorld, group: string) {
    this.describing().consistentGroups.add(group);
  },
);

When(
  'the operator reprotects {machine} with the {choice} {string}',
  function (this: HomewardWorld, machine: string, choice: string, name: string) {
    reprotect(this, machine, { [choice]: name });
  },
);

When('the operator reprotects a machine called {string}', function (this: HomewardWorld, name: string) {
  reprotect(this, name);
});

When('the operator reprotects {machine} with wrong servers', function (this: HomewardWorld, machine: string) {
  reprotect(this, machine, { processServer: 'ps-99', retentionDrive: 'Q:', account: 'nobody' });
});

When(
  'the operator reprotects {machine} without a datastore',
  function (this: HomewardWorld, machine: string) {
    reprotect(this, machine, { datastore: undefined });
  },
);

When(
  'the operator reprotects {machine} into the datastore {datastore}',
  function (this: HomewardWorld, machine: string, datastore: string) {
    reprotect(this, machine, { datastore });
  },
);

When(
  'the operator reprotects {machine} through the process server {processServer}',
  function (this: HomewardWorld, machine: string, processServer: string) {
    reprotect(this, machine, { processServer });
  },
);

When(
  'the operator reprotects {machine} to physical hardware',
  function (this: HomewardWorld, machine: string) {
    reprotect(this, machine, { physicalTarget: machine });
  },
);

When('the operator forces the failover of {machine}', function (this: HomewardWorld, machine: string) {
  failOverWithoutShutDown(this, machine);
});

When('the operator fails over every machine to the latest common point', function (this: HomewardWorld) {
  this.jobs = requestAll(this, this.machines, (world, machine) =>
    failOver(world, machine, { point: 'latest-group' }),
  );
});

Then(
  'the failback group of {group} is {string}',
  function (this: HomewardWorld, group: string, twin: string) {
    assert.equal(this.driver.vault.failbackGroupOf(group), twin);
  },
);

Then('the group {string} holds {machine}', function (this: HomewardWorld, group: string, machine: string) {
  const { vault } = this.driver;
  assert(vault.membersOf(group).includes(machine), `${group} holds ${vault.membersOf(group).join(', ')}`);
  assert.equal(vault.item(machine)?.group, group);
});

Then('the group {string} holds nothing', function (this: HomewardWorld, group: string) {
  assert.deepEqual(this.driver.vault.membersOf(group), []);
});

Then('the plan {plan} lists the group {string}', function (this: HomewardWorld, plan: string, group: string) {
  assert(this.driver.vault.plan(plan).flat().includes(group));
});

Then(
  'the plan {plan} does not list the group {string}',
  function (this: HomewardWorld, plan: string, group: string) {
    assert(!this.driver.vault.plan(plan).flat().includes(group));
  },
);

Then('{machine} is unprotected', function (this: HomewardWorld, machine: string) {
  assert.equal(this.driver.vault.item(machine)?.protected, false);
});

Then('{machine} is protected', function (this: HomewardWorld, machine: string) {
  assert.equal(this.driver.vault.item(machine)?.protected, true);
});

When(
  'the operator reprotects {machine} without the choice "{choice}"',
  function (this: HomewardWorld, machine: string, choice: string) {
    reprotect(this, machine, { [choice]: undefined });
  },
);
