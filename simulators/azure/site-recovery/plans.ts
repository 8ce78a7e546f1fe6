import type { Process } from '../../kernel';
import { Refusal } from '../../network';
import { asrRefusal } from '../../wire';
import { endJob, setTask } from './jobs';
import type { FailoverInput, Job, JobTask, PlanFailoverInput, ProtectedItem, RecoveryPlan } from './model';
import type { Vault } from './vault';

/** What a machine's state must be so that it can go that way. */
const READY = { 'to-azure': 'protected', 'to-site': 'protected-to-site' } as const;

/** The job of a plan's failover has one task for each group of the plan, in their order; the machines of one group fail over side
 *  by side, each by a job of its own. Source: seed document, "run a failover to the on-premises site" – documented; AZURE.md §2.4
 *  (RecoveryPlanGroupTaskDetails) – recorded. Not modelled: scripts and manual actions between the groups. */
export const PLAN_FAILOVER = 'planFailover';

/** Refuses, by name, what stands against the failover of a plan. Errors: SIM-UNKNOWN, SIM-CHOICE-MISSING, SIM-WRONG-DIRECTION,
 *  SIM-WRONG-OPERATION, SIM-BUSY, SIM-NO-RECOVERY-POINT. */
export function checkPlanFailover(vault: Vault, plan: RecoveryPlan, input: PlanFailoverInput): void {
  if (plan.activeJob !== undefined) throw asrRefusal('SIM-BUSY', [plan.name, plan.activeJob]);
  if (input.direction !== 'to-azure' && input.direction !== 'to-site')
    throw asrRefusal('SIM-CHOICE-MISSING', ['direction'], '(direction: to-azure or to-site)');
  if (input.direction === 'to-site' && vault.rules.provider === 'modernized')
    throw asrRefusal(
      'SIM-WRONG-OPERATION',
      [plan.name, 'InMageRcmFailback', 'PlannedFailover'],
      '(InMageRcmFailback: PlannedFailover)',
    );
  const members = plan.groups.flatMap((group) => membersOf(vault, group));
  const busy = members.find((item) => item.activeJob !== undefined);
  if (busy) throw asrRefusal('SIM-BUSY', [busy.name, busy.activeJob ?? '']);
  const wrong = members.filter(({ state }) => state !== READY[input.direction]);
  if (wrong.length > 0 || members.length === 0) {
    throw asrRefusal(
      'SIM-WRONG-DIRECTION',
      [input.direction, ...wrong.map(({ name }) => name)],
      wrong.map(({ name, state }) => `${name} is ${state}, needed ${READY[input.direction]}`).join('; '),
    );
  }
  if (!isGroupPoint(input.point)) return;
  for (const [container, items] of byContainer(members)) commonPoint(vault, container, items, input);
}

/** Makes the job; each task lists the machines that its group holds now. */
export function newPlanJob(vault: Vault, plan: RecoveryPlan, input: PlanFailoverInput): Job {
  const groups = plan.groups.map((group) => membersOf(vault, group).map(({ name }) => name));
  const points = new Map<string, string>();
  if (isGroupPoint(input.point)) {
    for (const [container, items] of byContainer(groups.flat().map((name) => vault.item(name)))) {
      const point = commonPoint(vault, container, items, input);
      for (const { name } of items) points.set(name, point);
    }
  }
  return {
    id: vault.kernel.random('job ids').guid(),
    workflow: PLAN_FAILOVER,
    scenarioName: 'UnplannedFailover',
    friendlyName: 'Failover',
    item: plan.name,
    input,
    startedAtMs: vault.kernel.now,
    endedAtMs: undefined,
    state: 'InProgress',
    tasks: groups.map((machines, index) => ({
      taskId: `SIM-RecoveryPlanGroup${index + 1}`,
      name: `SIM-RecoveryPlanGroup${index + 1}`,
      friendlyName: `Group ${index + 1}: Start (${machines.length})`,
      state: 'NotStarted',
      startedAtMs: undefined,
      endedAtMs: undefined,
      children: machines.map((machine) => ({ machine, job: undefined, groupPoint: points.get(machine) })),
    })),
    errors: [],
    data: {},
  };
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

/** Starts what has not begun, restarts what failed, and waits for all. Gives the jobs that failed. */
function* runGroup(vault: Vault, job: Job, task: JobTask): Process<readonly Job[]> {
  const { point, shutDown } = job.input as PlanFailoverInput;
  const refused: Job[] = [];
  for (const child of task.children ?? []) {
    const before = child.job === undefined ? undefined : vault.jobs.get(child.job);
    try {
      if (before?.state === 'Failed') vault.restartJob(before.id);
      else if (!before) {
        const input: FailoverInput = {
          point,
          shutDown,
          ...(child.groupPoint === undefined ? {} : { groupPoint: child.groupPoint }),
        };
        child.job = vault.unplannedFailover(child.machine, input).id;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ ...job, item: child.machine, errors: error.causes });
    }
  }
  const jobs = (task.children ?? []).flatMap((child) => vault.jobs.get(child.job ?? '') ?? []);
  while (jobs.some((each) => each.state === 'InProgress')) yield 1_000;
  return [...refused, ...jobs.filter((each) => each.state === 'Failed')];
}

/** The newest point that all of `items` have. */
function commonPoint(
  vault: Vault,
  container: string,
  items: readonly ProtectedItem[],
  { point: wanted }: PlanFailoverInput,
): string {
  const [first] = items;
  const points = first ? vault.groupPoints(first, first.points) : [];
  const group = points
    .filter(({ consistency }) => wanted === 'latest-group' || consistency === 'application')
    .at(-1)?.group;
  if (!group) throw asrRefusal('SIM-NO-RECOVERY-POINT', [container, wanted], `(${wanted} of ${container})`);
  return group;
}

function isGroupPoint(point: string): boolean {
  return point.startsWith('latest-group');
}

function byContainer(items: readonly ProtectedItem[]): Map<string, ProtectedItem[]> {
  const found = new Map<string, ProtectedItem[]>();
  for (const item of items) found.set(item.container, [...(found.get(item.container) ?? []), item]);
  return found;
}

function membersOf(vault: Vault, group: readonly string[]): ProtectedItem[] {
  return group.flatMap((name) => vault.membersOf(name)).map((name) => vault.item(name));
}
