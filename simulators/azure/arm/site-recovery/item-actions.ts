import { z } from 'zod';
import { type Arm, lastOf, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { details, name, properties, readBody, text } from '../body';
import type { Call, Route, Run } from '../call';
import { accepted } from '../long-running';
import { page } from '../paging';
import { itemActedOn, itemOf } from './find';
import { ITEM } from './paths';
import { pointNamed } from './points';

/** What is asked of a protected item beside the way there and back. Bodies: the official description, 2023-06-01. */
const remove: Run = (call, arm) => {
  readBody(call, REMOVE);
  return started(call, arm, arm.vault.disableProtection(itemActedOn(call, arm).name).id);
};

/** Takes the item out of the vault at once, without asking the site. */
const purge: Run = (call, arm) => {
  arm.vault.purgeProtection(itemActedOn(call, arm).name);
  return accepted(call, arm, arm.operations.done());
};

const testFailover: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  const { networkId, networkType, providerSpecificDetails: specific } = readBody(call, TEST).properties;
  if (networkType !== undefined && !same(networkType, 'VmNetworkAsInput'))
    throw new ArmError(
      400,
      'InvalidNetworkType',
      `Expected networkType VmNetworkAsInput, got ${networkType}.`,
    );
  const point = specific?.recoveryPointId ? pointNamed(item, lastOf(specific.recoveryPointId)) : 'latest';
  return started(call, arm, arm.vault.testFailover(item.name, { vnet: lastOf(networkId), point }).id);
};

const testFailoverCleanup: Run = (call, arm) => {
  readBody(call, COMMENTS);
  return started(call, arm, arm.vault.testFailoverCleanup(itemActedOn(call, arm).name).id);
};

const applyRecoveryPoint: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  const { recoveryPointId } = readBody(call, POINT).properties;
  return started(
    call,
    arm,
    arm.vault.applyRecoveryPoint(item.name, pointNamed(item, lastOf(recoveryPointId))).id,
  );
};

const repairReplication: Run = (call, arm) =>
  started(call, arm, arm.vault.repairReplication(itemActedOn(call, arm).name).id);

/** Every health error of this vault goes when its cause does: none can be resolved by hand (`customerResolvability` NotAllowed). */
const resolveHealthErrors: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  const wanted = readBody(call, HEALTH).properties.healthErrors.map(({ healthErrorId }) => healthErrorId);
  throw new ArmError(
    409,
    'HealthErrorNotResolvable',
    `The health errors ${wanted.join(', ') || '(none)'} of ${item.name} cannot be resolved by hand; they go when their cause is mended.`,
  );
};

/** Agents always run the newest version that there is. Code: AZURE.md §4.2 – recorded. */
const updateMobilityService: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  readBody(call, properties({ runAsAccountId: text.optional() }).partial());
  throw new ArmError(
    409,
    'InMageRcmUpgradeBlockedAlreadyOnLatestVersion',
    `The mobility agent of ${item.name} is on the latest version already.`,
  );
};

/** A vault here has one appliance at most. */
const updateAppliance: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  const { targetApplianceId } = readBody(call, APPLIANCE).properties;
  if (arm.vault.rules.provider !== 'modernized')
    throw new ArmError(
      400,
      'OperationNotSupported',
      `${item.name} is replicated by the classic provider, which has no appliance.`,
    );
  if (!same(lastOf(targetApplianceId), arm.machineId(arm.vault.managementServer)))
    throw notFound('appliance', lastOf(targetApplianceId));
  throw new ArmError(409, 'SIM-DUPLICATE', `${item.name} is replicated by that appliance already.`);
};

/** The one size in which the simulated cloud makes virtual machines. */
const sizes: Run = (call, arm) => {
  itemOf(call, arm);
  return page(call, arm, ['Standard_D2s_v3'], (size) => ({
    id: size,
    name: size,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/targetComputeSizes',
    properties: {
      name: size,
      friendlyName: size,
      cpuCoresCount: 2,
      memoryInGB: 8,
      maxDataDiskCount: 4,
      maxNicsCount: 2,
      errors: [],
      highIopsSupported: 'Supported',
    },
  }));
};

function started(call: Call, arm: Arm, job: string) {
  return accepted(call, arm, job, call.path.slice(0, call.path.lastIndexOf('/')));
}

const REMOVE = properties({
  disableProtectionReason: z.enum(['NotSpecified', 'MigrationComplete']).optional(),
  replicationProviderInput: details.optional(),
}).partial();
const TEST = properties({
  failoverDirection: text.optional(),
  networkType: text.optional(),
  networkId: name.max(2_048),
  providerSpecificDetails: details.extend({ recoveryPointId: text.nullish() }).optional(),
});
const COMMENTS = properties({ comments: text.optional() }).partial();
const POINT = properties({ recoveryPointId: name.max(2_048), providerSpecificDetails: details });
const HEALTH = properties({
  healthErrors: z
    .array(z.object({ healthErrorId: text }))
    .max(100)
    .default([]),
});
const APPLIANCE = properties({ targetApplianceId: name.max(2_048), providerSpecificDetails: details });

const route = (
  operation: string,
  support: Route['support'],
  method: Route['method'],
  path: string,
  run: Run,
): Route => ({ operation: `ReplicationProtectedItems_${operation}`, method, path, support, run });

export const itemActionRoutes: readonly Route[] = [
  route('Delete', 'simulated', 'POST', `${ITEM}/remove`, remove),
  route('Purge', 'simulated', 'DELETE', ITEM, purge),
  route('TestFailover', 'simulated', 'POST', `${ITEM}/testFailover`, testFailover),
  route('TestFailoverCleanup', 'simulated', 'POST', `${ITEM}/testFailoverCleanup`, testFailoverCleanup),
  route('ApplyRecoveryPoint', 'simulated', 'POST', `${ITEM}/applyRecoveryPoint`, applyRecoveryPoint),
  route('RepairReplication', 'simulated', 'POST', `${ITEM}/repairReplication`, repairReplication),
  route('ResolveHealthErrors', 'refused', 'POST', `${ITEM}/resolveHealthErrors`, resolveHealthErrors),
  route('UpdateMobilityService', 'refused', 'POST', `${ITEM}/updateMobilityService`, updateMobilityService),
  route('UpdateAppliance', 'refused', 'POST', `${ITEM}/updateAppliance`, updateAppliance),
  {
    operation: 'TargetComputeSizes_ListByReplicationProtectedItems',
    method: 'GET',
    path: `${ITEM}/targetComputeSizes`,
    support: 'simulated',
    run: sizes,
  },
];
