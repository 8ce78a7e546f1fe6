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
  async function (this: HomewardWorld, machine: string, processServer: string) {
    await protectToSiteThrough(this, machine, processServer);
  },
);

When('the internet line of the site goes down', async function (this: HomewardWorld) {
  await this.driver.lines.setInternet(false);
});

When('the connection is set up on the network of the machines', async function (this: HomewardWorld) {
  await this.driver.lines.moveConnection('network of the machines');
});

When('the connection is set up on another network', async function (this: HomewardWorld) {
  await this.driver.lines.moveConnection('another network');
});

When(
  'an ExpressRoute circuit is set up on the network of the machines',
  async function (this: HomewardWorld) {
    await this.driver.lines.addCircuit();
  },
);

When('public peering is set up on the circuit', async function (this: HomewardWorld) {
  await this.driver.lines.addPublicPeering();
});

Then('nothing was replicated over the {way}', async function (this: HomewardWorld, way: Way) {
  assert.equal(await this.driver.lines.carriedBytes(way), 0);
});

Then('something was replicated over the {way}', async function (this: HomewardWorld, way: Way) {
  assert((await this.driver.lines.carriedBytes(way)) > 0);
});

Then(
  'everything that {machine} sent came over the {way}',
  async function (this: HomewardWorld, machine: string, way: Way) {
    await carriesAll(this, way, machine);
  },
);

Then('{machine} has no recovery point', async function (this: HomewardWorld, machine: string) {
  assert.deepEqual(await this.driver.vault.points(machine), []);
});
