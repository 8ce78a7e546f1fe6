import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import type { Copy } from './drivers/driver';
import { newestOf, nextCatch, nextPointAt, writeAcrossPoint } from './tasks/common-points';
import {
  cameHomeAsAtPoint,
  cameHomeAsAtStop,
  failBackToOldest,
  nothingSent,
  recoveredAtOnePoint,
  sentBytes,
  sentEverything,
  sentOnlyDifferences,
} from './tasks/data';
import { siteDisksUnchanged } from './tasks/fingerprint';
import { bring } from './tasks/stages';
import type { HomewardWorld } from './world';

When(
  'the operator fails over {machine} to its oldest recovery point',
  async function (this: HomewardWorld, machine: string) {
    await failBackToOldest(this, machine);
  },
);

When(
  'the operator forces the failover of {machine} to its oldest recovery point',
  async function (this: HomewardWorld, machine: string) {
    await failBackToOldest(this, machine, false);
  },
);

Given('{duration} pass(es)', async function (this: HomewardWorld, durationMs: number) {
  await this.driver.clock.run(durationMs);
});

Given(
  '{machine} writes {size} {site}',
  function (this: HomewardWorld, machine: string, bytes: number, copy: Copy) {
    this.driver.disks.write(machine, copy, bytes);
  },
);

Given('every machine writes without pause across a common point', async function (this: HomewardWorld) {
  await writeAcrossPoint(this);
});

Given('a common point was taken that has not arrived', async function (this: HomewardWorld) {
  const before = await newestOf(this, this.machines);
  await nextCatch(this);
  assert.deepEqual(await newestOf(this, this.machines), before);
});

Given(
  'a common point arrived for {machine}, not for {machine}',
  async function (this: HomewardWorld, early: string, late: string) {
    const before = await newestOf(this, [late]);
    await nextPointAt(this, [early]);
    assert.deepEqual(await newestOf(this, [late]), before);
  },
);

Then('{machine} sent {size}', async function (this: HomewardWorld, machine: string, bytes: number) {
  assert.equal(await sentBytes(this, machine), bytes);
});

Then('{machine} came home with what Azure held', async function (this: HomewardWorld, machine: string) {
  await cameHomeAsAtStop(this, machine);
});

Then('{machine} comes home with what Azure held', async function (this: HomewardWorld, machine: string) {
  await bring(this, [machine], 'failed-back');
  await cameHomeAsAtStop(this, machine);
});

Then('every machine came home with what Azure held at that point', async function (this: HomewardWorld) {
  for (const machine of this.machines) await cameHomeAsAtPoint(this, machine);
});

Then('every machine came home with what Azure held', async function (this: HomewardWorld) {
  for (const machine of this.machines) await cameHomeAsAtStop(this, machine);
});

Then(
  '{machine} came home with what Azure held at that point',
  async function (this: HomewardWorld, machine: string) {
    await cameHomeAsAtPoint(this, machine);
  },
);

Then(
  'no block of the disks of {machine} on the site has changed',
  function (this: HomewardWorld, machine: string) {
    siteDisksUnchanged(this, machine);
  },
);

Then(
  '{machine} sent no more than was written in Azure',
  async function (this: HomewardWorld, machine: string) {
    await sentOnlyDifferences(this, machine);
  },
);

Then('{machine} sent no contents, only checksums', async function (this: HomewardWorld, machine: string) {
  await nothingSent(this, machine);
});

Then('{machine} sent all that its disks hold', async function (this: HomewardWorld, machine: string) {
  await sentEverything(this, machine);
});

Then('every machine was recovered at one common point', function (this: HomewardWorld) {
  recoveredAtOnePoint(this);
});
