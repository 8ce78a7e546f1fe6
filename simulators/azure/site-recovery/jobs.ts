import type { Process } from '../../kernel';
import { Refusal } from '../../network';
import { note } from '../../wire';
import type { Job, JobOwner, JobTask, ProtectedItem } from './model';
import type { Vault } from './vault';
import { type TaskContext, WORKFLOWS, type Workflow, type WorkflowName } from './workflows';

/** Makes a job with its tasks, none of them begun. */
export function newJob(vault: Vault, workflow: WorkflowName, item: ProtectedItem, input: unknown): Job {
  const { scenarioName, friendlyName, tasks, takeBack: cancellable } = WORKFLOWS[workflow] as Workflow;
  const { state, container, siteVm, keptVm, homeVm } = item;
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
    ...(cancellable ? { before: { state, container, siteVm, keptVm, homeVm } } : {}),
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
    if (job.cancelling) break;
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
      if (job.cancelling) break;
      if (workflow.cancelItself) job.data.cancelled = yield* workflow.cancelItself({ vault, job, item });
      endJob(vault, job, 'Failed');
      return;
    }
  }
  if (job.cancelling) {
    yield* takeBack({ vault, job, item }, workflow);
    return;
  }
  job.errors = [];
  endJob(vault, job, 'Succeeded');
}

/** Takes a job back that somebody cancelled, as a task of its own. */
function* takeBack(context: TaskContext, workflow: Workflow): Process {
  const { vault, job } = context;
  for (const task of job.tasks)
    if (task.taskId !== CANCEL.taskId && (task.state === 'InProgress' || task.state === 'NotStarted'))
      task.state = 'Cancelled';
  let task = job.tasks.find(({ taskId }) => taskId === CANCEL.taskId);
  if (!task) {
    task = { ...CANCEL, state: 'NotStarted', startedAtMs: vault.kernel.now, endedAtMs: undefined };
    job.tasks.push(task);
  }
  setTask(vault, job, task, 'InProgress');
  try {
    if (workflow.takeBack) yield* workflow.takeBack(context);
    job.errors = [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    job.errors = error.causes;
  }
  task.endedAtMs = vault.kernel.now;
  const failed = job.errors.length > 0;
  setTask(vault, job, task, failed ? 'Failed' : 'Succeeded');
  endJob(vault, job, failed ? 'Failed' : 'Cancelled');
}

/** Name not recorded. */
const CANCEL = {
  taskId: 'SIM-CancelTask',
  name: 'SIM-Cancel',
  friendlyName: 'Take back what was begun',
} as const;

/** Makes a failed job ready to run again from the task that failed, or the one before it that must be looked at again. */
export function rewindJob(vault: Vault, job: Job): void {
  const anew = job.data.cancelled === true;
  if (anew) job.data = {};
  const workflow: Workflow | undefined = WORKFLOWS[job.workflow as WorkflowName];
  const failed = job.tasks.findIndex(({ state }) => state === 'Failed');
  const { again } = workflow?.tasks[failed] ?? {};
  const from = again === undefined ? failed : job.tasks.findIndex(({ taskId }) => taskId === again);
  for (const [index, task] of job.tasks.entries()) {
    const upset = index >= from && index < failed;
    if (task.state !== 'Failed' && !upset && !anew) continue;
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
  if (job.state === 'Failed') return ['Restart'];
  return canBeCancelled(job) && !job.cancelling ? ['Cancel'] : [];
}

/** Only a running protection or reprotection can be taken back. Source: AZURE.md §2.6 (allowedActions ["Cancel"]) – recorded. */
export function canBeCancelled(job: Job): boolean {
  const workflow: Workflow | undefined = WORKFLOWS[job.workflow as WorkflowName];
  return job.state === 'InProgress' && workflow?.takeBack !== undefined;
}

/** What the job is for; undefined once that is gone. */
export function ownerOf(vault: Vault, { owner, item }: Job): JobOwner | undefined {
  if (owner === 'plan') return vault.plans.get(item);
  if (owner === 'azure-server') return vault.azureServers.get(item);
  if (owner) return vault.component.durable.owners.get(`${owner} ${item}`);
  return vault.items.get(item);
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

export function endJob(vault: Vault, job: Job, state: 'Succeeded' | 'Failed' | 'Cancelled'): void {
  job.state = state;
  job.endedAtMs = vault.kernel.now;
  const owner = ownerOf(vault, job);
  if (owner?.activeJob === job.id) owner.activeJob = undefined;
  // A job of a server may hold several machines.
  for (const item of vault.items.values()) if (item.activeJob === job.id) item.activeJob = undefined;
  vault.noteJob(job);
}
