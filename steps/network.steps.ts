import { Given, When } from '@cucumber/cucumber';
import type { HomewardWorld } from './world';

Given('no connection between Azure and the site', function (this: HomewardWorld) {
  this.describing().connection = 'none';
});

When('the connection goes down', async function (this: HomewardWorld) {
  await this.driver.servers.setConnection(false);
});

When('the connection comes up', async function (this: HomewardWorld) {
  await this.driver.servers.setConnection(true);
});
