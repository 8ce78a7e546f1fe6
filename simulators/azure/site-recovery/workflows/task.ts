import type { Process } from '../../../kernel';
import type { Job, ProtectedItem } from '../model';
import type { Vault } from '../vault';

/** What a task works with. */
export interface TaskContext {
  readonly vault: Vault;
  readonly job: Job;
  readonly item: ProtectedItem;
}

/** One named task. It may run again after a crash or a restart: what is done already is not done twice.
 *  Returns `skipped` where there was nothing to do. Errors: a Refusal fails the job. */
export interface TaskDefinition {
  readonly taskId: string;
  readonly name: string;
  readonly friendlyName: string;
  /** Where a restart begins if this task failed: what that task did may have been undone since. Absent: with this task. Source: assumed. */
  readonly again?: string | undefined;
  run(context: TaskContext): Process<'skipped' | undefined>;
}

export interface Workflow {
  readonly scenarioName: string;
  readonly friendlyName: string;
  readonly tasks: readonly TaskDefinition[];
  /** Takes back what a failed job did, where it does so by itself; says whether it could. A restart then begins anew. */
  cancelItself?(context: TaskContext): Process<boolean>;
  /** Takes back what a job that is cancelled had begun; absent where a job cannot be cancelled. It may run again after a crash.
   *  Errors: a Refusal fails the job, and a restart goes on taking back. */
  takeBack?(context: TaskContext): Process;
}

/** How long a shutdown may take. */
export const SHUTDOWN_TIMEOUT_MS = 15 * 60_000;
/** A short wait that stands for the service's own work in a task. */
export const WORK_MS = 5_000;

export function task(
  taskId: string,
  name: string,
  friendlyName: string,
  run: TaskDefinition['run'],
  again?: string,
): TaskDefinition {
  return { taskId, name, friendlyName, run, again };
}

/** A reprotection commits the failover before it, if nobody has. */
export function commitFirst(): TaskDefinition {
  return task('CommitFailoverTask', 'CommitFailover', 'Committing failover', function* ({ vault, item }) {
    if (item.state !== 'failed-over' && item.state !== 'failed-back') return 'skipped';
    yield* makeFinal(vault, item);
    return undefined;
  });
}

/** Commits a failover or failback. Under later documents' rules the commit of a failback deletes the Azure VM. */
export function* makeFinal(vault: Vault, item: ProtectedItem): Process {
  yield WORK_MS;
  const former = item.state === 'failed-back' ? vault.cloud.vms.get(item.azureVm ?? '') : undefined;
  if (former && vault.rules.azureVmAtCommit === 'deleted') {
    yield* vault.cloud.delete(former.name);
    item.azureVm = undefined;
  }
  vault.commitState(item);
}
