import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import type { Copy } from './drivers/driver';
import {
  cameHomeAsAtPoint,
  cameHomeAsAtStop,
  failBackToOldest,
  nothingSent,
  sentBytes,
  sentEverything,
  sentOnlyDifferences,
} from './tasks/data';
import { siteDisksUnchanged } from './tasks/fingerprint';
import { bring } from './tasks/stages';
import type { HomewardWorld } from './world';

When(
  'the operator fails over {machine} to its oldest recovery point',
  function (this: HomewardWorld, machine: string) {
    failBackToOldest(this, machine);
  },
);

Given('{duration} pass(es)', function (this: HomewardWorld, durationMs: number) {
  this.driver.clock.run(durationMs);
});

Given(
  '{machine} writes {size} {site}',
  function (this: HomewardWorld, machine: string, bytes: number, copy: Copy) {
    this.driver.disks.write(machine, copy, bytes);
  },
);

Then('{machine} sent {size}', function (this: HomewardWorld, machine: string, bytes: number) {
  assert.equal(sentBytes(this, machine), bytes);
});

Then('{machine} came home with what Azure held', function (this: HomewardWorld, machine: string) {
  cameHomeAsAtStop(this, machine);
});

Then('{machine} comes home with what Azure held', function (this: HomewardWorld, machine: string) {
  bring(this, [machine], 'failed-back');
  cameHomeAsAtStop(this, machine);
});

Then('every machine came home with what Azure held at that point', function (this: HomewardWorld) {
  for (const machine of this.machines) cameHomeAsAtPoint(this, machine);
});

Then('every machine came home with what Azure held', function (this: HomewardWorld) {
  for (const machine of this.machines) cameHomeAsAtStop(this, machine);
});

Then(
  '{machine} came home with what Azure held at that point',
  function (this: HomewardWorld, machine: string) {
    cameHomeAsAtPoint(this, machine);
  },
);

Then(
  'no block of the disks of {machine} on the site has changed',
  function (this: HomewardWorld, machine: string) {
    siteDisksUnchanged(this, machine);
  },
);

Then('{machine} sent no more than was written in Azure', function (this: HomewardWorld, machine: string) {
  sentOnlyDifferences(this, machine);
});

Then('{machine} sent no contents, only checksums', function (this: HomewardWorld, machine: string) {
  nothingSent(this, machine);
});

Then('{machine} sent all that its disks hold', function (this: HomewardWorld, machine: string) {
  sentEverything(this, machine);
});

Then('every machine was recovered at one common point', function (this: HomewardWorld) {
  const { driver, evidence, machines } = this;
  const groups = machines.map((machine) => {
    const at = evidence.recoveredAt.get(machine);
    return driver.vault.item(machine)?.points.find(({ id }) => id === at)?.group;
  });
  assert(groups[0], 'the first machine was not recovered at a common point');
  assert.deepEqual(new Set(groups).size, 1, groups.join(', '));
});
