import type { Watch } from '../runbooks/watch';
import { allowedActions, type Job, type ReprotectInput } from '../simulators/azure';
import type { Estate } from '../simulators/estate';
import type { Process } from '../simulators/kernel';
import { Refusal } from '../simulators/network';

/** How a machine travels. Units: ms of virtual time. */
export interface TravelOptions {
  readonly machine: string;
  /** How long it works in Azure, and how long it replicates before it comes home. */
  readonly workMs: number;
  /** How long is waited before a failed job is restarted, or a refused request is made again. */
  readonly patienceMs: number;
  /** It is in Azure when it sets out. */
  readonly inAzure?: boolean;
  /** Told of each request, and of the state in which it is made. */
  readonly asked?: (state: string) => void;
}

const LOOK_MS = 10 * 60_000;
/** The machine in Azure does not run, and must. */
const AZURE_VM_OFF = '78093';
/** Where it works for a while before it goes on. */
const STAYS = ['protected', 'failover-committed', 'protected-to-site', 'failback-committed'];

/** Takes one machine to Azure and home again, and protects it anew: it looks where the machine stands, and asks for what comes next. So it goes
 *  on from wherever a fault or somebody else has left the machine. It returns when the machine is home; it never gives up. */
export function* travel(estate: Estate, watch: Watch, options: TravelOptions): Process {
  const { vault } = estate;
  const { machine, workMs, patienceMs, inAzure = false, asked } = options;
  const physical = estate.machines.get(machine)?.physical === true;
  const steps = stepsOf(estate, machine);
  let away = inAzure;
  let worked: string | undefined;
  for (;;) {
    const item = vault.items.get(machine);
    const state = item?.state ?? 'unprotected';
    away ||= state === 'failed-over';
    if (state === 'protected' && away) return;
    const active = vault.jobs.get(item?.activeJob ?? '');
    const last = vault.jobs.get(item?.lastJob ?? '');
    const ask = steps[state];
    if (active || (!ask && last?.state !== 'Failed')) yield* watch.change(machine, LOOK_MS);
    else {
      if (last?.state === 'Failed') yield patienceMs;
      else if (worked !== state && STAYS.includes(state)) yield workMs;
      worked = state;
      // Nobody can shut a physical server down from Azure.
      if (physical && state === 'protected') estate.physical.get(machine)?.switchOff();
      asked?.(state);
      if (!(yield* attempt(next(estate, last, ask), patienceMs))) worked = undefined;
    }
  }
}

/** A failed job is restarted where it may be; otherwise what comes next is asked for. Where the job says that the machine in Azure must be
 *  started first, that is done. */
function* next({ vault, cloud }: Estate, last: Job | undefined, ask: (() => Job) | undefined): Process {
  const stopped = last?.errors.find(({ code }) => code === AZURE_VM_OFF)?.about[0];
  if (last?.state === 'Failed' && stopped !== undefined)
    yield* cloud.start(vault.item(stopped).azureVm ?? '');
  if (last?.state === 'Failed' && allowedActions(last).includes('Restart')) vault.restartJob(last.id);
  else ask?.();
}

/** False, after a while, if it was refused. */
function* attempt(asking: Process, patienceMs: number): Process<boolean> {
  try {
    yield* asking;
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  yield patienceMs;
  return false;
}

/** What is asked for in each state; where nothing is, the vault goes on by itself. */
function stepsOf(estate: Estate, machine: string): { readonly [state: string]: () => Job } {
  const { vault, names, description } = estate;
  const { group = '', physical = false } = estate.machines.get(machine) ?? {};
  const modernized = vault.rules.provider === 'modernized';
  const choices = (): ReprotectInput => ({
    ...(modernized
      ? { reprotectAgent: names.masterTarget, logStorageAccount: names.processServer }
      : {
          masterTarget: names.masterTarget,
          processServer: names.processServer,
          account: names.account,
          retentionDrive: names.retentionDrive,
        }),
    policy: vault.groupOf(vault.twinOf(group)).policy,
    datastore: description.masterTarget?.datastore ?? '',
  });
  return {
    unprotected: () => vault.enableReplication(machine, { group, vnet: names.vnet, physical }),
    protected: () => vault.unplannedFailover(machine, { point: 'latest', shutDown: !physical }),
    'failed-over': () => vault.commit(machine),
    'failover-committed': () => vault.reprotect(machine, choices()),
    'protected-to-site': () =>
      modernized
        ? vault.plannedFailover(machine, { point: 'latest' })
        : vault.unplannedFailover(machine, { point: 'latest', shutDown: true }),
    'failed-back': () => vault.commit(machine),
    'failback-committed': () => vault.reprotect(machine),
  };
}
