import { soapFault } from './faults';
import type { Vm } from './inventory';
import type { Snapshot } from './snapshots';
import { findVm, type Method, mustOwnItsDisks, powerOff, powerOn, TASK_MS } from './vm-world';

/** The methods that make, remove and go back to snapshots. A snapshot keeps what the disks held. A VM that goes back to one is off; if
 *  it was made of a running VM with its memory, on: its system then starts anew, for what memory holds is not simulated. */
export const SNAPSHOT_METHODS: {
  readonly CreateSnapshot_Task: Method<'CreateSnapshot_Task'>;
  readonly RemoveSnapshot_Task: Method<'RemoveSnapshot_Task'>;
  readonly RemoveAllSnapshots_Task: Method<'RemoveAllSnapshots_Task'>;
  readonly RevertToSnapshot_Task: Method<'RevertToSnapshot_Task'>;
  readonly RenameSnapshot: Method<'RenameSnapshot'>;
  readonly ConsolidateVMDisks_Task: Method<'ConsolidateVMDisks_Task'>;
} = {
  *CreateSnapshot_Task({ inventory, kernel }, { vm: name, name: snapshot, description, memory, quiesce }) {
    const vm = findVm(inventory, name);
    if (quiesce && vm.power === 'poweredOn' && vm.tools !== 'running')
      throw soapFault('ToolsUnavailable', [name]);
    yield TASK_MS;
    vm.snapshotTree.add({
      id: `snapshot-${kernel.count('snapshot object')}`,
      name: snapshot,
      description: description ?? '',
      createdAtMs: kernel.now,
      power: vm.power,
      quiesced: quiesce ?? false,
      memory: memory ?? false,
      disks: vm.disks.map((disk) => disk.view()),
      system: vm.power === 'poweredOn' ? { os: vm.guest.os, lastSeq: vm.guest.lastSeq } : vm.system,
    });
    return {};
  },

  *RemoveSnapshot_Task(
    { inventory },
    { vm: name, name: snapshot, snapshot: id, removeChildren, consolidate },
  ) {
    const vm = findVm(inventory, name);
    const { snapshotTree } = vm;
    const found = snapshotTree.all.filter((each) =>
      id === undefined ? each.name === snapshot : each.id === id,
    );
    if (found.length === 0) throw soapFault('ManagedObjectNotFound', [snapshot], `(snapshot ${snapshot})`);
    yield TASK_MS;
    const ids = found.flatMap((each) =>
      removeChildren ? [...snapshotTree.withChildren(each.id)] : [each.id],
    );
    snapshotTree.remove(new Set(ids));
    if (consolidate === false) vm.needsConsolidation = true;
    return {};
  },

  *RemoveAllSnapshots_Task({ inventory }, { vm: name, consolidate }) {
    const vm = findVm(inventory, name);
    const { snapshotTree } = vm;
    yield TASK_MS;
    snapshotTree.remove(new Set(snapshotTree.all.map(({ id }) => id)));
    if (consolidate === false) vm.needsConsolidation = true;
    return {};
  },

  *RevertToSnapshot_Task(world, { vm: name, snapshot: id, suppressPowerOn }) {
    const { inventory } = world;
    const vm = findVm(inventory, name);
    mustOwnItsDisks(vm);
    const snapshot = mustHave(vm, id);
    if (vm.power === 'poweredOn') powerOff(vm);
    yield TASK_MS;
    snapshot.disks.forEach((view, index) => {
      vm.disks[index]?.replace(view);
    });
    if (snapshot.system) vm.system = snapshot.system;
    vm.snapshotTree.revertTo(id);
    if (snapshot.memory && snapshot.power === 'poweredOn' && suppressPowerOn !== true) powerOn(world, vm);
    return {};
  },

  *RenameSnapshot({ inventory }, { vm: name, snapshot: id, name: called, description }) {
    const vm = findVm(inventory, name);
    mustHave(vm, id);
    yield 0;
    vm.snapshotTree.rename(id, called, description);
    return {};
  },

  *ConsolidateVMDisks_Task({ inventory }, { vm: name }) {
    const vm = findVm(inventory, name);
    mustOwnItsDisks(vm);
    yield TASK_MS;
    vm.needsConsolidation = false;
    return {};
  },
};

function mustHave(vm: Vm, id: string): Snapshot {
  const snapshot = vm.snapshotTree.find(id);
  if (!snapshot) throw soapFault('ManagedObjectNotFound', [id], `(snapshot ${id} of ${vm.name})`);
  return snapshot;
}
