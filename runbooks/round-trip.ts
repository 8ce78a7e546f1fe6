import type { Job, ReprotectInput } from '../simulators/azure';
import type { Estate } from '../simulators/estate';
import type { Process } from '../simulators/kernel';
import { Refusal } from '../simulators/network';
import type { Watch } from './watch';

/** How a round trip is made. Units: ms of virtual time. */
export interface RoundTripOptions {
  readonly machine: string;
  /** How long the machine works in Azure, and how long it replicates before it comes home. */
  readonly workMs: number;
  /** How often a failed job is restarted, and how long is waited before. */
  readonly restartsMax: number;
  readonly restartAfterMs: number;
}

export type Stage = 'protect' | 'fail over' | 'reprotect' | 'fail back' | 'protect again' | 'home';

/** Where a round trip ended: at home, or in the stage whose job failed for good. */
export interface RoundTrip {
  readonly machine: string;
  readonly stage: Stage;
  readonly job: Job | undefined;
  /** When each stage was reached. */
  readonly reachedAtMs: { readonly [stage in Stage]?: number };
}

const JOB_MS_MAX = 24 * 3_600_000;
const REPLICATION_MS_MAX = 7 * 24 * 3_600_000;

/** Fails one machine over to Azure and home again, and protects it anew, by the vault's own operations:
 *  protect → failover → commit → reprotect → failback → commit → reprotect. It gives up where a job fails for good. */
export function* roundTrip(estate: Estate, watch: Watch, options: RoundTripOptions): Process<RoundTrip> {
  const { vault, names, kernel } = estate;
  const { machine } = options;
  const { group, physical } = estate.machines.get(machine) ?? { group: '', physical: false };
  const reachedAtMs: { [stage in Stage]?: number } = {};
  const modernized = vault.rules.provider === 'modernized';
  const choices: ReprotectInput = {
    ...(modernized
      ? { reprotectAgent: names.masterTarget, logStorageAccount: names.processServer }
      : {
          masterTarget: names.masterTarget,
          processServer: names.processServer,
          account: names.account,
          retentionDrive: names.retentionDrive,
        }),
    policy: vault.groupOf(vault.twinOf(group)).policy,
    datastore: estate.description.masterTarget?.datastore ?? '',
  };
  const latest = { point: 'latest', shutDown: !physical } as const;
  const state = (): string => vault.item(machine).state;
  const steps: readonly { stage: Stage; ask: () => Job; reaches?: string; workMs?: number }[] = [
    {
      stage: 'protect',
      ask: () => vault.enableReplication(machine, { group, vnet: names.vnet, physical }),
      reaches: 'protected',
    },
    { stage: 'fail over', ask: () => vault.unplannedFailover(machine, latest) },
    { stage: 'fail over', ask: () => vault.commit(machine), workMs: options.workMs },
    {
      stage: 'reprotect',
      ask: () => vault.reprotect(machine, choices),
      reaches: 'protected-to-site',
      workMs: options.workMs,
    },
    {
      stage: 'fail back',
      ask: () =>
        modernized
          ? vault.plannedFailover(machine, { point: 'latest' })
          : vault.unplannedFailover(machine, { point: 'latest', shutDown: true }),
    },
    { stage: 'fail back', ask: () => vault.commit(machine) },
    { stage: 'protect again', ask: () => vault.reprotect(machine), reaches: 'protected' },
  ];
  for (const { stage, ask, reaches, workMs } of steps) {
    reachedAtMs[stage] ??= kernel.now;
    const job = yield* carryOut(estate, watch, options, ask);
    if (job.state !== 'Succeeded') return { machine, stage, job, reachedAtMs };
    if (reaches !== undefined) {
      const late = (): Error => new Error(`${machine} never became ${reaches}: it is ${state()}`);
      yield* watch.until(machine, () => state() === reaches, REPLICATION_MS_MAX, late);
    }
    if (physical && stage === 'fail over') estate.physical.get(machine)?.switchOff();
    if (workMs !== undefined) yield workMs;
  }
  reachedAtMs.home = kernel.now;
  return { machine, stage: 'home', job: undefined, reachedAtMs };
}

/** Asks for a job and waits for its end; restarts it while it may. */
function* carryOut(estate: Estate, watch: Watch, options: RoundTripOptions, ask: () => Job): Process<Job> {
  const { vault } = estate;
  const { machine } = options;
  const request = function* (act: () => Job): Process<Job> {
    for (;;) {
      try {
        return act();
      } catch (error) {
        if (!(error instanceof Refusal && error.retry)) throw error;
      }
      yield options.restartAfterMs;
    }
  };
  const job = yield* request(ask);
  for (let restarts = 0; ; restarts += 1) {
    const late = (): Error => new Error(`the job ${job.friendlyName} of ${machine} never ended`);
    yield* watch.until(machine, () => job.state !== 'InProgress', JOB_MS_MAX, late);
    if (job.state === 'Succeeded' || restarts === options.restartsMax) return job;
    yield options.restartAfterMs;
    yield* request(() => vault.restartJob(job.id));
  }
}
