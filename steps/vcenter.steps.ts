import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import type { LicenseName } from '../simulators/description';
import { runsInAzureByHand } from './tasks/stages';
import type { HomewardWorld } from './world';

Given('a read-only vCenter account', function (this: HomewardWorld) {
  this.describing().role = 'read-only';
});

Given('a vCenter account without access', function (this: HomewardWorld) {
  this.describing().role = 'no-access';
});

Given(
  'the host {string} has the license {license}',
  function (this: HomewardWorld, host: string, license: LicenseName) {
    this.describing().licenses.set(host, license);
  },
);

When(
  'the operator assigns the license {license} to {host}',
  async function (this: HomewardWorld, license: LicenseName, host: string) {
    await this.driver.site.setLicense(host, license);
  },
);

Given(
  'the vCenter account lacks the privilege {string}',
  async function (this: HomewardWorld, privilege: string) {
    await this.driver.site.withholdPrivilege(privilege);
  },
);

Given('the vCenter account becomes read-only', async function (this: HomewardWorld) {
  await this.driver.site.setRole('read-only');
});

Given('the vCenter account loses its access', async function (this: HomewardWorld) {
  await this.driver.site.setRole('no-access');
});

Given('the vCenter account gets its privileges', async function (this: HomewardWorld) {
  await this.driver.site.setRole('replication');
});

Given('the operator updates the vCenter credentials', async function (this: HomewardWorld) {
  await this.driver.servers.updateVcenterAccount();
});

Given('{machine} is shut down by hand', async function (this: HomewardWorld, machine: string) {
  await this.driver.site.shutDown(machine);
});

/** Nobody can shut such a machine down through vCenter: it is done in its operating system. */
Given(
  '{machine} runs in Azure after a shutdown by hand',
  async function (this: HomewardWorld, machine: string) {
    await runsInAzureByHand(this, machine);
  },
);

Then('no datastore is listed for {masterTarget}', async function (this: HomewardWorld, masterTarget: string) {
  assert.deepEqual(await this.driver.servers.datastoresOf(masterTarget), []);
});

Then(
  'the datastore {datastore} is listed for {masterTarget} within {duration}',
  async function (this: HomewardWorld, datastore: string, masterTarget: string, withinMs: number) {
    const { clock, servers } = this.driver;
    const listed = async () => (await servers.datastoresOf(masterTarget)).includes(datastore);
    assert(await clock.until(listed, withinMs));
  },
);
