import assert from 'node:assert/strict';
import type { ErrorView, JobView } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { jobId, restart } from './requests';

/** Runs until the job of the last request has ended. */
export async function jobEnds(world: HomewardWorld, withinMs: number, id = jobId(world)): Promise<JobView> {
  const { clock, vault } = world.driver;
  let job: JobView | undefined;
  const ended = async (): Promise<boolean> => {
    job = await vault.job(id);
    return job.state !== 'InProgress';
  };
  const inTime = await clock.until(ended, withinMs, [{ kind: 'job.state', subject: id }]);
  assert(job && inTime, `the job of ${job?.item} did not end within ${minutes(withinMs)}`);
  return job;
}

export async function jobSucceeds(
  world: HomewardWorld,
  withinMs: number,
  id = jobId(world),
): Promise<JobView> {
  const job = await jobEnds(world, withinMs, id);
  assert.equal(job.state, 'Succeeded', `${job.scenario} of ${job.item}: ${job.errors.map(told).join('; ')}`);
  return job;
}

/** The job fails with `code` among its errors; the failure counts as looked at. */
export async function jobFails(
  world: HomewardWorld,
  withinMs: number,
  code: string,
  id = jobId(world),
): Promise<ErrorView> {
  const job = await jobEnds(world, withinMs, id);
  assert.equal(job.state, 'Failed');
  const error = job.errors.find((each) => each.code === code);
  assert(error, `expected ${code}, got ${job.errors.map(told).join('; ')}`);
  for (const each of [job.id, ...job.children]) world.evidence.look(each);
  return error;
}

/** The job fails; gives the codes of all its errors in their order, and counts them as looked at. */
export async function jobFailsFor(world: HomewardWorld, withinMs: number): Promise<readonly string[]> {
  const { id, state, errors } = await jobEnds(world, withinMs);
  assert.equal(state, 'Failed');
  world.evidence.look(id);
  return errors.map(({ code }) => code);
}

/** The job succeeds; each time it fails instead, the operator restarts it after a quarter of an hour. */
export async function jobSucceedsInTheEnd(world: HomewardWorld, withinMs: number): Promise<void> {
  const { clock, vault } = world.driver;
  const endMs = clock.nowMs + withinMs;
  for (;;) {
    const job = await jobEnds(world, endMs - clock.nowMs);
    if (job.state === 'Succeeded') return;
    assert.deepEqual(job.allowedActions, ['Restart'], `${job.errors.map(told).join('; ')}: not restartable`);
    world.evidence.look(job.id);
    await clock.run(900_000);
    await restart(world);
    assert.equal((await vault.job(job.id)).state, 'InProgress');
  }
}

/** The job has exactly these tasks, in this order, each ended in this state. */
export async function tasksAre(
  world: HomewardWorld,
  rows: readonly { readonly [column: string]: string }[],
): Promise<void> {
  const { tasks } = await world.driver.vault.job(jobId(world));
  const got = tasks.map(({ name, state }) => ({ task: name, state }));
  assert.deepEqual(
    got,
    rows.map(({ task, state }) => ({ task, state })),
  );
}

/** A job that is over shows when each of its parts began and ended, one after the other. */
export async function finished({ driver }: HomewardWorld, id: string): Promise<void> {
  const { percent, startedAtMs, endedAtMs = Number.NaN, tasks } = await driver.vault.job(id);
  assert.equal(percent, 100);
  const times = tasks.flatMap((task) => [task.startedAtMs ?? Number.NaN, task.endedAtMs ?? Number.NaN]);
  const all = [startedAtMs, ...times, endedAtMs];
  all.forEach((time, index) => {
    assert(
      index === 0 || time >= (all[index - 1] as number),
      `the times are out of order: ${all.join(', ')}`,
    );
  });
}

/** A job that failed shows when, and so does the task that failed; the tasks behind it never began. */
export async function endedInFailure({ driver }: HomewardWorld, id: string): Promise<void> {
  const { startedAtMs, endedAtMs = Number.NaN, tasks } = await driver.vault.job(id);
  const failed = tasks.find(({ state }) => state === 'Failed');
  assert(endedAtMs >= startedAtMs && endedAtMs < driver.clock.nowMs, `it ended at ${endedAtMs} ms`);
  assert.equal(failed?.endedAtMs, endedAtMs);
  for (const task of tasks)
    if (task.state === 'NotStarted')
      assert.deepEqual([task.startedAtMs, task.endedAtMs], [undefined, undefined]);
}

/** The job of the machine that the last request was for: the newest, and the one before it. */
export async function newestJob(world: HomewardWorld): Promise<string> {
  return (await jobsOfAsked(world)).at(-1) ?? '';
}

export async function jobBefore(world: HomewardWorld): Promise<string> {
  return (await jobsOfAsked(world)).at(-2) ?? '';
}

async function jobsOfAsked({ driver, asked }: HomewardWorld): Promise<readonly string[]> {
  return (await driver.vault.jobs()).flatMap(({ id, item }) => (item === asked ? [id] : []));
}

function told({ code, about }: ErrorView): string {
  return `${code} (${about.join(', ')})`;
}

export function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} minutes`;
}
