import type { Datastore, Fact, Known } from '../model';
import type { RecoveryServer, RecoverySite, RetentionVolumeFact } from '../replication-model';
import type { DumpNode } from '../vim/dump-node';
import { mapped, mebibytes } from '../vim/units';
import { armId, armTime, uuidIn } from './arm-value';

/** Reads the servers of a fabric: VMware (classic) or InMageRcm (modernized). Shape: empty for other fabrics. */
export function readServers(fabric: DumpNode): readonly RecoveryServer[] {
  const details = fabric.get('properties.customDetails');
  if (!details) return [];
  const each = (list: string, role: RecoveryServer['role']) =>
    (details.get(list)?.items() ?? []).flatMap((node) => readServer(node, role) ?? []);
  const own = details.text('hostName') ? readServer(details, 'configuration server') : undefined;
  return [
    ...(own ? [own] : []),
    ...each('processServers', 'process server'),
    ...each('masterTargetServers', 'master target'),
    ...each('reprotectAgents', 'reprotect agent'),
  ];
}

/** The accounts that the configuration server keeps: names only. */
export function readAccounts(fabric: DumpNode): RecoverySite['accounts'] {
  const accounts = fabric.get('properties.customDetails.runAsAccounts')?.items() ?? [];
  return accounts.flatMap((account): Known<string>[] => {
    const name = account.text('accountName');
    return name ? [name] : [];
  });
}

/** The datastores that the master targets of a fabric see. Units: Azure writes GB as text. */
export function readTargetDatastores(fabric: DumpNode): readonly Datastore[] {
  const targets = fabric.get('properties.customDetails.masterTargetServers')?.items() ?? [];
  const found = new Map<string, Datastore>();
  for (const store of targets.flatMap((target) => target.get('dataStores')?.items() ?? [])) {
    const name = store.text('symbolicName');
    if (!name || found.has(name.value)) continue;
    found.set(name.value, {
      key: `asr/${name.value}`,
      name,
      vcenterUuid: undefined,
      type: store.text('type'),
      accessible: undefined,
      capacityMiB: mapped(store.amount('capacity'), inMiB),
      freeMiB: mapped(store.amount('freeSpace'), inMiB),
      hostCount: undefined,
      hosts: undefined,
    });
  }
  return [...found.values()];
}

function readServer(node: DumpNode, role: RecoveryServer['role']): RecoveryServer | undefined {
  const name =
    role === 'configuration server'
      ? node.text('hostName')
      : (node.text('friendlyName') ?? node.text('name') ?? node.text('fqdn'));
  if (!name) return undefined;
  const isTarget = role === 'master target';
  return {
    at: node.at,
    role,
    name,
    id: armId(node, 'id'),
    ipAddress: node.text('ipAddress'),
    version: node.text('agentVersion') ?? node.text('version'),
    health: node.text('health'),
    service: node.text('psServiceStatus') ?? node.text('csServiceStatus'),
    heartbeat: armTime(node, 'lastHeartbeat') ?? armTime(node, 'lastHeartbeatUtc'),
    certificateDaysLeft: daysLeft(node),
    certificateExpiry: armTime(node, 'sslCertExpiryDate'),
    retentionVolumes: isTarget ? retentionVolumesOf(node) : undefined,
    datastores: textsOf(node.get(isTarget ? 'dataStores' : 'accessibleDatastores')),
    diskCount: isTarget ? node.amount('diskCount') : undefined,
    biosId: armId(node, 'biosId'),
    instanceUuid: uuidIn(node.text('fabricObjectId')),
  };
}

/** A certificate that has ended may have a negative number of days left. */
function daysLeft(node: DumpNode): Fact<number> {
  const days = node.get('sslCertExpiryRemainingDays');
  if (days && typeof days.value === 'number' && days.value < 0) return { value: days.value, at: days.at };
  return node.amount('sslCertExpiryRemainingDays');
}

function retentionVolumesOf(node: DumpNode): Fact<readonly RetentionVolumeFact[]> {
  const list = node.get('retentionVolumes');
  if (!list || !Array.isArray(list.value)) return undefined;
  const value = list.items().map((volume) => ({
    at: volume.at,
    name: volume.text('volumeName'),
    capacityMiB: mebibytes(volume.amount('capacityInBytes')),
    freeMiB: mebibytes(volume.amount('freeSpaceInBytes')),
  }));
  return { value, at: list.at };
}

function textsOf(list: DumpNode | undefined): Fact<readonly string[]> {
  if (!list || !Array.isArray(list.value)) return undefined;
  const value = list.items().flatMap((each) => (each.text('symbolicName') ?? plainText(each))?.value ?? []);
  return { value, at: list.at };
}

function plainText(node: DumpNode): Fact<string> {
  return typeof node.value === 'string' ? node.text() : undefined;
}

function inMiB(gb: number): number {
  return gb * 1024;
}
