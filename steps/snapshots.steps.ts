import { Given, When } from '@cucumber/cucumber';
import type { HomewardWorld } from './world';

Given(
  'the VM of {machine} carries the snapshot {string}',
  function (this: HomewardWorld, machine: string, name: string) {
    this.driver.site.createSnapshot(machine, name);
  },
);

When(
  'a backup takes the snapshot {string} of {machine}',
  function (this: HomewardWorld, name: string, machine: string) {
    this.driver.site.createSnapshot(machine, name);
  },
);

When(
  'the operator removes the snapshot {string} of {machine}',
  function (this: HomewardWorld, name: string, machine: string) {
    this.driver.site.removeSnapshot(machine, name);
  },
);
