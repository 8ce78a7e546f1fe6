import { comeUp } from '../guest';
import type { Kernel, Process } from '../kernel';
import type { Network, Subnet } from '../network';
import { EXTENT_BYTES } from '../storage';
import type { NewVm } from '../wire';
import { note, type VimMethod, type VimMethods } from '../wire';
import { soapFault } from './faults';
import type { Inventory, Vm } from './inventory';

const TASK_MS = 3_000;
const RECONFIGURE_MS = 1_000;
const CREATE_MS = 20_000;

/** What the methods of a VM need beside the inventory. */
export interface VmWorld {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly inventory: Inventory;
  readonly subnet: Subnet;
  makeVm(spec: NewVm): Vm;
}

type Method<M extends VimMethod> = (
  world: VmWorld,
  args: VimMethods[M]['args'],
) => Process<VimMethods[M]['answer']>;

/** The methods that change something, one by one. Privileges, licence and the VM's lock were checked before. */
export const VM_METHODS: {
  readonly [M in Exclude<VimMethod, 'RetrieveProperties' | 'RetrieveInventory'>]: Method<M>;
} = {
  *PowerOnVM_Task(world, { vm: name }) {
    const vm = findVm(world.inventory, name);
    if (vm.power === 'poweredOn') throw soapFault('InvalidPowerState', [name], '(Powered on)');
    if (vm.attachedTo)
      throw soapFault('InvalidState', [name, vm.attachedTo], `Its disks are attached to ${vm.attachedTo}.`);
    yield TASK_MS;
    powerOn(world, vm);
    return {};
  },

  *PowerOffVM_Task(world, { vm: name }) {
    const vm = findVm(world.inventory, name);
    if (vm.power === 'poweredOff') throw soapFault('InvalidPowerState', [name], '(Powered off)');
    yield TASK_MS;
    powerOff(vm);
    return {};
  },

  *ShutdownGuest(world, { vm: name, timeoutMs }) {
    const vm = findVm(world.inventory, name);
    if (vm.power === 'poweredOff') throw soapFault('InvalidPowerState', [name], '(Powered off)');
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

  *CreateSnapshot_Task(world, { vm: name, name: snapshot }) {
    const vm = findVm(world.inventory, name);
    yield TASK_MS;
    vm.snapshots = [...vm.snapshots, snapshot];
    return {};
  },

  *RemoveSnapshot_Task(world, { vm: name, name: snapshot }) {
    const vm = findVm(world.inventory, name);
    if (!vm.snapshots.includes(snapshot))
      throw soapFault('ManagedObjectNotFound', [snapshot], `(snapshot ${snapshot})`);
    yield TASK_MS;
    vm.snapshots = vm.snapshots.filter((other) => other !== snapshot);
    return {};
  },

  *CreateVM_Task(world, spec) {
    const { hosts, datastores, vms } = world.inventory;
    if (vms.has(spec.name)) throw soapFault('DuplicateName', [spec.name]);
    const host = hosts.get(spec.host);
    const datastore = datastores.get(spec.datastore);
    if (!host) throw soapFault('ManagedObjectNotFound', [spec.host], `(host ${spec.host})`);
    if (!datastore)
      throw soapFault('ManagedObjectNotFound', [spec.datastore], `(datastore ${spec.datastore})`);
    if (!host.datastores.has(datastore.name) || !datastore.accessible) {
      throw soapFault(
        'InvalidState',
        [spec.host, spec.datastore],
        `${spec.host} does not reach ${spec.datastore}.`,
      );
    }
    yield CREATE_MS;
    const vm = world.makeVm(spec);
    vms.set(vm.name, vm);
    note(world.kernel, 'vm.created', vm.name, { copy: 'on-premises', machine: vm.machine, host: vm.host });
    return {};
  },

  *ReconfigVM_Task(world, { vm: name, attachDisksOf, detachDisksOf, extraConfig }) {
    const holder = findVm(world.inventory, name);
    if (extraConfig) {
      if (holder.power === 'poweredOn') throw soapFault('InvalidPowerState', [name], '(Powered on)');
      yield RECONFIGURE_MS;
      holder.extraConfig.set(extraConfig.key, extraConfig.value);
    }
    if (attachDisksOf !== undefined) {
      const owner = findVm(world.inventory, attachDisksOf);
      if (owner.power === 'poweredOn') throw soapFault('InvalidPowerState', [attachDisksOf], '(Powered on)');
      if (owner.attachedTo && owner.attachedTo !== name)
        throw soapFault('InvalidState', [attachDisksOf, owner.attachedTo]);
      if (owner.snapshots.length > 0) {
        throw soapFault(
          'InvalidState',
          [attachDisksOf, ...owner.snapshots],
          `Its disks have snapshots: ${owner.snapshots.join(', ')}.`,
        );
      }
      reach(world.inventory, holder, owner.datastore);
      yield RECONFIGURE_MS;
      owner.attachedTo = name;
    }
    if (detachDisksOf !== undefined) {
      const owner = findVm(world.inventory, detachDisksOf);
      yield RECONFIGURE_MS;
      if (owner.attachedTo === name) owner.attachedTo = null;
    }
    return {};
  },

  *Destroy_Task(world, { vm: name }) {
    const { datastore, bytes } = yield* unregister(world, name);
    free(world.inventory, datastore, bytes);
    return {};
  },

  *UnregisterVM(world, { vm: name }) {
    const left = yield* unregister(world, name);
    world.inventory.files.set(`[${left.datastore}] ${name}`, left);
    return {};
  },

  *DeleteDatastoreFile_Task({ inventory }, { name }) {
    const file = inventory.files.get(name);
    if (!file) throw soapFault('ManagedObjectNotFound', [name], `(file ${name})`);
    yield TASK_MS;
    inventory.files.delete(name);
    free(inventory, file.datastore, file.bytes);
    return {};
  },
};

/** Takes a VM out of the inventory and tells what it holds of its datastore. */
function* unregister(world: VmWorld, name: string): Process<{ datastore: string; bytes: number }> {
  const vm = findVm(world.inventory, name);
  if (vm.power === 'poweredOn') throw soapFault('InvalidPowerState', [name], '(Powered on)');
  if (vm.attachedTo)
    throw soapFault('InvalidState', [name, vm.attachedTo], `Its disks are attached to ${vm.attachedTo}.`);
  yield TASK_MS;
  world.inventory.vms.delete(name);
  note(world.kernel, 'vm.deleted', name, { copy: 'on-premises', machine: vm.machine });
  const bytes = vm.disks.reduce((sum, disk) => sum + disk.view().written() * EXTENT_BYTES, 0);
  return { datastore: vm.datastore, bytes };
}

function free({ datastores }: Inventory, name: string, bytes: number): void {
  const datastore = datastores.get(name);
  if (datastore) datastore.usedBytes -= bytes;
}

export function findVm(inventory: Inventory, name: string): Vm {
  const vm = inventory.vms.get(name);
  if (!vm) throw soapFault('ManagedObjectNotFound', [name], `(virtual machine ${name})`);
  return vm;
}

/** Turns a VM on: its guest gets what the system disk says, and an address if it can have one. */
export function powerOn(world: VmWorld, vm: Vm): void {
  vm.power = 'poweredOn';
  const { os, address } = comeUp(vm.system.os, world.subnet, vm.name);
  vm.guest.os = os;
  vm.guest.lastSeq = vm.system.lastSeq;
  vm.address = address;
  vm.guest.powerOn(vm.address ? world.network.attach(vm.address, world.subnet.zone) : undefined);
}

/** Cuts the power; what is left to do happens as the guest goes down (`wentOff`). */
export function powerOff(vm: Vm): void {
  vm.guest.powerOff();
}

/** The guest is down, in whatever way: the VM is off, its disk says what it said last, its address is free. */
export function wentOff(world: Pick<VmWorld, 'network' | 'subnet'>, vm: Vm): void {
  vm.system = { os: vm.guest.os, lastSeq: vm.guest.lastSeq };
  vm.power = 'poweredOff';
  if (vm.guest.endpoint) world.network.detach(vm.guest.endpoint);
  if (vm.address) world.subnet.release(vm.address, vm.name);
  vm.address = undefined;
}

function reach(inventory: Inventory, holder: Vm, datastore: string): void {
  const host = inventory.hosts.get(holder.host);
  if (!host?.datastores.has(datastore) || !inventory.datastores.get(datastore)?.accessible) {
    throw soapFault('InvalidState', [holder.host, datastore], `${holder.host} does not reach ${datastore}.`);
  }
}
