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
  readonly begin: (world: HomewardWorld, machine: string) => Promise<void>;
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
export async function bring(world: HomewardWorld, machines: readonly string[], to: string): Promise<void> {
  const last = WAY.findIndex(({ state, through }) => state === to || through === to);
  assert(last >= 0, `no way leads to the state ${to}`);
  for (const machine of machines) await noteVm(world, machine);
  for (const stage of WAY.slice(await position(world, machines), last + 1)) {
    if (stage.through === to) await enter(world, machines, stage.begin, to);
    else await take(world, machines, stage);
  }
}

/** Takes a machine to Azure that is shut down in its operating system first, and commits. */
export async function runsInAzureByHand(world: HomewardWorld, machine: string): Promise<void> {
  await bring(world, [machine], 'protected');
  await world.driver.site.shutDown(machine);
  await failOver(world, machine, { shutDown: false });
  await jobSucceeds(world, STAGE_MS_MAX);
  await commit(world, machine);
  await jobSucceeds(world, STAGE_MS_MAX);
  await world.driver.clock.run(STAY_MS);
}

/** Brings machines to the end of the way: back on the site, and protected to Azure once more. */
export async function bringHome(world: HomewardWorld, machines: readonly string[]): Promise<void> {
  await bring(world, machines, 'failback-committed');
  await take(world, machines, WAY.at(-1) as Stage);
}

/** Brings a machine to a state, and leaves the operator's last request as it was. */
export async function bringAside(world: HomewardWorld, machine: string, state: string): Promise<void> {
  const { answer, asked, before } = world;
  await bring(world, [machine], state);
  Object.assign(world, { answer, asked, before });
}

/** The whole way once more, for machines that came home. */
export async function bringHomeAgain(world: HomewardWorld, machines: readonly string[]): Promise<void> {
  for (const stage of WAY.slice(1)) await take(world, machines, stage);
}

/** The machine comes to a state in time. */
export async function comesTo(
  world: HomewardWorld,
  machine: string,
  state: string,
  withinMs: number,
): Promise<void> {
  const { clock, vault } = world.driver;
  let got: string | undefined;
  const there = async (): Promise<boolean> => {
    got = (await vault.item(machine))?.state;
    return got === state;
  };
  assert(
    await clock.until(there, withinMs, [{ kind: 'item.state', subject: machine }]),
    `${machine} is ${got} after ${minutes(withinMs)}, expected ${state}`,
  );
}

/** How many stages lie behind; machines that travel together have come equally far. */
async function position({ driver, evidence }: HomewardWorld, machines: readonly string[]): Promise<number> {
  const [first = ''] = machines;
  const state = (await driver.vault.item(first))?.state;
  if (state === undefined) return 0;
  const states = WAY.map((stage) => stage.state);
  const at = evidence.failedBack.has(first) ? states.lastIndexOf(state) : states.indexOf(state);
  assert(at >= 0, `${first} is ${state}: it is between two stages`);
  return at + 1;
}

async function take(
  world: HomewardWorld,
  machines: readonly string[],
  { state, begin }: Stage,
): Promise<void> {
  for (const job of await pass(world, machines, begin)) await jobSucceeds(world, STAGE_MS_MAX, job);
  for (const machine of machines) await comesTo(world, machine, state, STAGE_MS_MAX);
  await world.driver.clock.run(STAY_MS);
}

/** Begins a stage and stops in the middle, where no job runs any more but the copying does. */
async function enter(
  world: HomewardWorld,
  machines: readonly string[],
  begin: Stage['begin'],
  state: string,
): Promise<void> {
  for (const job of await pass(world, machines, begin)) await jobSucceeds(world, STAGE_MS_MAX, job);
  for (const machine of machines) assert.equal((await world.driver.vault.item(machine))?.state, state);
}

/** Requests what leads to the next stage; nobody compares what stood before. */
async function pass(
  world: HomewardWorld,
  machines: readonly string[],
  begin: Stage['begin'],
): Promise<string[]> {
  world.onTheWay = true;
  const jobs = await requestAll(world, machines, begin);
  world.onTheWay = false;
  return jobs;
}

/** Requests the same for each machine before any of the jobs goes on; gives the jobs. */
export async function requestAll(
  world: HomewardWorld,
  machines: readonly string[],
  begin: Stage['begin'],
): Promise<string[]> {
  const jobs: string[] = [];
  for (const machine of machines) {
    await begin(world, machine);
    jobs.push(jobId(world));
  }
  return jobs;
}

/** Keeps which VM a machine had at first. */
async function noteVm({ noted, driver }: HomewardWorld, machine: string): Promise<void> {
  const vm = await driver.site.vm(machine);
  if (vm && !noted.has(machine)) noted.set(machine, vm.instanceUuid);
}
