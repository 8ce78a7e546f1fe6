import { z } from 'zod';
import type { ProtectionGroup } from '../../site-recovery';
import { type Arm, same } from '../arm';
import { notFound } from '../arm-error';
import { properties, readBody } from '../body';
import { ok, type Route, type Run } from '../call';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { containerOf, fabricOf } from './find';
import { CONTAINER, FABRIC, VAULT } from './paths';

/** Protection groups as containers, each with its failback twin, and the mapping of each to its policy.
 *  Source: FACTS F-02 and AZURE.md §2.6 (mappings: forward to Microsoft Azure, reverse to the container itself) – recorded. */
const listOfVault: Run = (call, arm) => page(call, arm, arm.vault.groups, (group) => json(arm, group));
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

const mappingsOfVault: Run = (call, arm) =>
  page(call, arm, arm.vault.groups, (group) => mappingJson(arm, group));
const mappingsOfContainer: Run = (call, arm) => {
  const container = containerOf(call, arm);
  return page(call, arm, [arm.vault.groupOf(container)], (group) => mappingJson(arm, group));
};
const mapping: Run = (call, arm) => {
  const group = arm.vault.groupOf(containerOf(call, arm));
  const { mappingName = '' } = call.params;
  if (!same(mappingName, mappingNameOf(group))) throw notFound('protection container mapping', mappingName);
  return ok(mappingJson(arm, group));
};

function mappingNameOf({ name }: ProtectionGroup): string {
  return `${name}-mapping`;
}

function mappingJson(arm: Arm, group: ProtectionGroup): object {
  const { vault } = arm;
  return {
    id: `${arm.containerId(group.name)}/replicationProtectionContainerMappings/${mappingNameOf(group)}`,
    name: mappingNameOf(group),
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
  simulated(
    'ReplicationProtectionContainerMappings_Get',
    'GET',
    `${CONTAINER}/${MAPPINGS}/{mappingName}`,
    mapping,
  ),
];
