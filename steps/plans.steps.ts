import assert from 'node:assert/strict';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import {
  failedOverAfter,
  failOverIntoTransaction,
  failOverPlan,
  missingWrites,
  noFailoverBegan,
  type PointKind,
} from './tasks/plans';
import { failOver } from './tasks/requests';
import type { HomewardWorld } from './world';

Given('the recovery plan {string} of', async function (this: HomewardWorld, name: string, table: DataTable) {
  const steps = table.hashes().map(({ groups = '' }) => groups.split(', '));
  await this.driver.vault.createPlan(name, steps);
});

When(
  'the operator fails the plan {plan} over {direction}',
  async function (this: HomewardWorld, plan: string, direction: 'to-azure' | 'to-site') {
    await failOverPlan(this, plan, { direction });
  },
);

When(
  'the operator fails the plan {plan} over {direction} at {pointKind}',
  async function (this: HomewardWorld, plan: string, direction: 'to-azure' | 'to-site', point: PointKind) {
    await failOverPlan(this, plan, { direction, point });
  },
);

When(
  'the operator fails the plan {plan} over without a direction',
  async function (this: HomewardWorld, plan: string) {
    await failOverPlan(this, plan, {});
  },
);

When(
  'the operator fails over {machine} at {pointKind}',
  async function (this: HomewardWorld, machine: string, point: PointKind) {
    await failOver(this, machine, { point });
  },
);

When(
  'the operator fails over {machine} to a point in the middle of a transaction',
  async function (this: HomewardWorld, machine: string) {
    await failOverIntoTransaction(this, machine);
  },
);

Then(
  '{machine} failed over after {machine}',
  async function (this: HomewardWorld, later: string, earlier: string) {
    await failedOverAfter(this, later, earlier);
  },
);

Then('no failover of {machine} began', async function (this: HomewardWorld, machine: string) {
  await noFailoverBegan(this, machine);
});

Then('no transaction of {machine} is half done', function (this: HomewardWorld, machine: string) {
  assert.equal(missingWrites(this, machine), 0);
});

Then('a transaction of {machine} is half done', function (this: HomewardWorld, machine: string) {
  assert(missingWrites(this, machine) > 0);
});
