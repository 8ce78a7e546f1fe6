import type { Fact } from '../model';
import type { HealthErrorFact, ReplicationFacts, ReplicationProvider } from '../replication-model';
import type { DumpNode } from '../vim/dump-node';
import { armId, armTime, sumOf } from './arm-value';

const PROVIDERS: readonly ReplicationProvider[] = [
  'InMageAzureV2',
  'InMage',
  'InMageRcm',
  'InMageRcmFailback',
];

/** How far a clock may be ahead before a time counts as wrong. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Reads what Azure says of a protected item. Shape: `undefined` for a provider that has nothing to do with VMware.
 *  Source: Site Recovery API 2024-04-01, definitions *ReplicationDetails; traps in READINESS.md §3.3 – observed. */
export function readReplication(item: DumpNode, late: (at: DumpNode) => void): ReplicationFacts | undefined {
  const properties = item.get('properties');
  const details = properties?.get('providerSpecificDetails');
  const type = details?.text('instanceType');
  const provider = PROVIDERS.find((each) => each === type?.value);
  if (!properties || !details || !type || !provider) return undefined;
  const agent = details.get('mobilityAgentDetails') ?? details.get('agentDetails');
  const heartbeat = armTime(agent, 'lastHeartbeatUtc') ?? armTime(details, 'lastHeartbeat');
  return {
    at: item.at,
    provider: { value: provider, at: type.at },
    generation: provider.startsWith('InMageRcm') ? 'modernized' : 'classic',
    direction: provider === 'InMage' || provider === 'InMageRcmFailback' ? 'to-site' : 'to-azure',
    state: properties.text('protectionState'),
    activeLocation: properties.text('activeLocation'),
    allowedOperations: textsOf(properties, 'allowedOperations'),
    health: properties.text('replicationHealth'),
    failoverHealth: properties.text('failoverHealth'),
    healthErrors: healthErrorsOf(properties),
    rpoSeconds: details.amount('rpoInSeconds') ?? details.amount('lastRpoInSeconds'),
    pendingAtSourceMiB:
      sumOf(details, 'protectedDisks', 'dataPendingAtSourceAgentInMB') ??
      sumOf(details, 'protectedDisks', 'sourceDataInMegaBytes') ??
      sumOf(details, 'protectedDisks', 'sourceDataInMB'),
    pendingInLogStoreMiB:
      sumOf(details, 'protectedDisks', 'dataPendingInLogDataStoreInMB') ??
      sumOf(details, 'protectedDisks', 'psDataInMegaBytes') ??
      sumOf(details, 'protectedDisks', 'psDataInMB'),
    dataRateMB: details.amount('uncompressedDataRateInMB'),
    resyncRequired: details.flag('resyncRequired'),
    agentRegistered: details.flag('isAgentRegistrationSuccessfulAfterFailover'),
    agentVersion: agent?.text('version') ?? agent?.text('agentVersion') ?? details.text('agentVersion'),
    agentHeartbeat: heartbeat,
    lastSync: lastSyncOf(item, details, late),
    processServer: armId(details, 'processServerId'),
    masterTarget: armId(details, 'masterTargetId') ?? armId(details, 'reprotectAgentId'),
    targetDatastore: details.text('targetDataStoreName'),
  };
}

function textsOf(node: DumpNode, path: string): Fact<readonly string[]> {
  const list = node.get(path);
  if (!list || !Array.isArray(list.value)) return undefined;
  return { value: list.items().flatMap((each) => each.text()?.value ?? []), at: list.at };
}

/** Also the errors within errors: of those Azure shows the outer ones only. */
function healthErrorsOf(properties: DumpNode): Fact<readonly HealthErrorFact[]> {
  const list = properties.get('healthErrors');
  if (!list || !Array.isArray(list.value)) return undefined;
  const value = list
    .items()
    .flatMap((each) => [each, ...(each.get('innerHealthErrors')?.items() ?? [])])
    .map((error) => ({
      at: error.at,
      code: error.text('errorCode'),
      level: error.text('errorLevel'),
      summary: error.text('summaryMessage'),
    }));
  return { value, at: list.at };
}

/** The oldest of the disks counts. A time ahead of all that Azure knew when it answered is a local time marked as UTC. */
function lastSyncOf(
  item: DumpNode,
  details: DumpNode,
  late: (at: DumpNode) => void,
): ReplicationFacts['lastSync'] {
  const knownAtMs = newestTimeMs(item);
  let oldest: ReplicationFacts['lastSync'];
  for (const disk of details.get('protectedDisks')?.items() ?? []) {
    const time = armTime(disk, 'lastSyncTime');
    if (!time) continue;
    if (knownAtMs !== undefined && Date.parse(`${time.value}Z`) > knownAtMs + CLOCK_SKEW_MS) {
      late(disk.get('lastSyncTime') ?? disk);
      continue;
    }
    if (!oldest || time.value < oldest.value) oldest = time;
  }
  return oldest;
}

const OWN_TIMES = [
  'properties.lastSuccessfulFailoverTime',
  'properties.providerSpecificDetails.mobilityAgentDetails.lastHeartbeatUtc',
  'properties.providerSpecificDetails.discoveredVmDetails.lastDiscoveryTimeInUtc',
  'properties.providerSpecificDetails.lastHeartbeat',
  'properties.providerSpecificDetails.lastRpoCalculatedTime',
  'properties.providerSpecificDetails.lastUpdateReceivedTime',
];

/** The newest moment that an item speaks of, other than its disks. Units: ms since 1970. */
export function newestTimeMs(item: DumpNode): number | undefined {
  const errors = item.get('properties.healthErrors')?.items() ?? [];
  const times = [
    ...OWN_TIMES.map((path) => armTime(item, path)),
    ...errors.map((error) => armTime(error, 'creationTimeUtc')),
  ].flatMap((time) => (time ? Date.parse(`${time.value}Z`) : []));
  return times.length > 0 ? times.reduce((newest, time) => Math.max(newest, time)) : undefined;
}
