import type { ProtectedItem, StateFacts } from '../../site-recovery';
import { type Arm, LOCATION } from '../arm';
import { hostIdOf } from '../ids';

/** What each provider tells of an item. Fields: the official description; which of them are filled: AZURE.md §2.6, §3 – recorded. */
export function providerDetails(arm: Arm, item: ProtectedItem, provider: StateFacts['provider']): object {
  return { instanceType: provider, ...WRITERS[provider](arm, item) };
}

const WRITERS: { readonly [P in StateFacts['provider']]: (arm: Arm, item: ProtectedItem) => object } = {
  InMageAzureV2: (arm, item) => ({
    ...shared(arm, item),
    vmId: arm.machineId(item.name),
    processServerId: serverId(item.pair?.processServer ?? arm.vault.managementServer),
    processServerName: item.pair?.processServer ?? arm.vault.managementServer,
    masterTargetId: serverId(arm.vault.managementServer),
    recoveryAzureVMName: item.name,
    selectedRecoveryAzureNetworkId: arm.resourceId('Microsoft.Network/virtualNetworks', item.vnet),
    recoveryAzureResourceGroupId: `/subscriptions/${arm.subscription}/resourceGroups/${arm.resourceGroup}`,
    discoveryType: item.physical ? 'Physical' : 'vCenter',
    useManagedDisks: 'True',
    targetVmId: item.azureVm === undefined ? null : azureId(arm, item.azureVm),
    lastRecoveryPointReceived: lastPoint(arm, item),
  }),
  InMage: (arm, item) => ({
    ...shared(arm, item),
    activeSiteType: item.state === 'failed-back' || item.state === 'failback-committed' ? 'OnPrem' : 'Azure',
    vmId: arm.machineId(item.name),
    processServerId: item.reverse ? serverId(item.reverse.processServer) : null,
    masterTargetId: item.reverse ? serverId(item.reverse.masterTarget) : null,
    discoveryType: 'Physical',
    datastores: item.reverse?.datastore === undefined ? [] : [item.reverse.datastore],
    replicaId: arm.machineId(item.name),
    retentionWindowStart: item.points[0] ? arm.at(item.points[0].takenAtMs) : null,
    retentionWindowEnd: lastPoint(arm, item),
  }),
  InMageRcm: (arm, item) => ({
    internalIdentifier: arm.machineId(item.name),
    fabricDiscoveryMachineId: arm.machineId(item.name),
    multiVmGroupName: multiVmGroup(arm, item),
    discoveryType: item.physical ? 'Physical' : 'VCenter',
    processServerId: arm.machineId(arm.vault.managementServer),
    processServerName: arm.vault.managementServer,
    targetVmName: item.name,
    targetResourceGroupId: `/subscriptions/${arm.subscription}/resourceGroups/${arm.resourceGroup}`,
    targetLocation: LOCATION,
    targetNetworkId: arm.resourceId('Microsoft.Network/virtualNetworks', item.vnet),
    protectedDisks: protectedDisks(arm, item),
    lastRecoveryPointReceived: lastPoint(arm, item),
    lastRpoInSeconds: rpoSeconds(arm, item),
    lastRpoCalculatedTime: item.points.length > 0 ? arm.at(arm.kernel.now) : null,
    ...progress(item),
    isAgentRegistrationSuccessfulAfterFailover: item.azureVm !== undefined,
  }),
  InMageRcmFailback: (arm, item) => ({
    internalIdentifier: arm.machineId(item.name),
    azureVirtualMachineId: item.azureVm === undefined ? null : azureId(arm, item.azureVm),
    multiVmGroupName: multiVmGroup(arm, item),
    reprotectAgentId: item.reverse ? serverId(item.reverse.masterTarget) : null,
    reprotectAgentName: item.reverse?.masterTarget ?? null,
    logStorageAccountId: logStorage(arm),
    targetDataStoreName: item.reverse?.datastore ?? null,
    targetVmName: item.siteVm ?? item.name,
    ...progress(item),
    ...lastPlannedFailover(arm, item),
    lastUsedPolicyId: arm.policyId(policyToAzure(arm, item)),
    lastUsedPolicyFriendlyName: policyToAzure(arm, item),
    isAgentRegistrationSuccessfulAfterFailover: item.azureVm !== undefined,
  }),
};

/** The disks that its virtual machine in Azure has, or had. The log storage account is chosen again when it is reprotected. */
function protectedDisks(arm: Arm, item: ProtectedItem): readonly object[] {
  const disks = arm.cloud.vms.get(item.azureVm ?? '')?.disks ?? [];
  return disks.map(({ sizeBytes }, at) => ({
    diskId: arm.machineId(`disk ${at} of ${item.name}`),
    diskName: `${item.name}-disk-${at}`,
    isOSDisk: String(at === 0),
    capacityInBytes: sizeBytes,
    logStorageAccountId: logStorage(arm),
  }));
}

function logStorage(arm: Arm): string {
  return arm.resourceId('Microsoft.Storage/storageAccounts', arm.logStorage);
}

/** How far a first replication or a comparison is: not measured, which the service says so. */
function progress(item: ProtectedItem): object {
  return {
    initialReplicationProgressPercentage: null,
    initialReplicationProcessedBytes: null,
    initialReplicationTransferredBytes: null,
    initialReplicationProgressHealth: 'None',
    resyncProgressPercentage: null,
    resyncProcessedBytes: null,
    resyncTransferredBytes: null,
    resyncProgressHealth: 'None',
    ...resync(item),
  };
}

/** The policy that the machine had on its way to Azure. */
function policyToAzure({ vault }: Arm, { container }: ProtectedItem): string {
  const group = vault.groupOf(container);
  return group.failback ? vault.groupOf(group.twin).policy : group.policy;
}

function lastPlannedFailover(arm: Arm, { name }: ProtectedItem): object {
  const last = [...arm.vault.jobs.values()].findLast(
    ({ item, scenarioName }) => item === name && scenarioName === 'PlannedFailover',
  );
  if (!last) return {};
  return {
    lastPlannedFailoverStartTime: arm.at(last.startedAtMs),
    lastPlannedFailoverStatus: last.endedAtMs === undefined ? 'Unknown' : last.state,
  };
}

function shared(arm: Arm, item: ProtectedItem): object {
  const group = multiVmGroup(arm, item);
  return {
    infrastructureVmId: arm.machineId(item.name),
    vmProtectionState: item.health,
    vmProtectionStateDescription: item.health,
    rpoInSeconds: rpoSeconds(arm, item),
    lastRpoCalculatedTime: item.points.length > 0 ? arm.at(arm.kernel.now) : null,
    multiVmGroupId: group === null ? arm.machineId(`group of ${item.name}`) : arm.machineId(`group ${group}`),
    multiVmGroupName: group ?? arm.machineId(`group of ${item.name}`),
    multiVmSyncStatus: group === null ? 'Disabled' : 'Enabled',
    validationErrors: [],
  };
}

/** A comparison of source and target that is to come, or under way. */
function resync({ resync: asked }: ProtectedItem): object {
  return {
    resyncRequired: String(asked !== undefined),
    resyncState:
      asked === undefined
        ? 'None'
        : asked.state === 'required'
          ? 'PreparedForResynchronization'
          : 'StartedResynchronization',
  };
}

function multiVmGroup({ vault }: Arm, { container }: ProtectedItem): string | null {
  const group = vault.groupOf(container);
  return vault.policyOf(container).multiVm ? group.name : null;
}

function rpoSeconds({ kernel }: Arm, { points }: ProtectedItem): number | null {
  const newest = points.at(-1);
  return newest ? Math.floor((kernel.now - newest.takenAtMs) / 1_000) : null;
}

function lastPoint(arm: Arm, { points }: ProtectedItem): string | null {
  const newest = points.at(-1);
  return newest ? arm.at(newest.takenAtMs) : null;
}

function serverId(name: string): string {
  return hostIdOf(name);
}

function azureId(arm: Arm, name: string): string {
  return arm.resourceId('Microsoft.Compute/virtualMachines', name);
}
