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
  function (this: HomewardWorld, machine: string, address: string) {
    holdsAddress(this, machine, address);
  },
);

When('the DHCP scope of the site gains {int} addresses', function (this: HomewardWorld, addresses: number) {
  this.driver.site.enlargeDhcpScope(addresses);
});

When(
  'the operator sets the address {string} on {machine}',
  function (this: HomewardWorld, address: string, machine: string) {
    setAddress(this, machine, address);
  },
);

When(
  'the operator installs {string} on {machine}',
  function (this: HomewardWorld, name: string, machine: string) {
    this.driver.guests.install(machine, name);
  },
);

When('the operator switches {machine} off and on', function (this: HomewardWorld, machine: string) {
  this.driver.guests.switchOffAndOn(machine);
});

Then(
  '{machine} uses DHCP instead of {string} {site}',
  function (this: HomewardWorld, machine: string, former: string, copy: Copy) {
    usesDhcp(this, machine, former, copy);
  },
);

Then(
  '{machine} has the static address {string}',
  function (this: HomewardWorld, machine: string, address: string) {
    hasStaticAddress(this, machine, address);
  },
);

Then(
  '{string} is missing on {machine} {site}',
  function (this: HomewardWorld, name: string, machine: string, copy: Copy) {
    assert(!this.driver.guests.read(machine, copy).packages.includes(name));
  },
);

Then(
  '{string} is installed on {machine} {site}',
  function (this: HomewardWorld, name: string, machine: string, copy: Copy) {
    assert(this.driver.guests.read(machine, copy).packages.includes(name));
  },
);

Then(
  'a follow-up for {machine} is listed within {duration} with {code}, naming {string}',
  function (this: HomewardWorld, machine: string, withinMs: number, code: string, name: string) {
    assert(followUpComes(this, machine, code, withinMs).about.includes(name));
  },
);

Then(
  'no follow-up for {machine} is left within {duration}',
  function (this: HomewardWorld, machine: string, withinMs: number) {
    nothingIsLeft(this, machine, withinMs);
  },
);
