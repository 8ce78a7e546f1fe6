import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { latestCommonPoint } from './tasks/data';
import { failOver, failOverWithoutShutDown, reprotect } from './tasks/requests';
import { requestAll } from './tasks/stages';
import type { HomewardWorld } from './world';

When('the operator makes the protection group {string}', async function (this: HomewardWorld, name: string) {
  await this.driver.vault.createGroup(name);
});

When(
  'the operator makes the recovery plan {string} of {group}',
  async function (this: HomewardWorld, name: string, group: string) {
    await this.driver.vault.createPlan(name, [[group]]);
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
  async function (this: HomewardWorld, machine: string, choice: string, name: string) {
    await reprotect(this, machine, { [choice]: name });
  },
);

When('the operator reprotects a machine called {string}', async function (this: HomewardWorld, name: string) {
  await reprotect(this, name);
});

When(
  'the operator reprotects {machine} with wrong servers',
  async function (this: HomewardWorld, machine: string) {
    await reprotect(this, machine, { processServer: 'ps-99', retentionDrive: 'Q:', account: 'nobody' });
  },
);

When(
  'the operator reprotects {machine} without a datastore',
  async function (this: HomewardWorld, machine: string) {
    await reprotect(this, machine, { datastore: undefined });
  },
);

When(
  'the operator reprotects {machine} into the datastore {datastore}',
  async function (this: HomewardWorld, machine: string, datastore: string) {
    await reprotect(this, machine, { datastore });
  },
);

When(
  'the operator reprotects {machine} through the process server {processServer}',
  async function (this: HomewardWorld, machine: string, processServer: string) {
    await reprotect(this, machine, { processServer });
  },
);

When(
  'the operator reprotects {machine} to physical hardware',
  async function (this: HomewardWorld, machine: string) {
    await reprotect(this, machine, { physicalTarget: machine });
  },
);

When('the operator forces the failover of {machine}', async function (this: HomewardWorld, machine: string) {
  await failOverWithoutShutDown(this, machine);
});

When(
  'the operator fails over every machine to the latest common point',
  async function (this: HomewardWorld) {
    const points = await latestCommonPoint(this);
    this.jobs = await requestAll(this, this.machines, (world, machine) =>
      failOver(world, machine, { point: points.get(machine) ?? 'latest-group' }),
    );
  },
);

Then(
  'the failback group of {group} is {string}',
  async function (this: HomewardWorld, group: string, twin: string) {
    assert.equal(await this.driver.vault.failbackGroupOf(group), twin);
  },
);

Then(
  'the group {string} holds {machine}',
  async function (this: HomewardWorld, group: string, machine: string) {
    const { vault } = this.driver;
    const members = await vault.membersOf(group);
    assert(members.includes(machine), `${group} holds ${members.join(', ')}`);
    assert.equal((await vault.item(machine))?.group, group);
  },
);

Then('the group {string} holds nothing', async function (this: HomewardWorld, group: string) {
  assert.deepEqual(await this.driver.vault.membersOf(group), []);
});

Then(
  'the plan {plan} lists the group {string}',
  async function (this: HomewardWorld, plan: string, group: string) {
    assert((await this.driver.vault.plan(plan)).flat().includes(group));
  },
);

Then(
  'the plan {plan} does not list the group {string}',
  async function (this: HomewardWorld, plan: string, group: string) {
    assert(!(await this.driver.vault.plan(plan)).flat().includes(group));
  },
);

Then('{machine} is unprotected', async function (this: HomewardWorld, machine: string) {
  assert.equal((await this.driver.vault.item(machine))?.protected, false);
});

Then('{machine} is protected', async function (this: HomewardWorld, machine: string) {
  assert.equal((await this.driver.vault.item(machine))?.protected, true);
});

When(
  'the operator reprotects {machine} without the choice "{choice}"',
  async function (this: HomewardWorld, machine: string, choice: string) {
    await reprotect(this, machine, { [choice]: undefined });
  },
);
