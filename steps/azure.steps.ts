import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { runsOnlyInAzure, runsOnlyOnTheSite } from './tasks/places';
import type { HomewardWorld } from './world';

Given('the former Azure VM of {machine} was deleted', async function (this: HomewardWorld, machine: string) {
  await this.driver.azure.deleteVm(machine);
});

When('the operator deletes the Azure VM of {machine}', async function (this: HomewardWorld, machine: string) {
  await this.driver.azure.deleteVm(machine);
});

Given('the Azure copy of {machine} hangs', async function (this: HomewardWorld, machine: string) {
  await this.driver.azure.setHung(machine, true);
});

Given('the Azure copy of {machine} reacts again', async function (this: HomewardWorld, machine: string) {
  await this.driver.azure.setHung(machine, false);
});

Given('the Azure copy of {machine} is switched off', async function (this: HomewardWorld, machine: string) {
  await this.driver.azure.powerOff(machine);
});

Given('the Azure copy of {machine} is switched on', async function (this: HomewardWorld, machine: string) {
  await this.driver.azure.powerOn(machine);
});

Then('{machine} runs on the site only', async function (this: HomewardWorld, machine: string) {
  await runsOnlyOnTheSite(this, machine);
});

Then('{machine} runs in Azure only', async function (this: HomewardWorld, machine: string) {
  await runsOnlyInAzure(this, machine);
});

Then('a risk is reported for {machine}', async function (this: HomewardWorld, machine: string) {
  assert((await this.driver.vault.events(machine)).some(({ code }) => code === 'SIM-RISK'));
});

Then('no risk is reported for {machine}', async function (this: HomewardWorld, machine: string) {
  assert(!(await this.driver.vault.events(machine)).some(({ code }) => code === 'SIM-RISK'));
});

Then('the Azure VM of {machine} still exists', async function (this: HomewardWorld, machine: string) {
  assert(await this.driver.azure.vm(machine));
});

Then('the Azure VM of {machine} is gone', async function (this: HomewardWorld, machine: string) {
  assert.equal(await this.driver.azure.vm(machine), undefined);
});
