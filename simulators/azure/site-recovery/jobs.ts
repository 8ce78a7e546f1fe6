import type { Process } from '../../kernel';
import { Refusal } from '../../network';
import { note } from '../../wire';
import type { Job, JobTask, ProtectedItem } from './model';
import type { Vault } from './vault';
import { WORKFLOWS, type Workflow, type WorkflowName } from './workflows';

/** Makes a job with its tasks, none of them begun. */
export function newJob(vault: Vault, workflow: WorkflowName, item: ProtectedItem, input: unknown): Job {
  const { scenarioName, friendlyName, tasks } = WORKFLOWS[workflow] as Workflow;
  return {
    id: vault.kernel.random('job ids').guid(),
    workflow,
    scenarioName,
    friendlyName,
    item: item.name,
    input,
    startedAtMs: vault.kernel.now,
    endedAtMs: undefined,
    state: 'InProgress',
    tasks: tasks.map(({ taskId, name, friendlyName: friendly }) => ({
      taskId,
      name,
      friendlyName: friendly,
      state: 'NotStarted',
      startedAtMs: undefined,
      endedAtMs: undefined,
    })),
    errors: [],
    data: {},
  };
}

/** Runs a job from its first task that has not ended. Each task's end is kept before the next begins, so that a crash between
 *  any two steps loses at most the task that was running, and that one is done again. */
export function* runJob(vault: Vault, job: Job): Process {
  const item = vault.item(job.item);
  const workflow = WORKFLOWS[job.workflow as WorkflowName] as Workflow;
  const { tasks } = workflow;
  for (const [index, definition] of tasks.entries()) {
    const task = job.tasks[index] as JobTask;
    if (task.state === 'Succeeded' || task.state === 'Other') continue;
    task.startedAtMs ??= vault.kernel.now;
    setTask(vault, job, task, 'InProgress');
    try {
      const outcome = yield* definition.run({ vault, job, item });
      task.endedAtMs = vault.kernel.now;
      setTask(vault, job, task, outcome === 'skipped' ? 'Other' : 'Succeeded');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      task.endedAtMs = vault.kernel.now;
      setTask(vault, job, task, 'Failed');
      job.errors = error.causes;
      if (workflow.cancelItself) job.data.cancelled = yield* workflow.cancelItself({ vault, job, item });
      endJob(vault, job, 'Failed');
      return;
    }
  }
  job.errors = [];
  endJob(vault, job, 'Succeeded');
}

/** Makes a failed job ready to run again from the task that failed. */
export function rewindJob(vault: Vault, job: Job): void {
  const anew = job.data.cancelled === true;
  if (anew) job.data = {};
  for (const task of job.tasks) {
    if (task.state !== 'Failed' && !anew) continue;
    task.startedAtMs = undefined;
    task.endedAtMs = undefined;
    task.state = 'NotStarted';
  }
  job.state = 'InProgress';
  job.endedAtMs = undefined;
  vault.noteJob(job);
}

/** What an operator may ask of a job now. */
export function allowedActions(job: Job): readonly string[] {
  return job.state === 'Failed' ? ['Restart'] : [];
}

/** How far a job is, in percent: its ended tasks among all. */
export function percentComplete(job: Job): number {
  const ended = job.tasks.filter((task) => task.state === 'Succeeded' || task.state === 'Other').length;
  return Math.round((100 * ended) / job.tasks.length);
}

export function setTask(vault: Vault, job: Job, task: JobTask, state: JobTask['state']): void {
  task.state = state;
  note(vault.kernel, 'job.task', job.id, { item: job.item, task: task.taskId, state });
}

export function endJob(vault: Vault, job: Job, state: 'Succeeded' | 'Failed'): void {
  job.state = state;
  job.endedAtMs = vault.kernel.now;
  const owner = vault.items.get(job.item) ?? vault.plans.get(job.item) ?? vault.azureServers.get(job.item);
  if (owner?.activeJob === job.id) owner.activeJob = undefined;
  vault.noteJob(job);
}
