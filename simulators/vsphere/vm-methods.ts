import { Disk } from '../storage';
import type { Reconfiguration, VimMethod } from '../wire';
import { soapFault } from './faults';
import type { Vm } from './inventory';
import { PLACEMENT_METHODS } from './placement-methods';
import { SNAPSHOT_METHODS } from './snapshot-methods';
import {
  findVm,
  type Method,
  mustBe,
  mustOwnItsDisks,
  mustReach,
  powerOff,
  powerOn,
  RECONFIGURE_MS,
  TASK_MS,
  type VmWorld,
} from './vm-world';

/** The methods that change something, one by one. Privileges, licence and the VM's lock were checked before. */
export const VM_METHODS: {
  readonly [M in Exclude<VimMethod, 'RetrieveProperties' | 'RetrieveInventory'>]: Method<M>;
} = {
  ...SNAPSHOT_METHODS,
  ...PLACEMENT_METHODS,

  *PowerOnVM_Task(world, { vm: name }) {
    const vm = findVm(world.inventory, name);
    mustBe('poweredOff', vm);
    mustOwnItsDisks(vm);
    yield TASK_MS;
    // Meanwhile somebody else may have got hold of its disks.
    mustOwnItsDisks(vm);
    powerOn(world, vm);
    return {};
  },

  *PowerOffVM_Task(world, { vm: name }) {
    const vm = findVm(world.inventory, name);
    mustBe('poweredOn', vm);
    yield TASK_MS;
    powerOff(vm);
    return {};
  },

  *ResetVM_Task(world, { vm: name }) {
    const vm = findVm(world.inventory, name);
    mustBe('poweredOn', vm);
    yield TASK_MS;
    powerOff(vm);
    powerOn(world, vm);
    return {};
  },

  *ShutdownGuest(world, { vm: name, timeoutMs }) {
    const vm = findVm(world.inventory, name);
    mustBe('poweredOn', vm);
    if (vm.tools !== 'running') throw soapFault('ToolsUnavailable', [name]);
    const shutDown = world.kernel.spawn(undefined, `shut down ${name}`, vm.guest.shutDown());
    try {
      yield* world.kernel.within(shutDown.done, timeoutMs, () =>
        soapFault('InvalidState', [name], `The guest did not shut down within ${timeoutMs / 1000} s.`),
      );
    } catch (error) {
      shutDown.kill();
      vm.guest.abandonShutDown();
      throw error;
    }
    return {};
  },

  *ReconfigVM_Task(world, { vm: name, attachDisksOf, detachDisksOf, ...changes }) {
    const vm = findVm(world.inventory, name);
    if (needsPowerOff(vm, changes)) mustBe('poweredOff', vm);
    if (Object.keys(changes).length > 0) {
      yield RECONFIGURE_MS;
      reconfigure(world, vm, changes);
    }
    if (attachDisksOf !== undefined) yield* attach(world, vm, attachDisksOf);
    if (detachDisksOf !== undefined) {
      const owner = findVm(world.inventory, detachDisksOf);
      yield RECONFIGURE_MS;
      if (owner.attachedTo === name) owner.attachedTo = null;
    }
    return {};
  },
};

/** What can be changed only while the VM is off: parameters, processors, memory, and disks where there are snapshots.
 *  Source: VSPHERE.md §5.2 (`disk.EnableUUID`: VM off while set) – documented; hot-plug is not modelled. */
function needsPowerOff({ cpus, memoryMb }: Vm, changes: Reconfiguration): boolean {
  return (
    changes.extraConfig !== undefined ||
    (changes.cpus !== undefined && changes.cpus !== cpus) ||
    (changes.memoryMb !== undefined && changes.memoryMb !== memoryMb)
  );
}

function reconfigure({ kernel, inventory }: VmWorld, vm: Vm, changes: Reconfiguration): void {
  const { extraConfig, annotation, cpus, memoryMb, addDisks = [], removeDisks = [] } = changes;
  if (addDisks.length + removeDisks.length > 0) {
    mustOwnItsDisks(vm);
    if (removeDisks.length > 0 && vm.snapshots.length > 0)
      throw soapFault(
        'InvalidState',
        [vm.name, ...vm.snapshots],
        `It has snapshots: ${vm.snapshots.join(', ')}.`,
      );
    if (vm.power === 'poweredOn') mustBe('poweredOff', vm);
    mustReach(inventory, vm.host, vm.datastore);
    const kept = vm.disks.filter((_disk, index) => !removeDisks.includes(index));
    const added = addDisks.map(({ sizeBytes }) => {
      return new Disk(`${vm.name}/disk${kernel.count(`added disk ${vm.name}`) + 99}`, sizeBytes);
    });
    vm.disks = [...kept, ...added];
  }
  if (annotation !== undefined) vm.annotation = annotation;
  if (cpus !== undefined) vm.cpus = cpus;
  if (memoryMb !== undefined) vm.memoryMb = memoryMb;
  const given = extraConfig === undefined ? [] : Array.isArray(extraConfig) ? extraConfig : [extraConfig];
  for (const { key, value } of given)
    if (value === '') vm.extraConfig.delete(key);
    else vm.extraConfig.set(key, value);
}

function* attach({ inventory }: VmWorld, holder: Vm, name: string) {
  const owner = findVm(inventory, name);
  mustBeFree(owner, holder);
  mustReach(inventory, holder.host, owner.datastore);
  yield RECONFIGURE_MS;
  // Meanwhile somebody else may have turned it on, or taken a snapshot.
  mustBeFree(owner, holder);
  owner.attachedTo = holder.name;
}

/** Errors: InvalidPowerState, InvalidState – the disks of a VM cannot be attached to another now. */
function mustBeFree(owner: Vm, holder: Vm): void {
  const { name, attachedTo, snapshots } = owner;
  mustBe('poweredOff', owner);
  if (attachedTo && attachedTo !== holder.name) throw soapFault('InvalidState', [name, attachedTo]);
  if (snapshots.length > 0)
    throw soapFault(
      'InvalidState',
      [name, ...snapshots],
      `Its disks have snapshots: ${snapshots.join(', ')}.`,
    );
}
