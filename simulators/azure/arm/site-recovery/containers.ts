import { z } from 'zod';
import type { ProtectionGroup } from '../../site-recovery';
import { type Arm, lastOf, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { armId, properties, readBody, text } from '../body';
import { ok, type Route, type Run } from '../call';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { containerOf, fabricOf } from './find';
import { CONTAINER, FABRIC, MAPPING, VAULT } from './paths';

/** Protection groups as containers, each with its failback twin, and the mapping of each to its policy.
 *  Source: FACTS F-02 and AZURE.md §2.6 (mappings: forward to Microsoft Azure, reverse to the container itself) – recorded. */
const listOfVault: Run = (call, arm) =>
  page(call, arm, [...arm.vault.groups.values()], (group) => json(arm, group));
const listOfFabric: Run = (call, arm) => {
  fabricOf(call, arm);
  return listOfVault(call, arm);
};
const get: Run = (call, arm) => ok(json(arm, arm.vault.groupOf(containerOf(call, arm))));

/** Makes a protection group; its failback twin comes by itself. */
const create: Run = (call, arm) => {
  fabricOf(call, arm);
  readBody(call, properties({ providerSpecificInput: z.array(z.unknown()).max(16).optional() }).partial());
  arm.vault.createGroup(call.params.protectionContainerName ?? '', { multiVm: false });
  return accepted(call, arm, arm.operations.done());
};

function json(arm: Arm, group: ProtectionGroup): object {
  const { vault } = arm;
  return {
    id: arm.containerId(group.name),
    name: group.name,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers',
    properties: {
      fabricFriendlyName: vault.managementServer,
      friendlyName: group.name,
      fabricType: vault.rules.provider === 'modernized' ? 'InMageRcmFabric' : 'VMware',
      protectedItemCount: vault.membersOf(group.name).length,
      pairingStatus: 'Paired',
      role: group.failback ? 'Secondary' : 'Primary',
      fabricSpecificDetails: { instanceType: vault.rules.provider === 'modernized' ? 'InMageRcm' : 'VMware' },
    },
  };
}

/** Deletes a group that holds no machine; its twin goes with it. */
const remove: Run = (call, arm) => {
  arm.vault.deleteGroup(containerOf(call, arm));
  return accepted(call, arm, arm.operations.done(), call.path.slice(0, call.path.lastIndexOf('/')));
};

/** Gives a group its policy, and the failback version of that to its twin. */
const associate: Run = (call, arm) => {
  const group = containerOf(call, arm);
  const { policyId } = readBody(call, ASSOCIATE).properties;
  arm.vault.associatePolicy(group, lastOf(policyId));
  arm.mappings.set(group, call.params.mappingName ?? '');
  return accepted(call, arm, arm.operations.done());
};
const ASSOCIATE = properties({ policyId: armId, targetProtectionContainerId: text.optional() });

/** A group always has a policy: its mapping goes with it. */
const dissociate: Run = (call, arm) => {
  const group = containerOf(call, arm);
  throw new ArmError(
    409,
    'OperationNotAllowed',
    `The group ${group} must have a policy: associate another one, or delete the group.`,
  );
};

const mappingsOfVault: Run = (call, arm) =>
  page(call, arm, [...arm.vault.groups.values()], (group) => mappingJson(arm, group));
const mappingsOfContainer: Run = (call, arm) => {
  const container = containerOf(call, arm);
  return page(call, arm, [arm.vault.groupOf(container)], (group) => mappingJson(arm, group));
};
const mapping: Run = (call, arm) => {
  const group = arm.vault.groupOf(containerOf(call, arm));
  const { mappingName = '' } = call.params;
  if (!same(mappingName, mappingNameOf(arm, group)))
    throw notFound('protection container mapping', mappingName);
  return ok(mappingJson(arm, group));
};

/** After an association: the mapping as it is now, whatever the client called it. */
const associated: Run = (call, arm) => ok(mappingJson(arm, arm.vault.groupOf(containerOf(call, arm))));

function mappingNameOf({ mappings }: Arm, { name }: ProtectionGroup): string {
  return mappings.get(name) ?? `${name}-mapping`;
}

function mappingJson(arm: Arm, group: ProtectionGroup): object {
  const { vault } = arm;
  return {
    id: `${arm.containerId(group.name)}/replicationProtectionContainerMappings/${mappingNameOf(arm, group)}`,
    name: mappingNameOf(arm, group),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectionContainerMappings',
    properties: {
      targetProtectionContainerId: group.failback ? arm.containerId(group.name) : 'Microsoft Azure',
      targetProtectionContainerFriendlyName: group.failback ? group.name : 'Microsoft Azure',
      providerSpecificDetails: {
        instanceType: vault.rules.provider === 'modernized' ? 'InMageRcm' : 'InMage',
      },
      health: 'Normal',
      healthErrorDetails: [],
      policyId: arm.policyId(group.policy),
      policyFriendlyName: group.policy,
      state: 'Paired',
      sourceProtectionContainerFriendlyName: group.name,
      sourceFabricFriendlyName: vault.managementServer,
      targetFabricFriendlyName: group.failback ? vault.managementServer : 'Microsoft Azure',
    },
  };
}

const simulated = (operation: string, method: Route['method'], path: string, run: Run): Route => ({
  operation,
  method,
  path,
  support: 'simulated',
  run,
});
const refused = (operation: string, method: Route['method'], path: string): Route => ({
  operation,
  method,
  path,
  support: 'refused',
  run: dissociate,
});
const MAPPINGS = 'replicationProtectionContainerMappings';

export const containerRoutes: readonly Route[] = [
  simulated(
    'ReplicationProtectionContainers_List',
    'GET',
    `${VAULT}/replicationProtectionContainers`,
    listOfVault,
  ),
  simulated(
    'ReplicationProtectionContainers_ListByReplicationFabrics',
    'GET',
    `${FABRIC}/replicationProtectionContainers`,
    listOfFabric,
  ),
  simulated('ReplicationProtectionContainers_Get', 'GET', CONTAINER, get),
  simulated('ReplicationProtectionContainers_Create', 'PUT', CONTAINER, create),
  resultsOf(CONTAINER, get),
  simulated('ReplicationProtectionContainerMappings_List', 'GET', `${VAULT}/${MAPPINGS}`, mappingsOfVault),
  simulated(
    'ReplicationProtectionContainerMappings_ListByReplicationProtectionContainers',
    'GET',
    `${CONTAINER}/${MAPPINGS}`,
    mappingsOfContainer,
  ),
  simulated('ReplicationProtectionContainerMappings_Get', 'GET', MAPPING, mapping),
  simulated('ReplicationProtectionContainerMappings_Create', 'PUT', MAPPING, associate),
  simulated('ReplicationProtectionContainers_Delete', 'POST', `${CONTAINER}/remove`, remove),
  resultsOf(MAPPING, associated),
  refused('ReplicationProtectionContainerMappings_Update', 'PATCH', MAPPING),
  refused('ReplicationProtectionContainerMappings_Purge', 'DELETE', MAPPING),
  refused('ReplicationProtectionContainerMappings_Delete', 'POST', `${MAPPING}/remove`),
];
