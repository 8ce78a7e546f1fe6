import { When } from '@cucumber/cucumber';
import type { ComponentName } from './drivers/driver';
import { diesInTask, diesWhileCopying } from './tasks/disturbances';
import type { HomewardWorld } from './world';

When('the {component} stops', async function (this: HomewardWorld, component: ComponentName) {
  await this.driver.servers.kill(component, this.machines[0] ?? '');
});

When('the {component} starts', async function (this: HomewardWorld, component: ComponentName) {
  await this.driver.servers.start(component);
});

When(
  'the {component} dies in the task {string} and returns after {duration}',
  async function (this: HomewardWorld, component: ComponentName, task: string, awayMs: number) {
    await diesInTask(this, component, task, awayMs);
  },
);

When(
  'the {component} dies during the copying and returns after {duration}',
  async function (this: HomewardWorld, component: ComponentName, awayMs: number) {
    await diesWhileCopying(this, component, awayMs);
  },
);
