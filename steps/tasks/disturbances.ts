import assert from 'node:assert/strict';
import type { ComponentName } from '../drivers/driver';
import type { TaskView } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { jobId } from './requests';

const WAIT_MS_MAX = 4 * 3_600_000;

/** Kills a component when the job of the last request comes to a task, and starts it again after a while. */
export async function diesInTask(
  world: HomewardWorld,
  component: ComponentName,
  task: string,
  awayMs: number,
): Promise<void> {
  const dies = arm(world, `the ${component} dies in ${task}`, () => kill(world, component));
  await comesToTask(world, task);
  await dies();
  await returnsAfter(world, component, awayMs);
}

/** Kills a component as soon as the first contents are on their way, and starts it again after a while. */
export async function diesWhileCopying(
  world: HomewardWorld,
  component: ComponentName,
  awayMs: number,
): Promise<void> {
  const dies = arm(world, `the ${component} dies while copying`, () => kill(world, component));
  const { driver, evidence, asked } = world;
  const copying = (): boolean => evidence.trafficOf(evidence.pairOf(asked) ?? '').extents > 0;
  const watch = [{ kind: 'agent.sent', subject: asked }] as const;
  assert(await driver.clock.until(copying, WAIT_MS_MAX, watch), `no copying began for ${asked}`);
  await driver.clock.run(COPYING_MS);
  await dies();
  await returnsAfter(world, component, awayMs);
}

/** Runs until the job of the last request is at a task. */
export async function comesToTask(world: HomewardWorld, name: string): Promise<void> {
  const { vault, clock } = world.driver;
  const id = jobId(world);
  let tasks: readonly TaskView[] = [];
  const there = async (): Promise<boolean> => {
    ({ tasks } = await vault.job(id));
    return tasks.some((task) => task.name === name && task.state === 'InProgress');
  };
  if (await clock.until(there, WAIT_MS_MAX, [{ kind: 'job.task', subject: id }])) return;
  assert.fail(`the job does not come to ${name}; its tasks: ${tasks.map((task) => task.name).join(', ')}`);
}

/** Long enough to be in the middle of it, short enough not to be at its end. */
const COPYING_MS = 2_000;

async function kill({ driver, asked }: HomewardWorld, component: ComponentName): Promise<void> {
  await driver.servers.kill(component, asked);
}

async function returnsAfter(world: HomewardWorld, component: ComponentName, awayMs: number): Promise<void> {
  const { servers, clock } = world.driver;
  const returns = arm(world, `the ${component} returns`, () => servers.start(component));
  await clock.run(awayMs);
  await returns();
}

/** Announces a disturbance. If it is not carried out by the end of the scenario, the scenario fails. */
function arm({ armed }: HomewardWorld, what: string, act: () => Promise<void>): () => Promise<void> {
  const disturbance = { what, fired: false };
  armed.push(disturbance);
  return () => {
    disturbance.fired = true;
    return act();
  };
}
