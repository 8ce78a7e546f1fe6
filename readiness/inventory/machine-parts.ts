import { isIPv4, isIPv6 } from 'node:net';
import type { DiskFact, Fact, NicFact, PartitionFact, SnapshotFact } from './model';
import type { Row } from './table';

/** One row of vDisk. Errors: HW-INPUT-CELL – the capacity is not a number. */
export function readDisk(row: Row<'vdisk'>): DiskFact {
  const path = row.text('path');
  return {
    at: row.at('vm'),
    label: row.text('label'),
    path,
    datastore: datastoreOf(path),
    capacityMiB: row.demandAmount('capacityMiB'),
    raw: row.flag('raw'),
    mode: row.text('mode'),
    sharing: row.text('sharing'),
    sharedBus: row.text('sharedBus'),
    controller: row.text('controller'),
    thin: row.flag('thin'),
    diskUuid: row.text('diskUuid'),
  };
}

/** One row of vPartition. */
export function readPartition(row: Row<'vpartition'>): PartitionFact {
  return {
    at: row.at('vm'),
    mount: row.text('mount'),
    capacityMiB: row.amount('capacityMiB'),
    consumedMiB: row.amount('consumedMiB'),
  };
}

/** One row of vNetwork. */
export function readNic(row: Row<'vnetwork'>): NicFact {
  return {
    at: row.at('vm'),
    label: row.text('label'),
    network: row.text('network'),
    mac: row.text('mac'),
    ipv4: readAddresses(row),
    connected: row.flag('connected'),
    startsConnected: row.flag('startsConnected'),
    macType: row.text('macType'),
  };
}

/** One row of vSnapshot. */
export function readSnapshot(row: Row<'vsnapshot'>): SnapshotFact {
  return {
    at: row.at('vm'),
    name: row.text('name'),
    description: row.text('description'),
    takenAt: row.time('takenAt'),
    sizeMiB: row.amount('sizeMiB'),
  };
}

/** The datastore named in a path of the form `[datastore] folder/file`, resting on the same cell as the path. */
export function datastoreOf(path: Fact<string>): Fact<string> {
  const name = /^\[([^\]]+)\]/.exec(path?.value ?? '')?.[1]?.trim();
  return path === undefined || name === undefined || name === '' ? undefined : { value: name, at: path.at };
}

/** Several addresses share a cell; IPv6 ones among them are passed over. */
function readAddresses(row: Row<'vnetwork'>): Fact<readonly string[]> {
  const cell = row.text('ipv4');
  if (cell === undefined) return undefined;
  const addresses = cell.value.split(/[\s,;]+/).filter((part) => part !== '');
  if (addresses.some((address) => !isIPv4(address) && !isIPv6(address.replace(/%.*$/, '')))) {
    row.noteWrong('ipv4', 'IP addresses');
    return undefined;
  }
  return { value: addresses.filter((address) => isIPv4(address)), at: cell.at };
}
