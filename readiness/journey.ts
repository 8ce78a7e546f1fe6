import type { Job, ProtectedItem } from '../simulators/azure';
import type { Estate } from '../simulators/estate';
import { type Cause, Refusal } from '../simulators/network';

/** The way of a machine to Azure and home, in order. */
export const STAGES = [
  'initial protection',
  'failover to Azure',
  'commit in Azure',
  'reprotect to the site',
  'failback',
  'commit on the site',
  'reprotect to Azure',
] as const;

export type Stage = (typeof STAGES)[number];

/** How far one machine came. Shape: `times` has an entry for each stage that was passed; `stopped` names the stage it
 *  is stuck in and every cause. Units: ms of virtual time; `rtoMs` from the order to fail back until the guest runs on the site,
 *  `unprotectedMs` from the failback until the machine is protected in Azure again, absent if it never was. */
export interface Journey {
  readonly name: string;
  readonly times: Map<Stage, number>;
  stopped: { readonly stage: Stage; readonly causes: readonly Cause[] } | undefined;
  rtoMs: number | undefined;
  unprotectedMs?: number;
  /** Its master target wrote more slowly than the data arrived. */
  overloaded?: boolean;
}

/** How often the operator looks, and how long a stage may take before it counts as stuck. */
const LOOK_EVERY_MS = 15_000;
const STAGE_MS_MAX = 24 * 3_600_000;

/** How many machines are on their way into protection to the site: comparing the disks of too many at once fills the line. */
export interface Wave {
  reprotecting: number;
}

/** The protection group of all machines of a rehearsal. */
export const PROTECTION_GROUP = 'readiness';
export const WAVE_MACHINES_MAX = 100;

export function newJourney(name: string): Journey {
  return { name, times: new Map(), stopped: undefined, rtoMs: undefined };
}

/** Puts a machine under protection and waits for its first recovery point in Azure. */
export function* protect(estate: Estate, journey: Journey): Generator<number, void, unknown> {
  const { vault, names } = estate;
  const options = { group: PROTECTION_GROUP, vnet: names.vnet, physical: false };
  yield* stage(estate, journey, 'initial protection', 'protected', () =>
    vault.enableReplication(journey.name, options),
  );
}

/** Fails a protected machine over, lets it work in Azure, brings it home and protects it again. */
export function* goHome(
  estate: Estate,
  journey: Journey,
  workMs: number,
  home: ReadonlyMap<string, number>,
  wave: Wave,
): Generator<number, void, unknown> {
  const { vault, kernel, names } = estate;
  const { name } = journey;
  const latest = { point: 'latest', shutDown: true };
  const choices = {
    masterTarget: names.masterTarget,
    processServer: names.processServer,
    account: names.account,
    policy: `${PROTECTION_GROUP}_Failback`,
    retentionDrive: names.retentionDrive,
  };
  const go = (which: Stage, until: ProtectedItem['state'], begin: () => Job) =>
    stage(estate, journey, which, until, begin);
  if (!(yield* go('failover to Azure', 'failed-over', () => vault.unplannedFailover(name, latest)))) return;
  if (!(yield* go('commit in Azure', 'failover-committed', () => vault.commit(name)))) return;
  yield workMs;
  while (wave.reprotecting >= WAVE_MACHINES_MAX) yield LOOK_EVERY_MS;
  wave.reprotecting += 1;
  const reprotect = () => vault.reprotect(name, choices);
  const reprotected = yield* go('reprotect to the site', 'protected-to-site', reprotect);
  wave.reprotecting -= 1;
  if (!reprotected) return;
  yield workMs;
  const orderedAtMs = kernel.now;
  if (!(yield* go('failback', 'failed-back', () => vault.unplannedFailover(name, latest)))) return;
  const unprotectedAtMs = kernel.now;
  yield* until(() => (home.get(name) ?? -1) >= orderedAtMs, LOOK_EVERY_MS, STAGE_MS_MAX);
  const upAtMs = home.get(name) ?? -1;
  if (upAtMs >= orderedAtMs) journey.rtoMs = upAtMs - orderedAtMs;
  if (!(yield* go('commit on the site', 'failback-committed', () => vault.commit(name)))) return;
  if (yield* go('reprotect to Azure', 'protected', () => vault.reprotect(name)))
    journey.unprotectedMs = kernel.now - unprotectedAtMs;
}

/** One stage: begins the job, waits for its end and for the state that it leads to. False: the machine is stuck. */
function* stage(
  { vault, kernel }: Estate,
  journey: Journey,
  which: Stage,
  wanted: ProtectedItem['state'],
  begin: () => Job,
): Generator<number, boolean, unknown> {
  const beganAtMs = kernel.now;
  try {
    const job = begin();
    yield* until(() => job.state !== 'InProgress', LOOK_EVERY_MS, STAGE_MS_MAX);
    if (job.state === 'Failed') return stop(journey, which, job.errors);
    const item = vault.item(journey.name);
    const reached = (): boolean => {
      if (item.healthErrors.includes('SIM-MASTER-TARGET-BUSY')) journey.overloaded = true;
      return item.state === wanted;
    };
    if (!(yield* until(reached, LOOK_EVERY_MS, STAGE_MS_MAX)))
      return stop(journey, which, [tooLate(journey.name, item.state)]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return stop(journey, which, error.causes);
  }
  journey.times.set(which, kernel.now - beganAtMs);
  return true;
}

function* until(reached: () => boolean, everyMs: number, maxMs: number): Generator<number, boolean, unknown> {
  for (let waitedMs = 0; waitedMs <= maxMs; waitedMs += everyMs) {
    if (reached()) return true;
    yield everyMs;
  }
  return reached();
}

function stop(journey: Journey, which: Stage, causes: readonly Cause[]): false {
  journey.stopped = { stage: which, causes };
  return false;
}

function tooLate(machine: string, state: string): Cause {
  return {
    code: 'HW-LATE',
    message: `After ${STAGE_MS_MAX / 3_600_000} hours of virtual time the machine is still ${state}.`,
    recommendedAction:
      'Give the line more bandwidth (--bandwidth), or find what keeps the replication from advancing.',
    about: [machine],
  };
}
