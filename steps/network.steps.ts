import { Given, When } from '@cucumber/cucumber';
import type { HomewardWorld } from './world';

Given('no connection between Azure and the site', function (this: HomewardWorld) {
  this.describing().connection = 'none';
});

When('the connection goes down', function (this: HomewardWorld) {
  this.driver.servers.setConnection(false);
});

When('the connection comes up', function (this: HomewardWorld) {
  this.driver.servers.setConnection(true);
});
