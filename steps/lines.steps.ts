import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { carriesAll, protectToSiteThrough, type Way } from './tasks/lines';
import type { HomewardWorld } from './world';

Given('a(n) {line} between Azure and the site', function (this: HomewardWorld, line: 'vpn' | 'expressroute') {
  this.describing().connection = line;
});

Given(
  'an ExpressRoute circuit with {peerings} between Azure and the site',
  function (this: HomewardWorld, peerings: readonly ('private' | 'public')[]) {
    Object.assign(this.describing(), { connection: 'expressroute', peerings });
  },
);

Given(
  'a(n) {line} between another network in Azure and the site',
  function (this: HomewardWorld, line: 'vpn' | 'expressroute') {
    Object.assign(this.describing(), { connection: line, connectionElsewhere: true });
  },
);

Given('a site without internet', function (this: HomewardWorld) {
  this.describing().internet = false;
});

Given(
  '{machine} is "protected to site" through the process server {processServer}',
  function (this: HomewardWorld, machine: string, processServer: string) {
    protectToSiteThrough(this, machine, processServer);
  },
);

When('the internet line of the site goes down', function (this: HomewardWorld) {
  this.driver.lines.setInternet(false);
});

When('the connection is set up on the network of the machines', function (this: HomewardWorld) {
  this.driver.lines.moveConnection('network of the machines');
});

When('the connection is set up on another network', function (this: HomewardWorld) {
  this.driver.lines.moveConnection('another network');
});

When('an ExpressRoute circuit is set up on the network of the machines', function (this: HomewardWorld) {
  this.driver.lines.addCircuit();
});

When('public peering is set up on the circuit', function (this: HomewardWorld) {
  this.driver.lines.addPublicPeering();
});

Then('nothing was replicated over the {way}', function (this: HomewardWorld, way: Way) {
  assert.equal(this.driver.lines.carriedBytes(way), 0);
});

Then('something was replicated over the {way}', function (this: HomewardWorld, way: Way) {
  assert(this.driver.lines.carriedBytes(way) > 0);
});

Then(
  'everything that {machine} sent came over the {way}',
  function (this: HomewardWorld, machine: string, way: Way) {
    carriesAll(this, way, machine);
  },
);

Then('{machine} has no recovery point', function (this: HomewardWorld, machine: string) {
  assert.deepEqual(this.driver.vault.item(machine)?.points ?? [], []);
});
