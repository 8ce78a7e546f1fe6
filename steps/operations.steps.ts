import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { jobEnds } from './tasks/jobs';
import { cancel, changeToOldestPoint, jobId } from './tasks/requests';
import type { HomewardWorld } from './world';

When('the operator cancels the job', async function (this: HomewardWorld) {
  await cancel(this);
});

Given(
  'the operator changes {machine} to its oldest recovery point',
  async function (this: HomewardWorld, machine: string) {
    await changeToOldestPoint(this, machine);
  },
);

Then('the job ends cancelled within {duration}', async function (this: HomewardWorld, withinMs: number) {
  assert.equal((await jobEnds(this, withinMs, jobId(this))).state, 'Cancelled');
});

Then('a test machine of {machine} runs in Azure', async function (this: HomewardWorld, machine: string) {
  assert.equal((await this.driver.azure.vm(`${machine}-test`))?.running, true);
});

Then('no test machine of {machine} is left', async function (this: HomewardWorld, machine: string) {
  assert.equal(await this.driver.azure.vm(`${machine}-test`), undefined);
});

Then('{machine} is no longer protected', async function (this: HomewardWorld, machine: string) {
  assert.equal(await this.driver.vault.item(machine), undefined);
});

Then(
  'only {string} is allowed for {machine}',
  async function (this: HomewardWorld, operation: string, machine: string) {
    assert.deepEqual((await this.driver.vault.item(machine))?.allowedOperations, [operation]);
  },
);
