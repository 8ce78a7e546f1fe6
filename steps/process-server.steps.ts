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

Given('the data port of the management server is {int}', function (this: HomewardWorld, port: number) {
  this.describing().dataPort = port;
});

Given('a process server is deployed', function (this: HomewardWorld) {
  deployAside(this);
});

Given('a process server is deployed, set up and listed', function (this: HomewardWorld) {
  deployAndList(this);
});

When('the operator deploys a process server', function (this: HomewardWorld) {
  deploy(this);
});

When(
  'the operator deploys a process server with the {deploymentChoice} {string}',
  function (this: HomewardWorld, choice: string, value: string) {
    deploy(this, { [choice]: value });
  },
);

When(
  'the operator deploys a process server without the {deploymentChoice}',
  function (this: HomewardWorld, choice: string) {
    deploy(this, { [choice]: undefined });
  },
);

When('someone logs in to {processServer}', function (this: HomewardWorld, name: string) {
  logIn(this, name, {});
});

When(
  'someone logs in to {processServer} with the {logInChoice} {string}',
  function (this: HomewardWorld, name: string, choice: string, value: string) {
    logIn(this, name, { [choice]: value });
  },
);

When(
  'someone logs in to {processServer} with the {portChoice} {int}',
  function (this: HomewardWorld, name: string, choice: string, port: number) {
    logIn(this, name, { [choice]: port });
  },
);

When('the operator deletes the process server {processServer}', function (this: HomewardWorld, name: string) {
  deleteProcessServer(this, name);
});

Given('a firewall blocks the port {int}', function (this: HomewardWorld, port: number) {
  this.driver.servers.blockPort(port);
});

Given('the firewall opens the port {int}', function (this: HomewardWorld, port: number) {
  this.driver.servers.openPort(port);
});

Then(
  '{string} is registered within {duration}',
  function (this: HomewardWorld, name: string, withinMs: number) {
    isRegistered(this, name, withinMs);
  },
);

Then(
  '{string} is not registered for {duration}, for {code}',
  function (this: HomewardWorld, name: string, forMs: number, code: string) {
    staysUnregistered(this, name, code, forMs);
  },
);

Then('{string} is listed within {duration}', function (this: HomewardWorld, name: string, withinMs: number) {
  isListed(this, name, withinMs);
});

Then('{string} is not listed for {duration}', function (this: HomewardWorld, name: string, forMs: number) {
  isNotListed(this, name, forMs);
});

Then(
  'the properties of {machine} do not show {string}',
  function (this: HomewardWorld, machine: string, name: string) {
    assert(!this.driver.processServers.propertiesOf(machine).includes(name));
  },
);
