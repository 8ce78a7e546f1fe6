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

Given('the recovery plan {string} of', function (this: HomewardWorld, name: string, table: DataTable) {
  const steps = table.hashes().map(({ groups = '' }) => groups.split(', '));
  this.driver.vault.createPlan(name, steps);
});

When(
  'the operator fails the plan {plan} over {direction}',
  function (this: HomewardWorld, plan: string, direction: 'to-azure' | 'to-site') {
    failOverPlan(this, plan, { direction });
  },
);

When(
  'the operator fails the plan {plan} over {direction} at {pointKind}',
  function (this: HomewardWorld, plan: string, direction: 'to-azure' | 'to-site', point: PointKind) {
    failOverPlan(this, plan, { direction, point });
  },
);

When(
  'the operator fails the plan {plan} over without a direction',
  function (this: HomewardWorld, plan: string) {
    failOverPlan(this, plan, {});
  },
);

When(
  'the operator fails over {machine} at {pointKind}',
  function (this: HomewardWorld, machine: string, point: PointKind) {
    failOver(this, machine, { point });
  },
);

When(
  'the operator fails over {machine} to a point in the middle of a transaction',
  function (this: HomewardWorld, machine: string) {
    failOverIntoTransaction(this, machine);
  },
);

Then('{machine} failed over after {machine}', function (this: HomewardWorld, later: string, earlier: string) {
  failedOverAfter(this, later, earlier);
});

Then('no failover of {machine} began', function (this: HomewardWorld, machine: string) {
  noFailoverBegan(this, machine);
});

Then('no transaction of {machine} is half done', function (this: HomewardWorld, machine: string) {
  assert.equal(missingWrites(this, machine), 0);
});

Then('a transaction of {machine} is half done', function (this: HomewardWorld, machine: string) {
  assert(missingWrites(this, machine) > 0);
});
