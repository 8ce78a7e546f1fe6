import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { runsOnlyInAzure, runsOnlyOnTheSite } from './tasks/places';
import type { HomewardWorld } from './world';

Given('the former Azure VM of {machine} was deleted', function (this: HomewardWorld, machine: string) {
  this.driver.azure.deleteVm(machine);
});

When('the operator deletes the Azure VM of {machine}', function (this: HomewardWorld, machine: string) {
  this.driver.azure.deleteVm(machine);
});

Given('the Azure copy of {machine} hangs', function (this: HomewardWorld, machine: string) {
  this.driver.azure.setHung(machine, true);
});

Given('the Azure copy of {machine} reacts again', function (this: HomewardWorld, machine: string) {
  this.driver.azure.setHung(machine, false);
});

Then('{machine} runs on the site only', function (this: HomewardWorld, machine: string) {
  runsOnlyOnTheSite(this, machine);
});

Then('{machine} runs in Azure only', function (this: HomewardWorld, machine: string) {
  runsOnlyInAzure(this, machine);
});

Then('a risk is reported for {machine}', function (this: HomewardWorld, machine: string) {
  assert(this.driver.vault.events(machine).some(({ code }) => code === 'SIM-RISK'));
});

Then('no risk is reported for {machine}', function (this: HomewardWorld, machine: string) {
  assert(!this.driver.vault.events(machine).some(({ code }) => code === 'SIM-RISK'));
});

Then('the Azure VM of {machine} still exists', function (this: HomewardWorld, machine: string) {
  assert(this.driver.azure.vm(machine));
});

Then('the Azure VM of {machine} is gone', function (this: HomewardWorld, machine: string) {
  assert.equal(this.driver.azure.vm(machine), undefined);
});
