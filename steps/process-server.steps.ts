import { Given, When } from '@cucumber/cucumber';
import { deleteProcessServer } from './tasks/requests';
import type { HomewardWorld } from './world';

Given('no process server in Azure', function (this: HomewardWorld) {
  this.describing().processServerInAzure = false;
});

When('the operator deploys a process server in Azure', function (this: HomewardWorld) {
  this.driver.servers.deployProcessServer();
});

When('the operator deletes the process server {processServer}', function (this: HomewardWorld, name: string) {
  deleteProcessServer(this, name);
});
