import { z } from 'zod';
import type { RecoveryPlan } from '../../site-recovery';
import { type Arm, lastOf, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { armId, details, properties, readBody, text } from '../body';
import { type Call, ok, type Route, type Run } from '../call';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { PLAN, VAULT } from './paths';

/** Recovery plans. Where the service lists protected items, a plan here lists protection groups by the id of their container, so
 *  that the failback twin of each can join by itself (FACTS F-03). */
const list: Run = (call, arm) => page(call, arm, [...arm.vault.plans.values()], (plan) => json(arm, plan));
const get: Run = (call, arm) => ok(json(arm, planOf(call, arm)));

const create: Run = (call, arm) => {
  const { groups } = readBody(call, CREATE).properties;
  const named = groups.map((group) =>
    (group.replicationProtectedItems ?? []).map(({ id }) => groupOf(arm, id)),
  );
  arm.vault.createPlan(call.params.recoveryPlanName ?? '', named);
  return accepted(call, arm, arm.operations.done());
};

function groupOf(arm: Arm, id: string): string {
  const wanted = lastOf(id);
  const group = arm.vault.groups.find((each) => same(each.name, wanted));
  if (!group) throw notFound('protection container', wanted);
  return group.name;
}

const unplannedFailover: Run = (call, arm) => {
  const {
    failoverDirection,
    sourceSiteOperations,
    providerSpecificDetails = [],
  } = readBody(call, FAILOVER).properties;
  const plan = planOf(call, arm);
  const specific =
    providerSpecificDetails.find((each) => each.useMultiVmSyncPoint) ?? providerSpecificDetails[0];
  const shutDown = same(sourceSiteOperations, 'Required');
  const direction = directionOf(failoverDirection);
  const job = arm.vault.failOverPlan(plan.name, { direction, point: pointOf(specific), shutDown } as never);
  return accepted(call, arm, job.id, call.path.slice(0, call.path.lastIndexOf('/')));
};

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
  const group =
    specific?.useMultiVmSyncPoint?.toLowerCase() === 'true' ||
    specific?.useMultiVmSyncPoint?.toLowerCase() === 'enabled';
  const application = ['latesttag', 'latestapplicationconsistent', 'applicationconsistent'].includes(type);
  if (group) return application ? 'latest-group-application' : 'latest-group';
  return application ? 'latest-application' : 'latest';
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
      allowedOperations: active ? [] : ['UnplannedFailover'],
      currentScenario: active
        ? {
            scenarioName: active.scenarioName,
            jobId: arm.jobId(active.id),
            startTime: arm.at(active.startedAtMs),
          }
        : { scenarioName: 'None', jobId: arm.jobId('None'), startTime: '1753-01-01T01:01:01Z' },
      currentScenarioStatus: active?.state ?? 'None',
      currentScenarioStatusDescription: active?.state ?? 'None',
      groups: plan.groups.map((group) => ({
        groupType: 'Boot',
        replicationProtectedItems: group.map((member) => ({
          id: arm.containerId(member),
          virtualMachineId: null,
        })),
        startGroupActions: [],
        endGroupActions: [],
      })),
      providerSpecificDetails: [],
    },
  };
}

const SPECIFIC = details.extend({ recoveryPointType: text.optional(), useMultiVmSyncPoint: text.optional() });
const CREATE = properties({
  primaryFabricId: armId,
  recoveryFabricId: armId,
  groups: z
    .array(
      z.object({
        groupType: z.enum(['Shutdown', 'Boot', 'Failover']),
        replicationProtectedItems: z
          .array(z.object({ id: armId }))
          .max(1_000)
          .optional(),
      }),
    )
    .max(100),
});
const FAILOVER = properties({
  failoverDirection: text.optional(),
  sourceSiteOperations: text.default('Required'),
  providerSpecificDetails: z.array(SPECIFIC).max(16).optional(),
});

export const planRoutes: readonly Route[] = [
  {
    operation: 'ReplicationRecoveryPlans_List',
    method: 'GET',
    path: `${VAULT}/replicationRecoveryPlans`,
    support: 'simulated',
    run: list,
  },
  { operation: 'ReplicationRecoveryPlans_Get', method: 'GET', path: PLAN, support: 'simulated', run: get },
  {
    operation: 'ReplicationRecoveryPlans_Create',
    method: 'PUT',
    path: PLAN,
    support: 'simulated',
    run: create,
  },
  {
    operation: 'ReplicationRecoveryPlans_UnplannedFailover',
    method: 'POST',
    path: `${PLAN}/unplannedFailover`,
    support: 'simulated',
    run: unplannedFailover,
  },
  resultsOf(PLAN, get),
];
