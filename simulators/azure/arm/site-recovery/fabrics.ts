import { z } from 'zod';
import type { ServerReport } from '../../../wire';
import { type Arm, lastOf, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { name, properties, readBody, text } from '../body';
import { ok, type Route, type Run } from '../call';
import { accountIdOf, guidOf, hostIdOf } from '../ids';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { fabricOf } from './find';
import { FABRIC, PROVIDER, VAULT } from './paths';

/** The configuration server (or the appliance) as a fabric, with its servers. Shape: as recorded; what the simulation does not
 *  measure (load, memory) is left out. Source: AZURE.md §2.4, §2.6. */
const NO_EXPIRY = '9999-12-31T23:59:59.9999999';
const VERSION = '9.44.6071.1';
/** No heartbeat for so long, and a server counts as away. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

const list: Run = (call, arm) => page(call, arm, [arm.fabricName], () => json(arm));
const get: Run = (call, arm) => {
  fabricOf(call, arm);
  return ok(json(arm));
};

function json(arm: Arm): object {
  const { vault } = arm;
  const modernized = vault.rules.provider === 'modernized';
  return {
    id: arm.fabricId,
    name: arm.fabricName,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics',
    properties: {
      friendlyName: vault.managementServer,
      encryptionDetails: { kekState: 'None', kekCertThumbprint: null },
      rolloverEncryptionDetails: { kekState: 'None', kekCertThumbprint: null },
      internalIdentifier: guidOf(`fabric ${vault.managementServer}`),
      bcdrState: 'Valid',
      customDetails: modernized ? modernizedDetails(arm) : classicDetails(arm),
      healthErrorDetails: [],
      health: 'Normal',
    },
  };
}

function classicDetails(arm: Arm): object {
  const { vault } = arm;
  const { address, lastSeenAtMs } = vault.component.durable.configurationServer;
  const processServers = vault.servers.filter(({ role }) => role === 'process-server');
  const masterTargets = vault.servers.filter(({ role }) => role === 'master-target');
  return {
    instanceType: 'VMware',
    processServers: processServers.map((server) => processServerJson(arm, server)),
    masterTargetServers: masterTargets.map((server) => masterTargetJson(arm, server)),
    runAsAccounts: vault.runAsAccounts.map((account) => ({
      accountId: accountIdOf(account),
      accountName: account,
    })),
    replicationPairCount: String([...vault.items.values()].filter(({ pair }) => pair !== undefined).length),
    processServerCount: String(processServers.length),
    agentCount: String(vault.items.size),
    protectedServers: String(vault.items.size),
    csServiceStatus: 'Running',
    ipAddress: address,
    agentVersion: VERSION,
    hostName: vault.managementServer,
    lastHeartbeat: arm.at(lastSeenAtMs),
    versionStatus: 'Supported',
    agentExpiryDate: NO_EXPIRY,
    agentVersionDetails: VERSION_DETAILS,
  };
}

const VERSION_DETAILS = { version: VERSION, expiryDate: NO_EXPIRY, status: 'Supported' };

function processServerJson(arm: Arm, server: ServerReport): object {
  const pairs = [...arm.vault.items.values()].filter(
    ({ pair }) => pair?.processServer === server.name,
  ).length;
  const health = server.state === 'silent' ? 'Critical' : 'Normal';
  return {
    friendlyName: server.name,
    id: hostIdOf(server.name),
    ipAddress: server.address,
    osType: 'Windows',
    agentVersion: VERSION,
    lastHeartbeat: arm.at(server.lastHeartbeatMs),
    versionStatus: 'Supported',
    mobilityServiceUpdates: [],
    hostId: hostIdOf(server.name),
    machineCount: String(pairs),
    replicationPairCount: String(pairs),
    psServiceStatus: health === 'Normal' ? 'Running' : 'Stopped',
    osVersion: null,
    healthErrors: [],
    agentExpiryDate: NO_EXPIRY,
    agentVersionDetails: VERSION_DETAILS,
    health,
  };
}

function masterTargetJson(arm: Arm, server: ServerReport): object {
  return {
    id: hostIdOf(server.name),
    ipAddress: server.address,
    name: server.name,
    osType: 'Windows',
    agentVersion: VERSION,
    lastHeartbeat: arm.at(server.lastHeartbeatMs),
    versionStatus: 'Supported',
    retentionVolumes: (server.retentionDrives ?? []).map((drive) => ({
      volumeName: drive.name,
      capacityInBytes: drive.capacityBytes,
      freeSpaceInBytes: drive.capacityBytes,
      thresholdPercentage: 0,
    })),
    dataStores: (server.datastores ?? []).map((datastore) => ({
      symbolicName: datastore,
      uuid: guidOf(`datastore ${datastore}`),
      type: server.datastoreFacts?.find(({ name }) => name === datastore)?.type ?? 'VMFS',
    })),
    validationErrors: [],
    healthErrors: [],
    diskCount: [...arm.vault.items.values()].filter(({ pair }) => pair?.masterTarget === server.name).length,
    osVersion: null,
    agentExpiryDate: NO_EXPIRY,
    agentVersionDetails: VERSION_DETAILS,
  };
}

function modernizedDetails(arm: Arm): object {
  const { vault } = arm;
  const agents = vault.servers.filter(({ role }) => role === 'master-target');
  return {
    instanceType: 'InMageRcm',
    vmwareSiteId: arm.resourceId('Microsoft.OffAzure/VMwareSites', 'homeward-vmwaresite'),
    serviceResourceId: arm.vaultId,
    processServers: [
      {
        id: arm.machineId(vault.managementServer),
        name: vault.managementServer,
        health: 'Normal',
        healthErrors: [],
        protectedItemCount: vault.items.size,
      },
    ],
    rcmProxies: [],
    pushInstallers: [],
    replicationAgents: [],
    reprotectAgents: agents.map((agent) => ({
      id: hostIdOf(agent.name),
      name: agent.name,
      version: VERSION,
      lastHeartbeatUtc: arm.at(agent.lastHeartbeatMs),
      health: 'Normal',
      healthErrors: [],
      protectedItemCount: [...vault.items.values()].filter(({ pair }) => pair?.masterTarget === agent.name)
        .length,
      accessibleDatastores: agent.datastores ?? [],
    })),
    marsAgents: [],
    dras: [],
    agentDetails: [],
  };
}

/** The registration of the configuration server with the vault. */
function providerJson(arm: Arm): object {
  const { vault } = arm;
  const { lastSeenAtMs } = vault.component.durable.configurationServer;
  const id = arm.machineId(vault.managementServer);
  return {
    id: `${arm.fabricId}/replicationRecoveryServicesProviders/${id}`,
    name: id,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationRecoveryServicesProviders',
    properties: {
      fabricType: vault.rules.provider === 'modernized' ? 'InMageRcmFabric' : 'VMware',
      friendlyName: vault.managementServer,
      fabricFriendlyName: vault.managementServer,
      lastHeartBeat: arm.at(lastSeenAtMs),
      connectionStatus: arm.kernel.now - lastSeenAtMs > HEARTBEAT_MS_MAX ? 'Disconnected' : 'Connected',
      protectedItemCount: vault.items.size,
      allowedScenarios: [],
      healthErrorDetails: [],
    },
  };
}

/** Moves machines to another process server. Source: AZURE.md §2.4 (FailoverProcessServerRequest) – read in the description. */
const reassociate: Run = (call, arm) => {
  fabricOf(call, arm);
  const { sourceProcessServerId, targetProcessServerId, vmsToMigrate, updateType } = readBody(
    call,
    REASSOCIATE,
  ).properties;
  const wanted = same(updateType, 'ServerLevel')
    ? undefined
    : vmsToMigrate.map((vm) => machineWithId(arm, lastOf(vm)));
  const job = arm.vault.reassociateGateway({
    from: arm.serverNamed(sourceProcessServerId) ?? '',
    to: arm.serverNamed(targetProcessServerId) ?? '',
    ...(wanted === undefined ? {} : { items: wanted }),
  });
  return accepted(call, arm, job.id, call.path.slice(0, call.path.lastIndexOf('/')));
};

function machineWithId(arm: Arm, id: string): string {
  return [...arm.vault.items.keys()].find((name) => same(arm.machineId(name), id) || same(name, id)) ?? id;
}

const REASSOCIATE = properties({
  containerName: text.optional(),
  sourceProcessServerId: name,
  targetProcessServerId: name,
  vmsToMigrate: z.array(text).max(1_000).default([]),
  updateType: z.enum(['ServerLevel', 'SystemLevel']).default('ServerLevel'),
});

/** A fabric is made when a configuration server registers, and stays as long as it is registered. */
const registered: Run = (call, arm) => {
  const { fabricName = '' } = call.params;
  throw new ArmError(
    409,
    'OperationNotAllowed',
    `The fabric ${arm.fabricName} follows the registration of ${arm.vault.managementServer}: it is neither made nor removed through this interface (asked for ${fabricName}).`,
  );
};

const providers: Run = (call, arm) => page(call, arm, [arm], (each) => providerJson(each));
const provider: Run = (call, arm) => {
  fabricOf(call, arm);
  const { providerName = '' } = call.params;
  if (!same(providerName, arm.machineId(arm.vault.managementServer)))
    throw notFound('recovery services provider', providerName);
  return ok(providerJson(arm));
};

const PROVIDERS = 'replicationRecoveryServicesProviders';

export const fabricRoutes: readonly Route[] = [
  {
    operation: 'ReplicationFabrics_List',
    method: 'GET',
    path: `${VAULT}/replicationFabrics`,
    support: 'simulated',
    run: list,
  },
  { operation: 'ReplicationFabrics_Get', method: 'GET', path: FABRIC, support: 'simulated', run: get },
  {
    operation: 'ReplicationRecoveryServicesProviders_List',
    method: 'GET',
    path: `${VAULT}/${PROVIDERS}`,
    support: 'simulated',
    run: providers,
  },
  {
    operation: 'ReplicationRecoveryServicesProviders_ListByReplicationFabrics',
    method: 'GET',
    path: `${FABRIC}/${PROVIDERS}`,
    support: 'simulated',
    run: (call, arm) => {
      fabricOf(call, arm);
      return providers(call, arm);
    },
  },
  {
    operation: 'ReplicationRecoveryServicesProviders_Get',
    method: 'GET',
    path: `${FABRIC}/${PROVIDERS}/{providerName}`,
    support: 'simulated',
    run: provider,
  },
  ...(
    [
      ['ReplicationFabrics_Create', 'PUT', FABRIC],
      ['ReplicationFabrics_Purge', 'DELETE', FABRIC],
      ['ReplicationFabrics_Delete', 'POST', `${FABRIC}/remove`],
      ['ReplicationRecoveryServicesProviders_Create', 'PUT', PROVIDER],
      ['ReplicationRecoveryServicesProviders_Purge', 'DELETE', PROVIDER],
      ['ReplicationRecoveryServicesProviders_Delete', 'POST', `${PROVIDER}/remove`],
    ] as const
  ).map(
    ([operation, method, path]): Route => ({ operation, method, path, support: 'refused', run: registered }),
  ),
  {
    operation: 'ReplicationFabrics_ReassociateGateway',
    method: 'POST',
    path: `${FABRIC}/reassociateGateway`,
    support: 'simulated',
    run: reassociate,
  },
  resultsOf(FABRIC, get),
];
