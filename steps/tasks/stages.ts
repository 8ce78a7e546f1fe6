import assert from 'node:assert/strict';
import type { HomewardWorld } from '../world';
import { jobSucceeds, minutes } from './jobs';
import { commit, failOver, jobId, protect, reprotect } from './requests';

const STAGE_MS_MAX = 6 * 3_600_000;
/** How long a machine lives in one place before it moves on. */
const STAY_MS = 6 * 60_000;

interface Stage {
  readonly state: string;
  /** The state that it passes through, if it takes a while. */
  readonly through?: string;
  readonly begin: (world: HomewardWorld, machine: string) => void;
}

/** The way there and back: each stage by the state that it leads to. */
const WAY: readonly Stage[] = [
  { state: 'protected', through: 'enabling', begin: protect },
  { state: 'failed-over', begin: failOver },
  { state: 'failover-committed', begin: commit },
  { state: 'protected-to-site', through: 'reprotecting', begin: reprotect },
  { state: 'failed-back', begin: failOver },
  { state: 'failback-committed', begin: commit },
  { state: 'protected', through: 'reprotecting-to-azure', begin: reprotect },
];

/** Brings machines, side by side, to a state: through every stage that lies before it on the way. */
export function bring(world: HomewardWorld, machines: readonly string[], to: string): void {
  const last = WAY.findIndex(({ state, through }) => state === to || through === to);
  assert(last >= 0, `no way leads to the state ${to}`);
  for (const machine of machines) noteVm(world, machine);
  for (const stage of WAY.slice(position(world, machines), last + 1)) {
    if (stage.through === to) enter(world, machines, stage.begin, to);
    else take(world, machines, stage);
  }
}

/** Takes a machine to Azure that is shut down in its operating system first, and commits. */
export function runsInAzureByHand(world: HomewardWorld, machine: string): void {
  bring(world, [machine], 'protected');
  world.driver.site.shutDown(machine);
  failOver(world, machine, { shutDown: false });
  jobSucceeds(world, STAGE_MS_MAX);
  commit(world, machine);
  jobSucceeds(world, STAGE_MS_MAX);
  world.driver.clock.run(STAY_MS);
}

/** Brings machines to the end of the way: back on the site, and protected to Azure once more. */
export function bringHome(world: HomewardWorld, machines: readonly string[]): void {
  bring(world, machines, 'failback-committed');
  take(world, machines, WAY.at(-1) as Stage);
}

/** The whole way once more, for machines that came home. */
export function bringHomeAgain(world: HomewardWorld, machines: readonly string[]): void {
  for (const stage of WAY.slice(1)) take(world, machines, stage);
}

/** The machine comes to a state in time. */
export function comesTo(world: HomewardWorld, machine: string, state: string, withinMs: number): void {
  const { clock, vault } = world.driver;
  const there = (): boolean => vault.item(machine)?.state === state;
  assert(
    clock.until(there, withinMs),
    `${machine} is ${vault.item(machine)?.state} after ${minutes(withinMs)}, expected ${state}`,
  );
}

/** How many stages lie behind; machines that travel together have come equally far. */
function position({ driver, evidence }: HomewardWorld, machines: readonly string[]): number {
  const [first = ''] = machines;
  const state = driver.vault.item(first)?.state;
  if (state === undefined) return 0;
  const states = WAY.map((stage) => stage.state);
  const at = evidence.failedBack.has(first) ? states.lastIndexOf(state) : states.indexOf(state);
  assert(at >= 0, `${first} is ${state}: it is between two stages`);
  return at + 1;
}

function take(world: HomewardWorld, machines: readonly string[], { state, begin }: Stage): void {
  for (const job of requestAll(world, machines, begin)) jobSucceeds(world, STAGE_MS_MAX, job);
  for (const machine of machines) comesTo(world, machine, state, STAGE_MS_MAX);
  world.driver.clock.run(STAY_MS);
}

/** Begins a stage and stops in the middle, where no job runs any more but the copying does. */
function enter(
  world: HomewardWorld,
  machines: readonly string[],
  begin: Stage['begin'],
  state: string,
): void {
  for (const job of requestAll(world, machines, begin)) jobSucceeds(world, STAGE_MS_MAX, job);
  for (const machine of machines) assert.equal(world.driver.vault.item(machine)?.state, state);
}

/** Requests the same for each machine before any of the jobs goes on; gives the jobs. */
export function requestAll(
  world: HomewardWorld,
  machines: readonly string[],
  begin: (world: HomewardWorld, machine: string) => void,
): string[] {
  return machines.map((machine) => {
    begin(world, machine);
    return jobId(world);
  });
}

/** Keeps which VM a machine had at first. */
function noteVm({ noted, driver }: HomewardWorld, machine: string): void {
  const vm = driver.site.vm(machine);
  if (vm && !noted.has(machine)) noted.set(machine, vm.instanceUuid);
}
