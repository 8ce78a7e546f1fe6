import { asrRefusal } from '../../wire';
import type {
  FailoverInput,
  Job,
  PlanChild,
  PlanFailoverInput,
  ProtectedItem,
  RecoveryPlan,
  ReprotectInput,
  TestFailoverInput,
} from './model';
import { machinesOf } from './plans';
import { allowedOperations, itemFacts } from './states';
import type { Vault } from './vault';

/** What a recovery plan does with its machines. */
export interface PlanOperation {
  /** As it is called where a request is refused. */
  readonly operation: string;
  readonly scenarioName: string;
  readonly friendlyName: string;
  /** The machines that it is about, or all that stands against it. Errors: a Refusal; nothing has changed then. */
  choose(vault: Vault, plan: RecoveryPlan, input: never): readonly ProtectedItem[];
  /** Begins the job of one machine. */
  ask(vault: Vault, child: PlanChild, input: never): Job;
}

/** What a machine's state must be so that it can go that way. */
const READY = { 'to-azure': 'protected', 'to-site': 'protected-to-site' } as const;
/** There is nothing to commit any more. */
const COMMITTED = ['failover-committed', 'failback-committed'];

/** Every operation of a plan by the workflow that its jobs keep. Source: AZURE.md §2 (recovery plans) – documented; that the classic
 *  provider reprotects no plan: §2.5 (rules of PowerShell) – read in its source. */
export const PLAN_OPERATIONS = {
  planFailover: {
    operation: 'recovery plan unplannedFailover',
    scenarioName: 'UnplannedFailover',
    friendlyName: 'Failover',
    choose: choosePlanFailover,
    ask(vault, { machine, groupPoint }, { point, shutDown }: PlanFailoverInput) {
      const input: FailoverInput = { point, shutDown, ...(groupPoint === undefined ? {} : { groupPoint }) };
      return vault.unplannedFailover(machine, input);
    },
  },
  planPlannedFailover: {
    operation: 'recovery plan plannedFailover',
    scenarioName: 'PlannedFailover',
    friendlyName: 'Planned failover',
    choose: (vault, plan) => everyone(vault, plan, 'PlannedFailover'),
    ask: (vault, { machine }, input: { point: 'latest' | 'latest-application' }) =>
      vault.plannedFailover(machine, input),
  },
  planCommit: {
    operation: 'recovery plan failoverCommit',
    scenarioName: 'CommitFailover',
    friendlyName: 'Commit',
    choose: (vault, plan) => everyone(vault, plan, 'Commit', COMMITTED),
    ask: (vault, { machine }) => vault.commit(machine),
  },
  planCancelFailover: {
    operation: 'recovery plan failoverCancel',
    scenarioName: 'CancelFailover',
    friendlyName: 'Cancel failover',
    choose: (vault, plan) => everyone(vault, modernizedOnly(vault, plan), 'CancelFailover'),
    ask: (vault, { machine }) => vault.cancelFailover(machine),
  },
  planReprotect: {
    operation: 'recovery plan reProtect',
    scenarioName: 'SwitchReplicationGroupProtection',
    friendlyName: 'Reprotect',
    choose(vault, plan) {
      const members = everyone(vault, modernizedOnly(vault, plan), 'SwitchProtection');
      const blind = members.filter((item) => !isHome(item) && item.reverse?.datastore === undefined);
      if (blind.length > 0)
        throw asrRefusal(
          'SIM-CHOICE-MISSING',
          ['reprotectAgent', ...blind.map(({ name }) => name)],
          `(never reprotected before: ${blind.map(({ name }) => name).join(', ')})`,
        );
      return members;
    },
    ask: (vault, { machine }) => vault.reprotect(machine, choicesOf(vault.item(machine))),
  },
  planTestFailover: {
    operation: 'recovery plan testFailover',
    scenarioName: 'TestFailover',
    friendlyName: 'Test failover',
    choose(vault, plan, { vnet }: TestFailoverInput) {
      vault.cloud.subnetOf(vnet);
      return everyone(vault, plan, 'TestFailover');
    },
    ask: (vault, { machine }, input: TestFailoverInput) => vault.testFailover(machine, input),
  },
  planTestFailoverCleanup: {
    operation: 'recovery plan testFailoverCleanup',
    scenarioName: 'TestFailoverCleanup',
    friendlyName: 'Test failover cleanup',
    choose: (vault, plan) => everyone(vault, plan, 'TestFailoverCleanup', ['protected']),
    ask: (vault, { machine }) => vault.testFailoverCleanup(machine),
  },
} as const satisfies { readonly [workflow: string]: PlanOperation };

export type PlanWorkflow = keyof typeof PLAN_OPERATIONS;

/** The common point of each machine's multi-VM group, where one was asked for. Errors: SIM-NO-RECOVERY-POINT. */
export function groupPointsOf(
  vault: Vault,
  items: readonly ProtectedItem[],
  { point: wanted = '' }: Partial<FailoverInput>,
): ReadonlyMap<string, string> {
  const points = new Map<string, string>();
  if (!wanted.startsWith('latest-group')) return points;
  for (const { name, container } of items) {
    const [first] = items.filter((item) => item.container === container);
    const group = (first ? vault.groupPoints(first, first.points) : [])
      .filter(({ consistency }) => wanted === 'latest-group' || consistency === 'application')
      .at(-1)?.group;
    if (!group) throw asrRefusal('SIM-NO-RECOVERY-POINT', [container, wanted], `(${wanted} of ${container})`);
    points.set(name, group);
  }
  return points;
}

/** Errors: SIM-CHOICE-MISSING, SIM-WRONG-OPERATION, SIM-BUSY, SIM-WRONG-DIRECTION, SIM-NO-RECOVERY-POINT. */
function choosePlanFailover(
  vault: Vault,
  plan: RecoveryPlan,
  input: PlanFailoverInput,
): readonly ProtectedItem[] {
  if (input.direction !== 'to-azure' && input.direction !== 'to-site')
    throw asrRefusal('SIM-CHOICE-MISSING', ['direction'], '(direction: to-azure or to-site)');
  if (input.direction === 'to-site' && vault.rules.provider === 'modernized')
    throw asrRefusal(
      'SIM-WRONG-OPERATION',
      [plan.name, 'InMageRcmFailback', 'PlannedFailover'],
      '(InMageRcmFailback: PlannedFailover)',
    );
  const members = restingMembers(vault, plan);
  const wrong = members.filter(
    ({ state, testFailover }) => state !== READY[input.direction] || testFailover !== undefined,
  );
  if (wrong.length > 0 || members.length === 0) {
    throw asrRefusal(
      'SIM-WRONG-DIRECTION',
      [input.direction, ...wrong.map(({ name }) => name)],
      wrong.map(({ name, state }) => `${name} is ${state}, needed ${READY[input.direction]}`).join('; '),
    );
  }
  groupPointsOf(vault, members, input);
  return members;
}

/** All machines of the plan, if each can do `allowed` now; those in a state of `done` need nothing more, but not all of them.
 *  Errors: SIM-BUSY, SIM-OUT-OF-ORDER, SIM-WRONG-OPERATION. */
function everyone(
  vault: Vault,
  plan: RecoveryPlan,
  allowed: string,
  done: readonly string[] = [],
): readonly ProtectedItem[] {
  const { rules } = vault;
  const members = restingMembers(vault, plan);
  const able = members.filter((item) => allowedOperations(item, rules).includes(allowed));
  const wrong = members.filter((item) => !able.includes(item) && !done.includes(item.state));
  if (wrong.length === 0 && able.length > 0) return able;
  const [first] = wrong;
  const provider = first && itemFacts(first.state, rules).provider;
  if (allowed === 'PlannedFailover' && first?.state === 'protected-to-site' && rules.provider === 'classic')
    throw asrRefusal('SIM-WRONG-OPERATION', [plan.name, provider ?? ''], `(${provider}: UnplannedFailover)`);
  throw asrRefusal(
    'SIM-OUT-OF-ORDER',
    [plan.name, ...wrong.map(({ name }) => name)],
    wrong.length > 0
      ? wrong.map(({ name, state }) => `${name} is ${state}`).join('; ')
      : 'No machine of the plan can do that now.',
  );
}

/** All machines of the plan, if no job runs for any of them. */
function restingMembers(vault: Vault, plan: RecoveryPlan): readonly ProtectedItem[] {
  const members = machinesOf(vault, plan).flat();
  const busy = members.find((item) => item.activeJob !== undefined);
  if (busy) throw asrRefusal('SIM-BUSY', [busy.name, busy.activeJob ?? '']);
  return members;
}

function modernizedOnly({ rules }: Vault, plan: RecoveryPlan): RecoveryPlan {
  if (rules.provider === 'modernized') return plan;
  throw asrRefusal(
    'SIM-WRONG-OPERATION',
    [plan.name, 'InMage'],
    '(a plan of the classic provider cannot: ask each of its machines)',
  );
}

function isHome({ state }: ProtectedItem): boolean {
  return state === 'failed-back' || state === 'failback-committed';
}

/** The choices of the newest reprotection to the site, to make them again; the way to Azure asks for none of them. */
function choicesOf(item: ProtectedItem): ReprotectInput {
  const { reverse } = item;
  if (!reverse || isHome(item)) return {};
  const { masterTarget, processServer, datastore } = reverse;
  return {
    reprotectAgent: masterTarget,
    logStorageAccount: processServer,
    ...(datastore === undefined ? {} : { datastore }),
  };
}
