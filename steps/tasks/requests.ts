import assert from 'node:assert/strict';
import type { ReprotectChoices } from '../drivers/driver';
import type { Answer, ErrorView } from '../drivers/views';
import type { HomewardWorld } from '../world';
import { takeFingerprint } from './fingerprint';

/** The operator's requests, by the words that features use. */
export const REQUESTS = {
  protects: protect,
  'fails over': failOver,
  commits: commit,
  reprotects: reprotect,
  'cancels the failover of': cancelFailover,
  'plans the failover of': planFailover,
  'fails over, unplanned,': failOverUnplanned,
  'tests the failover of': testFailover,
  'cleans up the test failover of': cleanUpTestFailover,
  'disables the protection of': disableProtection,
  'repairs the replication of': repairReplication,
} as const;
export type Request = (typeof REQUESTS)[keyof typeof REQUESTS];

export async function protect(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.protect(machine));
}

/** Fails over to wherever the machine is not, at its latest point, after shutting the source down. */
export async function failOver(
  world: HomewardWorld,
  machine: string,
  how: { readonly point?: string; readonly shutDown?: boolean } = {},
): Promise<void> {
  const { point = 'latest', shutDown = true } = how;
  const { vault } = world.driver;
  // The modernized provider fails back by a planned failover.
  if ((await vault.item(machine))?.allowedOperations.includes('PlannedFailover'))
    await planFailover(world, machine, point === 'latest-application' ? point : 'latest');
  else await ask(world, machine, () => world.driver.vault.failOver(machine, { point, shutDown }));
}

export async function commit(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.commit(machine));
}

export async function planFailover(
  world: HomewardWorld,
  machine: string,
  point: 'latest' | 'latest-application' = 'latest',
): Promise<void> {
  await ask(world, machine, () => world.driver.vault.plannedFailover(machine, point));
}

export async function cancelFailover(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.cancelFailover(machine));
}

export async function failOverUnplanned(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.failOver(machine, { point: 'latest', shutDown: true }));
}

export async function testFailover(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.testFailover(machine));
}

export async function cleanUpTestFailover(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.cleanUpTestFailover(machine));
}

export async function disableProtection(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.disableProtection(machine));
}

export async function repairReplication(world: HomewardWorld, machine: string): Promise<void> {
  await ask(world, machine, () => world.driver.vault.repairReplication(machine));
}

/** Takes the job of the last request back; whether it can be is the answer. */
export async function cancel(world: HomewardWorld): Promise<void> {
  const job = jobId(world);
  await ask(world, world.asked, () => world.driver.vault.cancel(job));
}

/** Brings the copy in Azure to the oldest recovery point that is listed. */
export async function changeToOldestPoint(world: HomewardWorld, machine: string): Promise<void> {
  const [oldest] = await world.driver.vault.points(machine);
  assert(oldest, `${machine} has no recovery point`);
  await ask(world, machine, () => world.driver.vault.changePoint(machine, oldest.id));
}

/** Reprotects with the usual choices, changed by `choices`; a choice set to `undefined` is left out. */
export async function reprotect(
  world: HomewardWorld,
  machine: string,
  choices: { readonly [K in keyof ReprotectChoices]?: string | undefined } = {},
): Promise<void> {
  const { vault, names } = world.driver;
  const { group, state } = (await vault.item(machine)) ?? {};
  const policy = group === undefined ? undefined : await vault.failbackGroupOf(group);
  const home = state === 'failed-back' || state === 'failback-committed';
  const all = { ...(home ? {} : { ...names.usual, datastore: 'ds-01' }), policy, ...choices };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  await ask(world, machine, () => vault.reprotect(machine, sent));
}

/** The operator's answer to a source that does not shut down: its power is cut. */
export async function failOverWithoutShutDown(world: HomewardWorld, machine: string): Promise<void> {
  await failOver(world, machine, { shutDown: false });
}

/** Runs the failed job of the last request again. */
export async function restart(world: HomewardWorld, job = jobId(world)): Promise<void> {
  await ask(world, world.asked, () => world.driver.vault.restart(job));
}

/** A refusal names the machine that uses the server, and is filed under it. */
export async function deleteProcessServer(world: HomewardWorld, name: string): Promise<void> {
  world.before = await takeFingerprint(world);
  world.answer = await world.driver.processServers.delete(name);
  world.asked = world.machines.find((machine) => world.answer?.refusal?.about.includes(machine)) ?? '';
}

/** Asks, and keeps the answer and what the estate looked like before; not on the way to where a scenario begins, where nobody compares. */
export async function ask(
  world: HomewardWorld,
  machine: string,
  request: () => Promise<Answer>,
): Promise<void> {
  world.before = world.onTheWay ? undefined : await takeFingerprint(world);
  world.asked = machine;
  world.answer = await request();
}

/** The job that the last request started. Errors: it was refused. */
export function jobId({ answer, asked }: HomewardWorld): string {
  assert(answer, 'nothing was asked yet');
  assert(answer.job, `the request for ${asked} was refused: ${answer.refusal?.code}`);
  return answer.job;
}

/** The last request was refused with `code`; the refusal counts as looked at. */
export function refusedWith(world: HomewardWorld, code: string): ErrorView {
  const { answer, asked, evidence } = world;
  assert(answer?.refusal, `the request for ${asked} was not refused`);
  assert.equal(answer.refusal.code, code);
  for (const trouble of evidence.troubles)
    if (trouble.subject === asked && trouble.codes.includes(code)) trouble.seen = true;
  return answer.refusal;
}

/** The last request came too early or too late, and the refusal names what the machine's state needs first. */
export async function refusedInOrder(world: HomewardWorld): Promise<void> {
  const { message, about } = refusedWith(world, 'SIM-OUT-OF-ORDER');
  const item = await world.driver.vault.item(world.asked);
  assert.deepEqual(about.slice(0, 2), [world.asked, item?.state]);
  assert(item && message.includes(item.first), `expected "${item?.first}" in "${message}"`);
}
