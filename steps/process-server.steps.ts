import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { deleteProcessServer } from './tasks/requests';
import {
  deploy,
  deployAndList,
  deployAside,
  isListed,
  isNotListed,
  isRegistered,
  logIn,
  staysUnregistered,
} from './tasks/servers';
import type { HomewardWorld } from './world';

Given('no process server in Azure', function (this: HomewardWorld) {
  this.describing().processServerInAzure = false;
});

Given('a process server whose cache holds {size}', function (this: HomewardWorld, bytes: number) {
  this.describing().processServerCacheBytes = bytes;
});

Given('the data port of the management server is {int}', function (this: HomewardWorld, port: number) {
  this.describing().ports.data = port;
});

Given('the control port of the management server is {int}', function (this: HomewardWorld, port: number) {
  this.describing().ports.control = port;
});

Given('a process server is deployed', async function (this: HomewardWorld) {
  await deployAside(this);
});

Given('a process server is deployed, set up and listed', async function (this: HomewardWorld) {
  await deployAndList(this);
});

When('the operator deploys a process server', async function (this: HomewardWorld) {
  await deploy(this);
});

When(
  'the operator deploys a process server with the {deploymentChoice} {string}',
  async function (this: HomewardWorld, choice: string, value: string) {
    await deploy(this, { [choice]: value });
  },
);

When(
  'the operator deploys the process server {string} at the address {string}',
  async function (this: HomewardWorld, name: string, address: string) {
    await deploy(this, { name, address });
  },
);

When(
  'the operator deploys a process server without the {deploymentChoice}',
  async function (this: HomewardWorld, choice: string) {
    await deploy(this, { [choice]: undefined });
  },
);

When('someone logs in to {processServer}', async function (this: HomewardWorld, name: string) {
  await logIn(this, name, {});
});

When(
  'someone logs in to {processServer} with the {logInChoice} {string}',
  async function (this: HomewardWorld, name: string, choice: string, value: string) {
    await logIn(this, name, { [choice]: value });
  },
);

When(
  'someone logs in to {processServer} with the {portChoice} {int}',
  async function (this: HomewardWorld, name: string, choice: string, port: number) {
    await logIn(this, name, { [choice]: port });
  },
);

When(
  'the operator deletes the process server {processServer}',
  async function (this: HomewardWorld, name: string) {
    await deleteProcessServer(this, name);
  },
);

Given('a firewall blocks the port {int}', async function (this: HomewardWorld, port: number) {
  await this.driver.servers.blockPort(port);
});

Given('the firewall opens the port {int}', async function (this: HomewardWorld, port: number) {
  await this.driver.servers.openPort(port);
});

Then(
  '{string} is registered within {duration}',
  async function (this: HomewardWorld, name: string, withinMs: number) {
    await isRegistered(this, name, withinMs);
  },
);

Then(
  '{string} is not registered for {duration}, for {code}',
  async function (this: HomewardWorld, name: string, forMs: number, code: string) {
    await staysUnregistered(this, name, code, forMs);
  },
);

Then(
  '{string} is listed within {duration}',
  async function (this: HomewardWorld, name: string, withinMs: number) {
    await isListed(this, name, withinMs);
  },
);

Then(
  '{string} is not listed for {duration}',
  async function (this: HomewardWorld, name: string, forMs: number) {
    await isNotListed(this, name, forMs);
  },
);

Then(
  'the properties of {machine} do not show {string}',
  async function (this: HomewardWorld, machine: string, name: string) {
    assert(!(await this.driver.processServers.propertiesOf(machine)).includes(name));
  },
);
