import type { Vm } from '../../inventory';
import type { Snapshot } from '../../snapshots';
import { managedType } from '../managed-type';
import { SNAPSHOT_METHODS } from '../methods/snapshot';
import { type Data, Ref } from '../values';
import type { View } from '../view';
import { configOf } from './vm-config';

/** What stands behind a snapshot: the VM that has it, too. */
export interface SnapshotOf {
  readonly vm: Vm;
  readonly snapshot: Snapshot;
}

export const virtualMachineSnapshot = managedType<SnapshotOf>(
  'VirtualMachineSnapshot',
  'ExtensibleManagedObject',
  {
    properties: {
      config: ['VirtualMachineConfigInfo', ({ vm }, view) => configOf(vm, view)],
      childSnapshot: [
        '&VirtualMachineSnapshot[]?',
        ({ vm, snapshot }) => vm.snapshotTree.childrenOf(snapshot.id).map(({ id }) => snapshotRef(id)),
      ],
      vm: ['&VirtualMachine@6.0', ({ vm }) => new Ref('VirtualMachine', vm.id)],
    },
    methods: SNAPSHOT_METHODS,
  },
);

export function snapshotRef(id: string): Ref {
  return new Ref('VirtualMachineSnapshot', id);
}

/** `snapshot` of a VM: unset where there is none. */
export function snapshotInfo(vm: Vm, view: View): Data | undefined {
  const { all, current } = vm.snapshotTree;
  if (all.length === 0) return undefined;
  return {
    currentSnapshot: current === undefined ? undefined : snapshotRef(current),
    rootSnapshotList: treeFrom(vm, undefined, view),
  };
}

function treeFrom(vm: Vm, parent: string | undefined, view: View): Data[] {
  return vm.snapshotTree.childrenOf(parent).map((snapshot) => ({
    snapshot: snapshotRef(snapshot.id),
    vm: new Ref('VirtualMachine', vm.id),
    name: snapshot.name,
    description: snapshot.description,
    id: snapshot.number,
    createTime: view.time(snapshot.createdAtMs),
    state: snapshot.power,
    quiesced: snapshot.quiesced,
    childSnapshotList: treeFrom(vm, snapshot.id, view),
    replaySupported: false,
  }));
}
