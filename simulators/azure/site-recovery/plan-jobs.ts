import type { Process } from '../../kernel';
import { Refusal } from '../../network';
import { endJob, setTask } from './jobs';
import type { FailoverInput, Job, JobTask } from './model';
import { groupPointsOf, PLAN_OPERATIONS, type PlanOperation, type PlanWorkflow } from './plan-operations';
import { machinesOf, restingPlan } from './plans';
import type { Vault } from './vault';

/** Begins an operation of a plan. Its job has one task for each group of the plan, in their order; the machines of one group go side
 *  by side, each by a job of its own. Either every machine can, or nothing is done.
 *  Source: seed document, "run a failover to the on-premises site" – documented; AZURE.md §2.4 (RecoveryPlanGroupTaskDetails) –
 *  recorded. Not modelled: scripts and manual actions between the groups. Errors: SIM-UNKNOWN, SIM-BUSY, those of the operation. */
export function beginPlanJob(vault: Vault, name: string, workflow: PlanWorkflow, input: object = {}): Job {
  const operation: PlanOperation = PLAN_OPERATIONS[workflow];
  vault.mustAnswer(name, operation.operation);
  return vault.noting(name, operation.operation, () => {
    const plan = restingPlan(vault, name);
    const chosen = new Set(operation.choose(vault, plan, input as never));
    const points = groupPointsOf(vault, [...chosen], input as Partial<FailoverInput>);
    const groups = machinesOf(vault, plan).map((items) => items.filter((item) => chosen.has(item)));
    const job: Job = {
      id: vault.kernel.random('job ids').guid(),
      workflow,
      scenarioName: operation.scenarioName,
      friendlyName: operation.friendlyName,
      item: plan.name,
      owner: 'plan',
      input,
      startedAtMs: vault.kernel.now,
      endedAtMs: undefined,
      state: 'InProgress',
      tasks: groups.map((items, index) => ({
        taskId: `SIM-RecoveryPlanGroup${index + 1}`,
        name: `SIM-RecoveryPlanGroup${index + 1}`,
        friendlyName: `Group ${index + 1}: Start (${items.length})`,
        state: 'NotStarted',
        startedAtMs: undefined,
        endedAtMs: undefined,
        children: items.map((item) => ({
          machine: item.name,
          job: undefined,
          groupPoint: points.get(item.name),
        })),
      })),
      errors: [],
      data: {},
    };
    return vault.launch(job, plan);
  });
}

export function isPlanJob({ owner }: Job): boolean {
  return owner === 'plan';
}

/** Runs the groups one after another. A machine that fails stops the groups behind its own; a restart goes on where it stopped. */
export function* runPlanJob(vault: Vault, job: Job): Process {
  for (const task of job.tasks) {
    if (task.state === 'Succeeded') continue;
    task.startedAtMs ??= vault.kernel.now;
    setTask(vault, job, task, 'InProgress');
    const failed = yield* runGroup(vault, job, task);
    task.endedAtMs = vault.kernel.now;
    setTask(vault, job, task, failed.length > 0 ? 'Failed' : 'Succeeded');
    if (failed.length === 0) continue;
    job.errors = failed.flatMap((child) => child.errors);
    endJob(vault, job, 'Failed');
    return;
  }
  job.errors = [];
  endJob(vault, job, 'Succeeded');
}

/** Starts what has not begun or was cancelled, restarts what failed, and waits for all. Gives the jobs that did not succeed. */
function* runGroup(vault: Vault, job: Job, task: JobTask): Process<readonly Job[]> {
  const operation: PlanOperation = PLAN_OPERATIONS[job.workflow as PlanWorkflow];
  const refused: Job[] = [];
  for (const child of task.children ?? []) {
    const before = child.job === undefined ? undefined : vault.jobs.get(child.job);
    try {
      if (before?.state === 'Failed') vault.restartJob(before.id);
      else if (!before || before.state === 'Cancelled')
        child.job = operation.ask(vault, child, job.input as never).id;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ ...job, item: child.machine, errors: error.causes });
    }
  }
  const jobs = (task.children ?? []).flatMap((child) => vault.jobs.get(child.job ?? '') ?? []);
  while (jobs.some((each) => each.state === 'InProgress')) yield 1_000;
  return [...refused, ...jobs.filter((each) => each.state !== 'Succeeded')];
}
