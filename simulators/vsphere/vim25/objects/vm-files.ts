import { EXTENT_BYTES } from '../../../storage';
import type { Vm } from '../../inventory';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import { vmPath } from './vm-config';
import { DISK_KEY, diskFile } from './vm-devices';

/** The size of small files. Units: bytes. Source: assumed. */
const SMALL_BYTES = 8_684;

interface File {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** What a VM has on its datastore. */
export function filesOf(vm: Vm): readonly File[] {
  const base = `[${vm.datastore}] ${vm.name}/${vm.name}`;
  const disks = vm.disks.flatMap((disk, index) => {
    const file = diskFile(vm, index);
    return [
      { name: file, type: 'diskDescriptor', size: 512 },
      {
        name: file.replace(/\.vmdk$/, '-flat.vmdk'),
        type: 'diskExtent',
        size: disk.view().written() * EXTENT_BYTES,
      },
    ];
  });
  const snapshots = vm.snapshotTree.all.flatMap(({ number }) => [
    { name: `${base}-Snapshot${number}.vmsn`, type: 'snapshotData', size: SMALL_BYTES },
  ]);
  return [
    { name: vmPath(vm), type: 'config', size: SMALL_BYTES },
    { name: `${base}.nvram`, type: 'nvram', size: SMALL_BYTES },
    { name: `${base}.vmsd`, type: 'snapshotList', size: vm.snapshots.length * 400 },
    { name: `[${vm.datastore}] ${vm.name}/vmware.log`, type: 'log', size: SMALL_BYTES },
    ...disks,
    ...snapshots,
  ];
}

export function layoutOf(vm: Vm): Data {
  return {
    configFile: [`${vm.name}.nvram`, `${vm.name}.vmsd`],
    logFile: ['vmware.log'],
    disk: vm.disks.map((_disk, index) => ({ key: DISK_KEY + index, diskFile: [diskFile(vm, index)] })),
  };
}

export function layoutExOf(vm: Vm, view: View): Data {
  const files = filesOf(vm);
  const keyOf = (name: string): number => files.findIndex((file) => file.name === name);
  const chainOf = (index: number): Data => {
    const descriptor = keyOf(diskFile(vm, index));
    return { key: DISK_KEY + index, chain: [{ fileKey: [descriptor, descriptor + 1] }] };
  };
  const disks = vm.disks.map((_disk, index) => chainOf(index));
  return {
    file: files.map(({ name, type, size }, key) => ({
      key,
      name,
      type,
      size,
      uniqueSize: size,
      accessible: true,
    })),
    disk: disks,
    snapshot: vm.snapshotTree.all.map(({ id, number }) => ({
      key: new Ref('VirtualMachineSnapshot', id),
      dataKey: keyOf(`[${vm.datastore}] ${vm.name}/${vm.name}-Snapshot${number}.vmsn`),
      memoryKey: -1,
      disk: disks,
    })),
    timestamp: view.time(view.vim.kernel.now),
  };
}

/** What a VM takes of its datastore, and what it may take yet. Units: bytes. */
export function spaceOf(vm: Vm): { readonly committed: number; readonly uncommitted: number } {
  const committed = filesOf(vm).reduce((sum, { size }) => sum + size, 0);
  const all = vm.disks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { committed, uncommitted: Math.max(0, all - committed) };
}

export function storageOf(vm: Vm, view: View): Data {
  const { committed, uncommitted } = spaceOf(vm);
  const datastore = view.datastoreRef(vm.datastore);
  return {
    perDatastoreUsage: datastore ? [{ datastore, committed, uncommitted, unshared: committed }] : [],
    timestamp: view.time(view.vim.kernel.now),
  };
}
