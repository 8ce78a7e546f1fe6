import assert from 'node:assert/strict';
import type { ComponentName } from '../drivers/driver';
import type { HomewardWorld } from '../world';
import { jobId } from './requests';

const WAIT_MS_MAX = 4 * 3_600_000;

/** Kills a component when the job of the last request comes to a task, and starts it again after a while. */
export function diesInTask(
  world: HomewardWorld,
  component: ComponentName,
  task: string,
  awayMs: number,
): void {
  const dies = arm(world, `the ${component} dies in ${task}`, () => kill(world, component));
  comesToTask(world, task);
  dies();
  returnsAfter(world, component, awayMs);
}

/** Kills a component as soon as the first contents are on their way, and starts it again after a while. */
export function diesWhileCopying(world: HomewardWorld, component: ComponentName, awayMs: number): void {
  const dies = arm(world, `the ${component} dies while copying`, () => kill(world, component));
  const { driver, evidence, asked } = world;
  const copying = (): boolean => evidence.trafficOf(driver.vault.item(asked)?.pair ?? '').extents > 0;
  assert(driver.clock.until(copying, WAIT_MS_MAX, 0), `no copying began for ${asked}`);
  driver.clock.run(COPYING_MS);
  dies();
  returnsAfter(world, component, awayMs);
}

/** Runs until the job of the last request is at a task. */
export function comesToTask(world: HomewardWorld, name: string): void {
  const { vault, clock } = world.driver;
  const id = jobId(world);
  const there = (): boolean =>
    vault.job(id).tasks.some((task) => task.name === name && task.state === 'InProgress');
  const known = vault.job(id).tasks.map((task) => task.name);
  assert(
    clock.until(there, WAIT_MS_MAX, 0),
    `the job does not come to ${name}; its tasks: ${known.join(', ')}`,
  );
}

/** Long enough to be in the middle of it, short enough not to be at its end. */
const COPYING_MS = 2_000;

function kill({ driver, asked }: HomewardWorld, component: ComponentName): void {
  driver.servers.kill(component, asked);
}

function returnsAfter(world: HomewardWorld, component: ComponentName, awayMs: number): void {
  const { servers, clock } = world.driver;
  const returns = arm(world, `the ${component} returns`, () => servers.start(component));
  clock.after(awayMs, returns);
  clock.run(awayMs);
}

/** Announces a disturbance. If it is not carried out by the end of the scenario, the scenario fails. */
function arm({ armed }: HomewardWorld, what: string, act: () => void): () => void {
  const disturbance = { what, fired: false };
  armed.push(disturbance);
  return () => {
    disturbance.fired = true;
    act();
  };
}
