import { isIPv4 } from 'node:net';
import { asNumber } from '../cells';
import { datastoreOf } from '../machine-parts';
import type { DiskFact, Fact, NicFact, PartitionFact } from '../model';
import type { DumpNode } from './dump-node';
import type { ManagedObject, ObjectPool } from './object-pool';
import { mapped, mebibytes } from './units';

const DEVICES = 'config.hardware.device';

/** Reads the disks. A device carries no type in govc's JSON: what has a capacity is a disk.
 *  Errors: HW-INPUT-CELL – a capacity that is no number. */
export function readDisks(vm: ManagedObject): Fact<readonly DiskFact[]> {
  const devices = vm.get(DEVICES);
  if (devices === undefined) return undefined;
  const all = devices.items();
  const controllers = new Map(all.flatMap((each) => [[each.amount('key')?.value, each] as const]));
  const disks = all.filter((each) => each.get('capacityInKB') ?? each.get('capacityInBytes'));
  return {
    value: disks.map((each) => readDisk(each, controllers.get(each.amount('controllerKey')?.value))),
    at: devices.at,
  };
}

function readDisk(device: DumpNode, controller: DumpNode | undefined): DiskFact {
  const backing = device.get('backing');
  const path = backing?.text('fileName');
  return {
    at: device.at,
    label: device.text('deviceInfo.label'),
    path,
    datastore: datastoreOf(path),
    capacityMiB: readCapacity(device),
    raw: backing && isRaw(backing),
    mode: backing?.text('diskMode'),
    sharing: backing?.text('sharing'),
    sharedBus: controller?.text('sharedBus'),
    controller: controller?.text('_typeName') ?? controller?.text('deviceInfo.summary'),
    thin: backing?.flag('thinProvisioned'),
    diskUuid: backing?.text('uuid'),
  };
}

/** Old versions of govc write 0 bytes where only the KiB are set. */
function readCapacity(device: DumpNode): Fact<number> {
  for (const node of [device.get('capacityInBytes'), device.get('capacityInKB')])
    if (node && !isAmount(node.value)) throw node.refuse('a number of 0 or more');
  const bytes = device.amount('capacityInBytes');
  return bytes?.value ? mebibytes(bytes) : mapped(device.amount('capacityInKB'), (kib) => kib / 1024);
}

function isAmount(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && asNumber(value) !== 'wrong';
}

/** Only the backing of a raw device says how compatible it is, and with which LUN. */
function isRaw(backing: DumpNode): Fact<boolean> {
  const raw = backing.get('lunUuid') ?? backing.get('compatibilityMode');
  if (raw) return { value: true, at: raw.at };
  return backing.get('fileName') && { value: false, at: backing.at };
}

/** Reads the guest's file systems, as VMware Tools reported them. */
export function readPartitions(vm: ManagedObject): Fact<readonly PartitionFact[]> {
  const disks = vm.get('guest.disk');
  if (disks === undefined) return undefined;
  const value = disks.items().map((each) => {
    const capacity = each.amount('capacity');
    const free = each.amount('freeSpace');
    return {
      at: each.at,
      mount: each.text('diskPath'),
      capacityMiB: mebibytes(capacity),
      consumedMiB: capacity && free && mebibytes({ value: capacity.value - free.value, at: free.at }),
    };
  });
  return { value, at: disks.at };
}

/** Reads the network adapters. What has a MAC address is one; its addresses are those that VMware Tools reported for it. */
export function readNics(vm: ManagedObject, pool: ObjectPool): Fact<readonly NicFact[]> {
  const devices = vm.get(DEVICES);
  if (devices === undefined) return undefined;
  const reported = vm.get('guest.net')?.items() ?? [];
  const value = devices
    .items()
    .filter((each) => each.get('macAddress'))
    .map((each): NicFact => {
      const mac = each.text('macAddress');
      const guest = reported.find((nic) => nic.text('macAddress')?.value === mac?.value);
      const addresses = guest?.get('ipAddress');
      const texts = addresses?.items().flatMap((address) => address.text()?.value ?? []);
      return {
        at: each.at,
        label: each.text('deviceInfo.label'),
        network: networkOf(each, pool) ?? guest?.text('network'),
        mac,
        ipv4: addresses && texts && { value: texts.filter((text) => isIPv4(text)), at: addresses.at },
        connected: each.flag('connectable.connected'),
        startsConnected: each.flag('connectable.startConnected'),
        macType: each.text('addressType'),
      };
    });
  return { value, at: devices.at };
}

/** A network of a standard switch is named; one of a distributed switch is known by its key, which is its id. */
function networkOf(nic: DumpNode, pool: ObjectPool): Fact<string> {
  const port = nic.get('backing.port.portgroupKey')?.text();
  const group = port && pool.find({ type: 'DistributedVirtualPortgroup', id: port.value });
  const name = group?.text('name');
  return name && port ? { value: name.value, at: port.at } : nic.text('backing.deviceName');
}
