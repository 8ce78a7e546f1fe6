import type { Process } from '../../kernel';
import { Refusal } from '../../network';
import { asrRefusal } from '../../wire';
import { endJob, setTask } from './jobs';
import type { Job, JobOwner } from './model';
import type { Vault } from './vault';

/** One task of a job that is not about a protected item. Like those of workflows, it may run again after a crash. */
export interface ServiceTask {
  readonly taskId: string;
  readonly friendlyName: string;
  run(vault: Vault, job: Job): Process<'skipped' | undefined>;
}

/** A job that is about a server or a connection. */
export interface ServiceWorkflow {
  readonly owner: NonNullable<Job['owner']>;
  readonly scenarioName: string;
  readonly friendlyName: string;
  tasks(input: never): readonly ServiceTask[];
  /** The machines that the job holds: nothing else is done with them meanwhile. */
  holds?(input: never): readonly string[];
}

/** Begins a job for what is called `name`. Errors: SIM-BUSY – for it, or a machine that is to be held. */
export function newService(
  vault: Vault,
  workflow: string,
  service: ServiceWorkflow,
  { name, input }: { name: string; input: object },
): Job {
  const { owners } = vault.component.durable;
  const { owner, scenarioName, friendlyName } = service;
  const key = `${owner} ${name}`;
  const held: JobOwner = owners.get(key) ?? { activeJob: undefined, lastJob: undefined };
  if (held.activeJob !== undefined) throw asrRefusal('SIM-BUSY', [name, held.activeJob]);
  const job: Job = {
    id: vault.kernel.random('job ids').guid(),
    workflow,
    scenarioName,
    friendlyName,
    item: name,
    owner,
    input,
    startedAtMs: vault.kernel.now,
    endedAtMs: undefined,
    state: 'InProgress',
    tasks: service.tasks(input as never).map(({ taskId, friendlyName: friendly }) => ({
      taskId,
      name: taskId.replace(/Task\b/, ''),
      friendlyName: friendly,
      state: 'NotStarted',
      startedAtMs: undefined,
      endedAtMs: undefined,
    })),
    errors: [],
    data: {},
  };
  holdMachines(vault, service, job);
  owners.set(key, held);
  return vault.launch(job, held);
}

/** Takes the machines of a job for it alone. Errors: SIM-BUSY – another job runs for one of them. */
export function holdMachines(vault: Vault, { holds }: ServiceWorkflow, { id, input }: Job): void {
  const items = (holds?.(input as never) ?? []).flatMap((name) => vault.items.get(name) ?? []);
  const busy = items.find(({ activeJob }) => activeJob !== undefined && activeJob !== id);
  if (busy) throw asrRefusal('SIM-BUSY', [busy.name, busy.activeJob ?? '']);
  for (const item of items) item.activeJob = id;
}

/** Runs a job from its first task that has not ended. */
export function* runService(vault: Vault, job: Job, service: ServiceWorkflow): Process {
  for (const [index, { run }] of service.tasks(job.input as never).entries()) {
    const task = job.tasks[index];
    if (!task || task.state === 'Succeeded' || task.state === 'Other') continue;
    task.startedAtMs ??= vault.kernel.now;
    setTask(vault, job, task, 'InProgress');
    try {
      const outcome = yield* run(vault, job);
      task.endedAtMs = vault.kernel.now;
      setTask(vault, job, task, outcome === 'skipped' ? 'Other' : 'Succeeded');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      task.endedAtMs = vault.kernel.now;
      setTask(vault, job, task, 'Failed');
      job.errors = error.causes;
      endJob(vault, job, 'Failed');
      return;
    }
  }
  job.errors = [];
  endJob(vault, job, 'Succeeded');
}
