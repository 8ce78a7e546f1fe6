import {
  allowedOperations,
  followUpsOf,
  itemFacts,
  type Job,
  type ProtectedItem,
  type ReprotectInput,
  testFailoverState,
} from '../../site-recovery';
import { type Arm, lastOf, same } from '../arm';
import { ArmError } from '../arm-error';
import { armId, details, expectDirection, expectProvider, properties, readBody, text } from '../body';
import { type Answer, type Call, ok, type Route, type Run } from '../call';
import { filtered } from '../filter';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { containerOf, itemActedOn, itemOf } from './find';
import { causeOf, healthError } from './health-error';
import { CONTAINER, ITEM, VAULT } from './paths';
import { pointId, pointNamed } from './points';
import { machineToProtect } from './protectable-items';
import { providerDetails } from './provider-details';

/** Protected items and what is asked of them. Bodies and answers: AZURE.md §2.4, §2.5, §3 – recorded. */
const get: Run = (call, arm) => ok(itemJson(arm, itemOf(call, arm)));

const listOfVault: Run = (call, arm) =>
  page(call, arm, chosen(call, arm, [...arm.vault.items.values()]), (item) => itemJson(arm, item));

const listOfContainer: Run = (call, arm) => {
  const container = containerOf(call, arm);
  const items = [...arm.vault.items.values()].filter((item) => item.container === container);
  return page(call, arm, chosen(call, arm, items), (item) => itemJson(arm, item));
};

function chosen(call: Call, arm: Arm, items: readonly ProtectedItem[]): readonly ProtectedItem[] {
  arm.polled();
  const fields = {
    name: (item: ProtectedItem) => item.name,
    friendlyName: (item: ProtectedItem) => item.name,
    protectionState: ({ state }: ProtectedItem) => itemFacts(state, arm.vault.rules).protectionState,
    replicationHealth: ({ health }: ProtectedItem) => health,
    policyName: ({ container }: ProtectedItem) => arm.vault.policyOf(container).name,
    instanceType: ({ state }: ProtectedItem) => itemFacts(state, arm.vault.rules).provider,
  };
  return filtered(call, items, fields, (text) => arm.msOf(text));
}

const create: Run = (call, arm) => {
  const group = containerOf(call, arm);
  const { properties: asked } = readBody(call, ENABLE);
  const { providerSpecificDetails: specific } = asked;
  expectProvider(
    specific.instanceType,
    arm.vault.rules.provider === 'modernized' ? 'InMageRcm' : 'InMageAzureV2',
  );
  const machine = machineToProtect(arm, asked.protectableItemId);
  const wanted = call.params.replicatedProtectedItemName ?? '';
  if (!same(wanted, machine.name))
    throw new ArmError(
      400,
      'InvalidName',
      `Expected the protected item to be called as its machine is, '${machine.name}', got '${wanted}'.`,
    );
  const { policy } = arm.vault.groupOf(group);
  if (asked.policyId !== undefined && !same(lastOf(asked.policyId), policy))
    throw new ArmError(
      400,
      'InvalidPolicy',
      `Expected the policy ${policy} of ${group}, got ${lastOf(asked.policyId)}.`,
    );
  const network = specific.targetAzureNetworkId ?? specific.targetNetworkId;
  const vnet = network === undefined ? arm.vnet : lastOf(network);
  return started(
    call,
    arm,
    arm.vault.enableReplication(machine.name, { group, vnet, physical: machine.physical }),
  );
};

const unplannedFailover: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  const { properties: asked } = readBody(call, FAILOVER);
  const specific = asked.providerSpecificDetails;
  expectDirection(asked.failoverDirection, 'PrimaryToRecovery');
  expectProvider(specific?.instanceType, itemFacts(item.state, arm.vault.rules).provider);
  const shutDown =
    same(String(specific?.performShutdown ?? asked.sourceSiteOperations ?? 'Required'), 'Required') ||
    specific?.performShutdown === 'true';
  return started(
    call,
    arm,
    arm.vault.unplannedFailover(item.name, { point: wantedPoint(item, specific), shutDown }),
  );
};

/** `LatestTime`, `LatestTag` (the newest application-consistent one) or `Custom` with an id. Source: AZURE.md §2.5 – recorded. */
function wantedPoint(item: ProtectedItem, specific: Specific | undefined): string {
  const { recoveryPointType: type, recoveryPointId: id } = specific ?? {};
  if (type !== undefined && !same(type, 'Custom')) {
    if (same(type, 'LatestTime')) return 'latest';
    if (same(type, 'LatestTag')) return 'latest-application';
    throw new ArmError(
      400,
      'InvalidRecoveryPointType',
      `Expected LatestTime, LatestTag or Custom, got ${type}.`,
    );
  }
  return id ? pointNamed(item, lastOf(id)) : 'latest';
}

const plannedFailover: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  const specific = readBody(call, FAILOVER).properties.providerSpecificDetails;
  expectProvider(specific?.instanceType, 'InMageRcmFailback');
  const type = specific?.recoveryPointType ?? '';
  if (!same(type, 'CrashConsistent') && !same(type, 'ApplicationConsistent'))
    throw new ArmError(
      400,
      'InvalidRecoveryPointType',
      `Expected CrashConsistent or ApplicationConsistent, got '${type}'.`,
    );
  const point = same(type, 'CrashConsistent') ? 'latest' : 'latest-application';
  return started(call, arm, arm.vault.plannedFailover(item.name, { point }));
};

const reprotect: Run = (call, arm) => {
  const item = itemActedOn(call, arm);
  const { failoverDirection, providerSpecificDetails: specific } = readBody(call, REPROTECT).properties;
  expectDirection(failoverDirection, 'RecoveryToPrimary');
  const home = itemFacts(item.state, arm.vault.rules).provider;
  const onSite = home === 'InMage' || home === 'InMageRcmFailback';
  const modernized = arm.vault.rules.provider === 'modernized';
  // To Azure by the provider of that way, to the site by the other. Source: AZURE.md §2.5 – recorded.
  const expected = modernized
    ? onSite
      ? 'InMageRcmFailback'
      : 'InMageRcm'
    : onSite
      ? 'InMageAzureV2'
      : 'InMage';
  expectProvider(specific.instanceType, expected);
  const input = onSite
    ? choicesToAzure(arm, specific)
    : modernized
      ? modernizedChoices(arm, item, specific)
      : classicChoices(arm, item, specific);
  return started(call, arm, arm.vault.reprotect(item.name, input));
};

/** Storage accounts of Azure are not simulated. A client that was told of no master target names the process server in its place.
 *  Source: the PowerShell module – read in its source. */
function choicesToAzure(arm: Arm, specific: Specific): ReprotectInput {
  const { masterTargetId, processServerId, policyId, runAsAccountId } = specific;
  return sent({
    masterTarget: masterTargetId === processServerId ? undefined : arm.serverNamed(masterTargetId),
    processServer: arm.serverNamed(processServerId),
    account: runAsAccountId && arm.accountNamed(runAsAccountId),
    policy: policyId && lastOf(policyId),
  });
}

function classicChoices(arm: Arm, item: ProtectedItem, specific: Specific): ReprotectInput {
  const { retentionDrive, datastoreName, profileId, runAsAccountId } = specific;
  return sent({
    masterTarget: arm.serverNamed(specific.masterTargetId),
    processServer: arm.serverNamed(specific.processServerId),
    retentionDrive,
    account: runAsAccountId && arm.accountNamed(runAsAccountId),
    policy: profileId && lastOf(profileId),
    ...placeOf(item, datastoreName),
  });
}

function modernizedChoices(arm: Arm, item: ProtectedItem, specific: Specific): ReprotectInput {
  const { reprotectAgentId, datastoreName, logStorageAccountId, policyId } = specific;
  return sent({
    reprotectAgent: arm.serverNamed(reprotectAgentId),
    logStorageAccount: logStorageAccountId && lastOf(logStorageAccountId),
    policy: policyId && lastOf(policyId),
    ...placeOf(item, datastoreName),
  });
}

/** Nobody can name hardware to come back to but as the place of the disks. */
function placeOf({ physical, name }: ProtectedItem, datastore: string | undefined): Choices {
  return physical && datastore === name ? { physicalTarget: datastore } : { datastore };
}

type Choices = { readonly [K in keyof ReprotectInput]?: string | undefined };

/** Without what was not sent. */
function sent(choices: Choices): ReprotectInput {
  return Object.fromEntries(
    Object.entries(choices).filter(([, value]) => value !== undefined && value !== ''),
  );
}

const commit: Run = (call, arm) => started(call, arm, arm.vault.commit(itemActedOn(call, arm).name));
const cancelFailover: Run = (call, arm) =>
  started(call, arm, arm.vault.cancelFailover(itemActedOn(call, arm).name));

function started(call: Call, arm: Arm, job: Job): Answer {
  return accepted(call, arm, job.id, resourceOf(call));
}

/** The item itself, whatever action was asked of it. */
function resourceOf({ method, path }: Call): string {
  return method === 'POST' ? path.slice(0, path.lastIndexOf('/')) : path;
}

function itemJson(arm: Arm, item: ProtectedItem): object {
  const { vault } = arm;
  const facts = itemFacts(item.state, vault.rules);
  const group = vault.groupOf(item.container);
  const active = item.activeJob === undefined ? undefined : vault.jobs.get(item.activeJob);
  const toSite = facts.provider === 'InMage' || facts.provider === 'InMageRcmFailback';
  const level = item.health === 'Critical' ? 'Error' : 'Warning';
  return {
    id: arm.itemId(item),
    name: item.name,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems',
    properties: {
      friendlyName: item.name,
      protectedItemType: '',
      protectableItemId: `${arm.containerId(item.container)}/replicationProtectableItems/${arm.machineId(item.name)}`,
      recoveryServicesProviderId: `${arm.fabricId}/replicationRecoveryServicesProviders/${arm.machineId(vault.managementServer)}`,
      primaryFabricFriendlyName: vault.managementServer,
      primaryFabricProvider: facts.provider.startsWith('InMageRcm') ? 'InMageRcmFabric' : 'VMware',
      recoveryFabricFriendlyName: toSite ? vault.managementServer : 'Microsoft Azure',
      recoveryFabricId: toSite ? arm.fabricId : 'Microsoft Azure',
      primaryProtectionContainerFriendlyName: group.name,
      recoveryProtectionContainerFriendlyName: toSite ? group.name : 'Microsoft Azure',
      protectionState: facts.protectionState,
      protectionStateDescription: facts.description,
      activeLocation: facts.activeLocation,
      testFailoverState: testFailoverState(item),
      testFailoverStateDescription: item.testFailover ? 'Cleanup test failover pending' : 'None',
      switchProviderState: 'None',
      switchProviderStateDescription: 'None',
      allowedOperations: allowedOperations(item, vault.rules),
      replicationHealth: item.health,
      failoverHealth: 'Normal',
      healthErrors: [
        ...item.healthErrors.map((code) => healthError(arm, causeOf(code, item.name), level, 'Replication')),
        ...followUpsOf(item).map((cause) => healthError(arm, cause, 'Warning', 'Configuration')),
      ],
      policyId: arm.policyId(group.policy),
      policyFriendlyName: group.policy,
      ...lastFailover(arm, item),
      ...(item.lastTestFailoverAtMs === undefined
        ? {}
        : { lastSuccessfulTestFailoverTime: arm.at(item.lastTestFailoverAtMs) }),
      currentScenario: active
        ? {
            scenarioName: active.scenarioName,
            jobId: arm.jobId(active.id),
            startTime: arm.at(active.startedAtMs),
          }
        : { scenarioName: 'None', jobId: arm.jobId('None'), startTime: '1753-01-01T01:01:01Z' },
      failoverRecoveryPointId: item.recoveryPoint === undefined ? '' : pointId(arm, item, item.recoveryPoint),
      providerSpecificDetails: providerDetails(arm, item, facts.provider),
      recoveryContainerId: arm.containerId(group.failback ? group.name : group.twin),
      eventCorrelationId: arm.machineId(`events of ${item.name}`),
    },
  };
}

/** When it last failed over, to either side; one that never did has no such time. */
function lastFailover(arm: Arm, { name }: ProtectedItem): object {
  const last = [...arm.vault.jobs.values()].findLast(
    ({ item, scenarioName, state }) =>
      item === name && state === 'Succeeded' && /^(Unp|P)lannedFailover$/.test(scenarioName),
  );
  return last?.endedAtMs === undefined ? {} : { lastSuccessfulFailoverTime: arm.at(last.endedAtMs) };
}

type Specific = ReturnType<typeof readSpecific>;
const optional = text.optional();
const SPECIFIC = details.extend({
  masterTargetId: optional,
  processServerId: optional,
  retentionDrive: optional,
  profileId: optional,
  runAsAccountId: optional,
  datastoreName: optional,
  reprotectAgentId: optional,
  logStorageAccountId: optional,
  policyId: optional,
  recoveryPointType: optional,
  recoveryPointId: text.nullish(),
  performShutdown: optional,
  targetAzureNetworkId: optional,
  targetNetworkId: optional,
});
const readSpecific = (value: unknown) => SPECIFIC.parse(value);
const ENABLE = properties({
  policyId: optional,
  protectableItemId: armId,
  providerSpecificDetails: SPECIFIC,
});
const FAILOVER = properties({
  failoverDirection: optional,
  sourceSiteOperations: optional,
  providerSpecificDetails: SPECIFIC.optional(),
});
const REPROTECT = properties({ failoverDirection: optional, providerSpecificDetails: SPECIFIC });

const simulated = (operation: string, method: Route['method'], path: string, run: Run): Route => ({
  operation: `ReplicationProtectedItems_${operation}`,
  method,
  path,
  support: 'simulated',
  run,
});

export const itemRoutes: readonly Route[] = [
  simulated('List', 'GET', `${VAULT}/replicationProtectedItems`, listOfVault),
  simulated(
    'ListByReplicationProtectionContainers',
    'GET',
    `${CONTAINER}/replicationProtectedItems`,
    listOfContainer,
  ),
  simulated('Get', 'GET', ITEM, (call, arm) => {
    arm.polled();
    return get(call, arm);
  }),
  simulated('Create', 'PUT', ITEM, create),
  simulated('UnplannedFailover', 'POST', `${ITEM}/unplannedFailover`, unplannedFailover),
  simulated('PlannedFailover', 'POST', `${ITEM}/plannedFailover`, plannedFailover),
  simulated('Reprotect', 'POST', `${ITEM}/reProtect`, reprotect),
  simulated('FailoverCommit', 'POST', `${ITEM}/failoverCommit`, commit),
  simulated('FailoverCancel', 'POST', `${ITEM}/failoverCancel`, cancelFailover),
  resultsOf(ITEM, get),
];
