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
  function (this: HomewardWorld, license: LicenseName, host: string) {
    this.driver.site.setLicense(host, license);
  },
);

Given('the vCenter account lacks the privilege {string}', function (this: HomewardWorld, privilege: string) {
  this.driver.site.withholdPrivilege(privilege);
});

Given('the vCenter account becomes read-only', function (this: HomewardWorld) {
  this.driver.site.setRole('read-only');
});

Given('the vCenter account loses its access', function (this: HomewardWorld) {
  this.driver.site.setRole('no-access');
});

Given('the vCenter account gets its privileges', function (this: HomewardWorld) {
  this.driver.site.setRole('replication');
});

Given('the operator updates the vCenter credentials', function (this: HomewardWorld) {
  this.driver.servers.updateVcenterAccount();
});

Given('{machine} is shut down by hand', function (this: HomewardWorld, machine: string) {
  this.driver.site.shutDown(machine);
});

/** Nobody can shut such a machine down through vCenter: it is done in its operating system. */
Given('{machine} runs in Azure after a shutdown by hand', function (this: HomewardWorld, machine: string) {
  runsInAzureByHand(this, machine);
});

Then('no datastore is listed for {masterTarget}', function (this: HomewardWorld, masterTarget: string) {
  assert.deepEqual(this.driver.servers.datastoresOf(masterTarget), []);
});

Then(
  'the datastore {datastore} is listed for {masterTarget} within {duration}',
  function (this: HomewardWorld, datastore: string, masterTarget: string, withinMs: number) {
    const { clock, servers } = this.driver;
    assert(clock.until(() => servers.datastoresOf(masterTarget).includes(datastore), withinMs));
  },
);
