import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import type { Copy } from './drivers/driver';
import {
  followUpComes,
  hasStaticAddress,
  holdsAddress,
  nothingIsLeft,
  setAddress,
  usesDhcp,
} from './tasks/guests';
import type { HomewardWorld } from './world';

Given('the DHCP scope of the site has no address to spare', function (this: HomewardWorld) {
  this.describing().dhcpJustEnough = true;
});

Given(
  '{machine} took the address {string}',
  async function (this: HomewardWorld, machine: string, address: string) {
    await holdsAddress(this, machine, address);
  },
);

When(
  'the DHCP scope of the site gains {int} addresses',
  async function (this: HomewardWorld, addresses: number) {
    await this.driver.site.enlargeDhcpScope(addresses);
  },
);

When(
  'the operator sets the address {string} on {machine}',
  async function (this: HomewardWorld, address: string, machine: string) {
    await setAddress(this, machine, address);
  },
);

When(
  'the operator installs {string} on {machine}',
  async function (this: HomewardWorld, name: string, machine: string) {
    await this.driver.guests.install(machine, name);
  },
);

When('the operator switches {machine} off and on', async function (this: HomewardWorld, machine: string) {
  await this.driver.guests.switchOffAndOn(machine);
});

Then(
  '{machine} uses DHCP instead of {string} {site}',
  async function (this: HomewardWorld, machine: string, former: string, copy: Copy) {
    await usesDhcp(this, machine, former, copy);
  },
);

Then(
  '{machine} has the static address {string}',
  async function (this: HomewardWorld, machine: string, address: string) {
    await hasStaticAddress(this, machine, address);
  },
);

Then(
  '{string} is missing on {machine} {site}',
  async function (this: HomewardWorld, name: string, machine: string, copy: Copy) {
    assert(!(await this.driver.guests.read(machine, copy)).packages.includes(name));
  },
);

Then(
  '{string} is installed on {machine} {site}',
  async function (this: HomewardWorld, name: string, machine: string, copy: Copy) {
    assert((await this.driver.guests.read(machine, copy)).packages.includes(name));
  },
);

Then(
  'a follow-up for {machine} is listed within {duration} with {code}, naming {string}',
  async function (this: HomewardWorld, machine: string, withinMs: number, code: string, name: string) {
    assert((await followUpComes(this, machine, code, withinMs)).about.includes(name));
  },
);

Then(
  'no follow-up for {machine} is left within {duration}',
  async function (this: HomewardWorld, machine: string, withinMs: number) {
    await nothingIsLeft(this, machine, withinMs);
  },
);
