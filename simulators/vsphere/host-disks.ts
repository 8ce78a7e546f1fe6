import { type Disk, EXTENT_BYTES, extentsIn } from '../storage';
import { type DiskWrite, note } from '../wire';
import { soapFault } from './faults';
import type { Datastore, Host, Vm } from './inventory';
import type { Site } from './site';
import { findVm } from './vm-world';

/** The disk of a VM, as a host reaches it. Errors: InvalidState – it does not; ManagedObjectNotFound. */
export function diskOf(
  site: Site,
  host: Host,
  { vm: name, disk: index }: { vm: string; disk: number },
): Disk {
  const vm = findVm(site.inventory, name);
  if (!host.datastores.has(vm.datastore) || !site.inventory.datastores.get(vm.datastore)?.accessible) {
    throw soapFault(
      'InvalidState',
      [host.name, vm.datastore],
      `${host.name} does not reach ${vm.datastore}.`,
    );
  }
  const disk = vm.disks[index];
  if (!disk) throw soapFault('ManagedObjectNotFound', [name], `(disk ${index})`);
  return disk;
}

/** A master target writes to a disk through a host. Errors: InvalidPowerState, InvalidState, NoDiskSpace. */
export function diskWrite(site: Site, host: Host, message: DiskWrite): Record<string, never> {
  const disk = diskOf(site, host, message);
  const vm = findVm(site.inventory, message.vm);
  if (vm.power === 'poweredOn') throw soapFault('InvalidPowerState', [vm.name], '(Powered on)');
  if (vm.attachedTo !== message.by)
    throw soapFault('InvalidState', [vm.name], `Its disks are not attached to ${message.by}.`);
  if (vm.snapshots.length > 0) {
    throw soapFault(
      'InvalidState',
      [vm.name, ...vm.snapshots],
      `Its disks have snapshots: ${vm.snapshots.join(', ')}.`,
    );
  }
  const datastore = site.inventory.datastores.get(vm.datastore) as Datastore;
  const before = disk.view();
  const after = before.writeAll(message.runs);
  const growth = (after.written() - before.written()) * EXTENT_BYTES;
  if (datastore.usedBytes + growth > datastore.capacityBytes)
    throw soapFault('NoDiskSpace', [datastore.name, vm.name]);
  datastore.usedBytes += growth;
  disk.replace(after);
  if (message.system !== undefined) vm.system = message.system as Vm['system'];
  const extents = extentsIn(message.runs);
  note(site.kernel, 'disk.written', vm.name, { disk: message.disk, extents, by: message.by });
  return {};
}
