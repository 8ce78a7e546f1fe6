import type { Vm } from '../../inventory';
import { managedType } from '../managed-type';
import { VIRTUAL_MACHINE_METHODS } from '../methods/virtual-machine';
import type { Placed } from './entity';
import { allocation, configOf } from './vm-config';
import { layoutExOf, layoutOf, storageOf } from './vm-files';
import { snapshotInfo, snapshotRef } from './vm-snapshots';
import { CAPABILITY, guestInfo, heartbeatOf, runtimeOf, summaryOf } from './vm-state';

/** What stands behind a virtual machine. */
export interface PlacedVm extends Placed {
  readonly vm: Vm;
}

export const virtualMachine = managedType<PlacedVm>('VirtualMachine', 'ManagedEntity', {
  properties: {
    capability: ['VirtualMachineCapability', () => CAPABILITY],
    config: ['VirtualMachineConfigInfo?', ({ vm }, view) => configOf(vm, view)],
    layout: ['VirtualMachineFileLayout?', ({ vm }) => layoutOf(vm)],
    layoutEx: ['VirtualMachineFileLayoutEx?', ({ vm }, view) => layoutExOf(vm, view)],
    storage: ['VirtualMachineStorageInfo?', ({ vm }, view) => storageOf(vm, view)],
    environmentBrowser: ['&EnvironmentBrowser?'],
    resourcePool: [
      '&ResourcePool?',
      ({ vm }, view) => view.ref(view.vim.vsphere.poolOf(view.vim.tree, vm.host)),
    ],
    parentVApp: ['&ManagedEntity?'],
    resourceConfig: [
      'ResourceConfigSpec?',
      ({ vm }) => ({
        cpuAllocation: allocation(1_000 * vm.cpus),
        memoryAllocation: allocation(10 * vm.memoryMb),
      }),
    ],
    runtime: ['VirtualMachineRuntimeInfo', ({ vm }, view) => runtimeOf(vm, view)],
    guest: ['GuestInfo?', ({ vm }) => guestInfo(vm)],
    summary: ['VirtualMachineSummary', ({ vm }, view) => summaryOf(vm, view)],
    datastore: ['&Datastore[]?', ({ vm }, view) => view.refs([view.datastoreRef(vm.datastore)?.id])],
    network: ['&Network[]?', (_self, view) => view.refs([view.vim.tree.places.network])],
    snapshot: ['VirtualMachineSnapshotInfo?', ({ vm }, view) => snapshotInfo(vm, view)],
    rootSnapshot: [
      '&VirtualMachineSnapshot[]?',
      ({ vm }) => vm.snapshotTree.childrenOf(undefined).map(({ id }) => snapshotRef(id)),
    ],
    guestHeartbeatStatus: ['ManagedEntityStatus', ({ vm }) => heartbeatOf(vm)],
  },
  methods: VIRTUAL_MACHINE_METHODS,
});
