import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import type { HomewardWorld } from './world';

Given(
  'the VM of {machine} carries the snapshot {string}',
  async function (this: HomewardWorld, machine: string, name: string) {
    await this.driver.site.createSnapshot(machine, name);
  },
);

When(
  'a backup takes the snapshot {string} of {machine}',
  async function (this: HomewardWorld, name: string, machine: string) {
    await this.driver.site.createSnapshot(machine, name);
  },
);

When(
  'the operator removes the snapshot {string} of {machine}',
  async function (this: HomewardWorld, name: string, machine: string) {
    await this.driver.site.removeSnapshot(machine, name);
  },
);

Given(
  'the VM of the master target carries the snapshot {string}',
  async function (this: HomewardWorld, name: string) {
    await this.driver.site.snapshotMasterTarget(name);
  },
);

Given(
  'the snapshot {string} of the master target is removed',
  async function (this: HomewardWorld, name: string) {
    await this.driver.site.removeMasterTargetSnapshot(name);
  },
);

Then(
  'the VM of {machine} has {int} snapshot(s)',
  async function (this: HomewardWorld, machine: string, count: number) {
    assert.equal((await this.driver.site.vm(machine))?.snapshots.length, count);
  },
);
