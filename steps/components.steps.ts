import { When } from '@cucumber/cucumber';
import type { ComponentName } from './drivers/driver';
import { diesInTask, diesWhileCopying } from './tasks/disturbances';
import type { HomewardWorld } from './world';

When('the {component} stops', function (this: HomewardWorld, component: ComponentName) {
  this.driver.servers.kill(component, this.machines[0] ?? '');
});

When('the {component} starts', function (this: HomewardWorld, component: ComponentName) {
  this.driver.servers.start(component);
});

When(
  'the {component} dies in the task {string} and returns after {duration}',
  function (this: HomewardWorld, component: ComponentName, task: string, awayMs: number) {
    diesInTask(this, component, task, awayMs);
  },
);

When(
  'the {component} dies during the copying and returns after {duration}',
  function (this: HomewardWorld, component: ComponentName, awayMs: number) {
    diesWhileCopying(this, component, awayMs);
  },
);
