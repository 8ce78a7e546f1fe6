import assert from 'node:assert/strict';
import { Given, Then } from '@cucumber/cucumber';
import type { HomewardWorld } from './world';

Given('a site without any ESX host', function (this: HomewardWorld) {
  this.describing().vmware = false;
});

Given('the hosts are not managed by a vCenter server', function (this: HomewardWorld) {
  this.describing().vcenter = false;
});

Given('nobody has added the vCenter server', function (this: HomewardWorld) {
  this.describing().undiscovered.push('vcenter');
});

Given('nobody has added the host {string}', function (this: HomewardWorld, host: string) {
  this.describing().undiscovered.push(host);
});

Given('the operator adds the vCenter server', async function (this: HomewardWorld) {
  await this.driver.servers.connect('vcenter');
});

Given('the operator adds the host {host}', async function (this: HomewardWorld, host: string) {
  await this.driver.servers.connect(host);
});

Then(
  '{machine} is listed as protectable within {duration}',
  async function (this: HomewardWorld, machine: string, withinMs: number) {
    const { clock, vault } = this.driver;
    const listed = async () => (await vault.protectableItems()).includes(machine);
    assert(await clock.until(listed, withinMs));
  },
);

Then(
  'no machine is listed as protectable for {duration}',
  async function (this: HomewardWorld, durationMs: number) {
    const { clock, vault } = this.driver;
    const listed = async () => (await vault.protectableItems()).length > 0;
    assert(!(await clock.until(listed, durationMs)));
  },
);
