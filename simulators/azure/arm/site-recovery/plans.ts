import { z } from 'zod';
import type { PlanEntry, RecoveryPlan } from '../../site-recovery';
import { type Arm, lastOf, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { armId, details, properties, readBody, text } from '../body';
import { type Call, ok, type Route, type Run } from '../call';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { PLAN, VAULT } from './paths';

/** Recovery plans. A plan lists protected items, as the service's do; it may list a protection group too, by the id of its container,
 *  so that the failback twin joins by itself (FACTS F-03). Bodies: the official description, 2023-06-01. */
const list: Run = (call, arm) => page(call, arm, [...arm.vault.plans.values()], (plan) => json(arm, plan));
const get: Run = (call, arm) => ok(json(arm, planOf(call, arm)));

const create: Run = (call, arm) => {
  const { groups } = readBody(call, CREATE).properties;
  arm.vault.createPlan(call.params.recoveryPlanName ?? '', entriesOf(arm, groups));
  return accepted(call, arm, arm.operations.done());
};

const update: Run = (call, arm) => {
  const { groups } = readBody(call, UPDATE).properties;
  const { name } = planOf(call, arm);
  if (groups) arm.vault.updatePlan(name, entriesOf(arm, groups));
  return accepted(call, arm, arm.operations.done());
};

const remove: Run = (call, arm) => {
  arm.vault.deletePlan(planOf(call, arm).name);
  return accepted(call, arm, arm.operations.done());
};

function entriesOf(arm: Arm, groups: z.infer<typeof GROUPS>): PlanEntry[][] {
  const actions = groups.flatMap(({ startGroupActions = [], endGroupActions = [] }) => [
    ...startGroupActions,
    ...endGroupActions,
  ]);
  if (actions.length > 0)
    throw new ArmError(
      501,
      'SIM-NOT-SIMULATED',
      'Scripts and manual actions of a recovery plan are not simulated: send groups without actions.',
    );
  return groups.map(({ replicationProtectedItems = [] }) =>
    replicationProtectedItems.map(({ id }) => entryOf(arm, id)),
  );
}

function entryOf(arm: Arm, id: string): PlanEntry {
  const wanted = lastOf(id);
  const { groups, items } = arm.vault;
  const group = [...groups.keys()].find((each) => same(each, wanted));
  if (group !== undefined && !/\/replicationProtectedItems\//i.test(id)) return { group };
  const item = [...items.keys()].find((each) => same(each, wanted));
  if (item === undefined) throw notFound('protected item', wanted);
  return { item };
}

const unplannedFailover: Run = (call, arm) => {
  const {
    failoverDirection,
    sourceSiteOperations,
    providerSpecificDetails = [],
  } = readBody(call, FAILOVER).properties;
  const specific =
    providerSpecificDetails.find((each) => each.useMultiVmSyncPoint) ?? providerSpecificDetails[0];
  const choices = {
    direction: directionOf(failoverDirection),
    point: pointOf(specific),
    shutDown: same(sourceSiteOperations, 'Required'),
  };
  return started(
    call,
    arm,
    arm.vault.failOverPlan(planOf(call, arm).name, choices as Parameters<Arm['vault']['failOverPlan']>[1]).id,
  );
};

const plannedFailover: Run = (call, arm) => {
  const { failoverDirection, providerSpecificDetails = [] } = readBody(call, FAILOVER).properties;
  directionOf(failoverDirection);
  const application = pointOf(providerSpecificDetails[0]).endsWith('application');
  return started(
    call,
    arm,
    arm.vault.plannedFailoverPlan(planOf(call, arm).name, {
      point: application ? 'latest-application' : 'latest',
    }).id,
  );
};

const testFailover: Run = (call, arm) => {
  const { networkId, networkType } = readBody(call, TEST).properties;
  if (!same(networkType, 'VmNetworkAsInput') || networkId === undefined)
    throw new ArmError(
      400,
      'InvalidNetworkType',
      `Expected networkType VmNetworkAsInput and a networkId, got ${networkType}.`,
    );
  return started(
    call,
    arm,
    arm.vault.testFailoverPlan(planOf(call, arm).name, { vnet: lastOf(networkId), point: 'latest' }).id,
  );
};

const action =
  (act: (arm: Arm, plan: string) => { readonly id: string }): Run =>
  (call, arm) =>
    started(call, arm, act(arm, planOf(call, arm).name).id);

function started(call: Call, arm: Arm, job: string) {
  return accepted(call, arm, job, call.path.slice(0, call.path.lastIndexOf('/')));
}

/** The primary fabric of a plan is the site: there and back are two directions. Source: seed document, "run a failover" – documented. */
function directionOf(given: string | undefined): string | undefined {
  if (given === undefined || given === '') return undefined;
  if (same(given, 'PrimaryToRecovery')) return 'to-azure';
  if (same(given, 'RecoveryToPrimary')) return 'to-site';
  throw new ArmError(
    400,
    'InvalidFailoverDirection',
    `Expected PrimaryToRecovery (to Azure) or RecoveryToPrimary (to the site), got ${given}.`,
  );
}

/** The kinds of point, by what the client calls them. */
function pointOf(specific: z.infer<typeof SPECIFIC> | undefined): string {
  const type = (specific?.recoveryPointType ?? 'Latest').toLowerCase();
  const common = ['true', 'enabled'].includes(specific?.useMultiVmSyncPoint?.toLowerCase() ?? '');
  const application = ['latesttag', 'latestapplicationconsistent', 'applicationconsistent'].includes(type);
  const known = ['latesttime', 'latest', 'latestcrashconsistent', 'latestprocessed', 'crashconsistent'];
  if (!application && !known.includes(type))
    throw new ArmError(
      400,
      'InvalidRecoveryPointType',
      `Expected one of the kinds of recovery point, got ${specific?.recoveryPointType}.`,
    );
  return `latest${common ? '-group' : ''}${application ? '-application' : ''}`;
}

function planOf({ params }: Call, arm: Arm): RecoveryPlan {
  const { recoveryPlanName = '' } = params;
  const found = [...arm.vault.plans.values()].find((plan) => same(plan.name, recoveryPlanName));
  if (!found) throw notFound('recovery plan', recoveryPlanName);
  return found;
}

function json(arm: Arm, plan: RecoveryPlan): object {
  const { vault } = arm;
  const active = plan.activeJob === undefined ? undefined : vault.jobs.get(plan.activeJob);
  return {
    id: `${arm.vaultId}/replicationRecoveryPlans/${plan.name}`,
    name: plan.name,
    type: 'Microsoft.RecoveryServices/vaults/replicationRecoveryPlans',
    properties: {
      friendlyName: plan.name,
      primaryFabricId: arm.fabricId,
      primaryFabricFriendlyName: vault.managementServer,
      recoveryFabricId: 'Microsoft Azure',
      recoveryFabricFriendlyName: 'Microsoft Azure',
      failoverDeploymentModel: 'ResourceManager',
      replicationProviders:
        vault.rules.provider === 'modernized'
          ? ['InMageRcm', 'InMageRcmFailback']
          : ['InMageAzureV2', 'InMage'],
      allowedOperations: active ? [] : ['UnplannedFailover', 'TestFailover', 'Commit'],
      currentScenario: active
        ? {
            scenarioName: active.scenarioName,
            jobId: arm.jobId(active.id),
            startTime: arm.at(active.startedAtMs),
          }
        : { scenarioName: 'None', jobId: arm.jobId('None'), startTime: '1753-01-01T01:01:01Z' },
      currentScenarioStatus: active?.state ?? 'None',
      currentScenarioStatusDescription: active?.state ?? 'None',
      groups: plan.entries.map((entries) => ({
        groupType: 'Boot',
        replicationProtectedItems: entries.map((entry) => memberJson(arm, entry)),
        startGroupActions: [],
        endGroupActions: [],
      })),
      providerSpecificDetails: [],
    },
  };
}

function memberJson(arm: Arm, entry: PlanEntry): object {
  if ('group' in entry) return { id: arm.containerId(entry.group), virtualMachineId: null };
  return { id: arm.itemId(arm.vault.item(entry.item)), virtualMachineId: arm.machineId(entry.item) };
}

const ACTIONS = z.array(z.unknown()).max(100).optional();
const GROUPS = z
  .array(
    z.object({
      groupType: z.enum(['Shutdown', 'Boot', 'Failover']),
      replicationProtectedItems: z
        .array(z.object({ id: armId }))
        .max(1_000)
        .optional(),
      startGroupActions: ACTIONS,
      endGroupActions: ACTIONS,
    }),
  )
  .max(100);
const SPECIFIC = details.extend({ recoveryPointType: text.optional(), useMultiVmSyncPoint: text.optional() });
const CREATE = properties({ primaryFabricId: armId, recoveryFabricId: armId, groups: GROUPS });
const UPDATE = properties({ groups: GROUPS.optional() });
const FAILOVER = properties({
  failoverDirection: text.optional(),
  sourceSiteOperations: text.default('Required'),
  providerSpecificDetails: z.array(SPECIFIC).max(16).optional(),
});
const TEST = properties({
  failoverDirection: text.optional(),
  networkType: text,
  networkId: armId.optional(),
});

const simulated = (operation: string, method: Route['method'], path: string, run: Run): Route => ({
  operation: `ReplicationRecoveryPlans_${operation}`,
  method,
  path,
  support: 'simulated',
  run,
});

export const planRoutes: readonly Route[] = [
  simulated('List', 'GET', `${VAULT}/replicationRecoveryPlans`, list),
  simulated('Get', 'GET', PLAN, get),
  simulated('Create', 'PUT', PLAN, create),
  simulated('Update', 'PATCH', PLAN, update),
  simulated('Delete', 'DELETE', PLAN, remove),
  simulated('UnplannedFailover', 'POST', `${PLAN}/unplannedFailover`, unplannedFailover),
  simulated('PlannedFailover', 'POST', `${PLAN}/plannedFailover`, plannedFailover),
  simulated(
    'FailoverCommit',
    'POST',
    `${PLAN}/failoverCommit`,
    action(({ vault }, plan) => vault.commitPlan(plan)),
  ),
  simulated(
    'FailoverCancel',
    'POST',
    `${PLAN}/failoverCancel`,
    action(({ vault }, plan) => vault.cancelPlanFailover(plan)),
  ),
  simulated(
    'Reprotect',
    'POST',
    `${PLAN}/reProtect`,
    action(({ vault }, plan) => vault.reprotectPlan(plan)),
  ),
  simulated('TestFailover', 'POST', `${PLAN}/testFailover`, testFailover),
  simulated(
    'TestFailoverCleanup',
    'POST',
    `${PLAN}/testFailoverCleanup`,
    action(({ vault }, plan) => vault.testFailoverCleanupPlan(plan)),
  ),
  resultsOf(PLAN, get),
];
