import type { Refusal } from '../../network';
import { asrRefusal } from '../../wire';
import { checkChoices } from './choices';
import { canBeCancelled, newJob, ownerOf, rewindJob } from './jobs';
import type { Job, ProtectedItem, ReprotectInput } from './model';
import { holdMachines } from './service-jobs';
import { SERVICES } from './services';
import { allowedOperations, itemFacts } from './states';
import type { Vault } from './vault';
import type { WorkflowName } from './workflows';

/** What one provider calls a failover is called otherwise by another. */
const OTHER_WORD: { readonly [operation: string]: string } = {
  UnplannedFailover: 'PlannedFailover',
  PlannedFailover: 'UnplannedFailover',
};

export interface EnableInput {
  readonly group: string;
  readonly vnet: string;
  readonly physical: boolean;
}

/** Begins a workflow for an item. */
export function begin(vault: Vault, workflow: WorkflowName, item: ProtectedItem, input: unknown): Job {
  return vault.launch(newJob(vault, workflow, item, input), item);
}

/** The item, if nothing is under way for it. */
function idle(vault: Vault, name: string, operation: string): ProtectedItem {
  vault.mustAnswer(name, operation);
  const item = vault.items.get(name);
  if (!item) throw vault.refused(name, operation, 'SIM-UNKNOWN', [name], `(protected item ${name})`);
  if (item.activeJob) throw vault.refused(name, operation, 'SIM-BUSY', [name, item.activeJob]);
  const halfway = halfwayHome(vault, item);
  if (halfway && operation !== 'remove')
    throw vault.refused(
      name,
      operation,
      'SIM-OUT-OF-ORDER',
      [name, halfway.id],
      `Its disks are at the recovery point already: first restart the failed job ${halfway.id}.`,
    );
  return item;
}

/** The failback that failed after the disks were brought to the recovery point: only that job knows how to go on. */
function halfwayHome({ jobs }: Vault, { lastJob }: ProtectedItem): Job | undefined {
  const job = jobs.get(lastJob ?? '');
  if (job?.state !== 'Failed' || (job.workflow !== 'failoverToSite' && job.workflow !== 'plannedFailover'))
    return undefined;
  const start = job.tasks.find(({ taskId }) => taskId === 'StartVmOnSecondary');
  return start?.state === 'Failed' ? job : undefined;
}

/** The item, if it can do `operation` now. */
export function ready(vault: Vault, name: string, operation: string, allowed: string): ProtectedItem {
  const item = idle(vault, name, operation);
  if (allowedOperations(item, vault.rules).includes(allowed)) return item;
  const outOfOrder = (about: string, what: string): Refusal =>
    vault.refused(name, operation, 'SIM-OUT-OF-ORDER', [name, about], what);
  if (item.testFailover)
    throw outOfOrder(item.testFailover.vm, 'Its test failover waits: first clean it up.');
  const facts = itemFacts(item.state, vault.rules);
  const other = OTHER_WORD[allowed];
  if (other !== undefined && facts.allowed.includes(other))
    throw vault.refused(
      name,
      operation,
      'SIM-WRONG-OPERATION',
      [name, facts.provider, other],
      `(${facts.provider}: ${other})`,
    );
  throw outOfOrder(item.state, `It is ${item.state}: first ${facts.first}.`);
}

/** Errors: SIM-OUT-OF-ORDER – it is not replicated now. */
export function repairReplication(vault: Vault, name: string): Job {
  const item = idle(vault, name, 'repairReplication');
  if (!item.pair || item.testFailover)
    throw vault.refused(
      name,
      'repairReplication',
      'SIM-OUT-OF-ORDER',
      [name, item.state],
      item.testFailover
        ? 'Its test failover waits: first clean it up.'
        : 'It is not replicated: first reprotect it.',
    );
  return begin(vault, 'repairReplication', item, {});
}

export function enableReplication(vault: Vault, name: string, options: EnableInput): Job {
  vault.mustAnswer(name, 'enableReplication');
  const group = vault.groupOf(options.group);
  if (group.failback)
    throw vault.refused(
      name,
      'enableReplication',
      'SIM-UNKNOWN',
      [options.group],
      'A failback group takes machines by reprotection only.',
    );
  if (vault.items.has(name)) throw vault.refused(name, 'enableReplication', 'SIM-DUPLICATE', [name]);
  vault.cloud.subnetOf(options.vnet);
  const item: ProtectedItem = {
    name,
    physical: options.physical,
    vnet: options.vnet,
    state: 'enabling',
    container: options.group,
    pair: undefined,
    points: [],
    health: 'Normal',
    healthErrors: [],
    activeJob: undefined,
    lastJob: undefined,
    azureVm: undefined,
    siteVm: undefined,
    keptVm: undefined,
    reverse: undefined,
  };
  vault.component.durable.items.set(name, item);
  return begin(vault, 'enableReplication', item, {});
}

/** Which way follows from the item's state. Errors: every missing or unknown choice is refused by name before anything changes. */
export function reprotect(vault: Vault, name: string, input: ReprotectInput): Job {
  const item = ready(vault, name, 'reProtect', 'SwitchProtection');
  const home = item.state === 'failed-back' || item.state === 'failback-committed';
  const to = home ? 'to-azure' : 'to-site';
  vault.noting(name, 'reProtect', () => checkChoices(vault, item, input, to));
  return begin(vault, home ? 'reprotectToAzure' : 'reprotectToSite', item, input);
}

/** Runs a failed job again from the task that failed; what was done and still holds is not done twice. */
export function restartJob(vault: Vault, id: string): Job {
  const job = vault.jobs.get(id);
  if (!job) throw asrRefusal('SIM-UNKNOWN', [id], `(job ${id})`);
  vault.mustAnswer(job.item, 'restart');
  if (job.state !== 'Failed')
    throw vault.refused(job.item, 'restart', 'SIM-CANNOT-RESTART', [id], `(${job.state})`);
  const owner = ownerOf(vault, job) ?? vault.item(job.item);
  if (owner.lastJob !== id) {
    throw vault.refused(
      job.item,
      'restart',
      'SIM-CANNOT-RESTART',
      [id, owner.lastJob ?? ''],
      'A later job has taken its place.',
    );
  }
  if (owner.activeJob) throw vault.refused(job.item, 'restart', 'SIM-BUSY', [job.item]);
  const service = SERVICES[job.workflow];
  if (service) vault.noting(job.item, 'restart', () => holdMachines(vault, service, job));
  owner.activeJob = job.id;
  rewindJob(vault, job);
  vault.start(job);
  return job;
}

/** What is cancelled is taken back by the process of the job itself, so that it happens once. */
export function cancelJob(vault: Vault, id: string): Job {
  const job = vault.jobs.get(id);
  if (!job) throw asrRefusal('SIM-UNKNOWN', [id], `(job ${id})`);
  vault.mustAnswer(job.item, 'cancel');
  if (!canBeCancelled(job))
    throw vault.refused(
      job.item,
      'cancel',
      'SIM-CANNOT-CANCEL',
      [id, job.scenarioName],
      `(${job.scenarioName}, ${job.state})`,
    );
  if (job.cancelling) return job;
  job.cancelling = true;
  vault.kernel.record('job.cancelling', id, { item: job.item });
  return job;
}
