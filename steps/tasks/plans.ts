import assert from 'node:assert/strict';
import type { PlanChoices } from '../drivers/driver';
import type { JobView } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { ask, failOver } from './requests';

/** How features call the kinds of recovery points. */
export const POINT_KINDS = {
  'the latest point': 'latest',
  'the latest application-consistent point': 'latest-application',
  'the latest common point': 'latest-group',
  'the latest common application-consistent point': 'latest-group-application',
} as const;
export type PointKind = (typeof POINT_KINDS)[keyof typeof POINT_KINDS];

/** Fails a recovery plan over; each source is shut down first. */
export async function failOverPlan(
  world: HomewardWorld,
  plan: string,
  choices: Partial<PlanChoices>,
): Promise<void> {
  await ask(world, plan, () =>
    world.driver.vault.failOverPlan(plan, { point: 'latest', shutDown: true, ...choices }),
  );
}

/** One machine's failover began when the other's had ended. */
export async function failedOverAfter(world: HomewardWorld, later: string, earlier: string): Promise<void> {
  const before = (await lastFailover(world, earlier)).endedAtMs ?? Number.NaN;
  const after = (await lastFailover(world, later)).startedAtMs;
  assert(after >= before, `${later} began at ${after} ms, ${earlier} ended at ${before} ms`);
}

/** Nothing was begun for the machine since it was protected. */
export async function noFailoverBegan(world: HomewardWorld, machine: string): Promise<void> {
  const newest = (await world.driver.vault.jobs()).findLast(({ item }) => item === machine);
  assert.notEqual(newest?.scenario, 'UnplannedFailover');
}

/** Fails over to a point that was taken while a transaction of the machine was under way. */
export async function failOverIntoTransaction(world: HomewardWorld, machine: string): Promise<void> {
  const { driver, evidence } = world;
  const point = (await driver.vault.points(machine)).findLast(({ id }) => evidence.missingAt(id) > 0);
  assert(point, `no point of ${machine} lies in a transaction`);
  await failOver(world, machine, { point: point.id });
}

/** How many writes of a transaction the machine lacks after its recovery. */
export function missingWrites({ evidence }: HomewardWorld, machine: string): number {
  return evidence.missingAt(evidence.recoveredAt.get(machine) ?? '');
}

async function lastFailover({ driver }: HomewardWorld, machine: string): Promise<JobView> {
  const jobs = await driver.vault.jobs();
  const job = jobs.findLast(({ item, scenario }) => item === machine && scenario === 'UnplannedFailover');
  assert(job, `${machine} did not fail over`);
  return job;
}
