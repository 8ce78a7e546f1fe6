import { Given } from '@cucumber/cucumber';
import type { HomewardWorld } from './world';

Given('the configuration server was backed up', async function (this: HomewardWorld) {
  await this.driver.servers.backUpConfigurationServer();
});

Given('the configuration server is lost', async function (this: HomewardWorld) {
  await this.driver.servers.loseConfigurationServer();
});

Given('the configuration server is restored at the same address', async function (this: HomewardWorld) {
  await this.driver.servers.restoreConfigurationServer('former address');
  await this.driver.clock.run(REGISTRATION_MS);
});

Given('the configuration server is restored at another address', async function (this: HomewardWorld) {
  await this.driver.servers.restoreConfigurationServer('another address');
  await this.driver.clock.run(REGISTRATION_MS);
});

Given('the configuration server is moved to its former address', async function (this: HomewardWorld) {
  await this.driver.servers.loseConfigurationServer();
  await this.driver.servers.restoreConfigurationServer('former address');
  await this.driver.clock.run(REGISTRATION_MS);
});

/** By then the other servers and the agents have registered anew, and the vault has its report. */
const REGISTRATION_MS = 10 * 60_000;
