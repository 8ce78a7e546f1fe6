import { comeUp } from '../guest';
import type { Kernel, Process } from '../kernel';
import type { Network, Subnet } from '../network';
import { EXTENT_BYTES } from '../storage';
import type { NewVm, VimMethod, VimMethods } from '../wire';
import { soapFault } from './faults';
import type { Host, Inventory, Vm } from './inventory';

/** How long tasks take. Units: ms. Source: assumed. */
export const TASK_MS = 3_000;
/** A Windows client asks again after five minutes. Source: RFC 2131 and Windows' DHCP client – documented. */
const DHCP_RETRY_MS = 300_000;
export const RECONFIGURE_MS = 1_000;
export const CREATE_MS = 20_000;

/** What the methods of a VM need beside the inventory. */
export interface VmWorld {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly inventory: Inventory;
  readonly subnet: Subnet;
  makeVm(spec: NewVm): Vm;
  /** Puts a VM into the inventory, in a folder or where VMs usually are. */
  enroll(vm: Vm, folder?: string): void;
  /** Takes a VM out of the inventory. */
  dismiss(vm: Vm): void;
  /** The connected host with a licence that allows changes. Errors: ManagedObjectNotFound, HostNotConnected, RestrictedVersion. */
  checkHost(name: string): void;
}

/** What a method of a VM does, once privileges, licence and the VM's lock were checked. */
export type Method<M extends VimMethod> = (
  world: VmWorld,
  args: VimMethods[M]['args'],
) => Process<VimMethods[M]['answer']>;

/** Errors: `vim.fault.ManagedObjectNotFound`. */
export function findVm(inventory: Inventory, name: string): Vm {
  const vm = inventory.vms.get(name);
  if (!vm) throw soapFault('ManagedObjectNotFound', [name], `(virtual machine ${name})`);
  return vm;
}

/** Errors: `vim.fault.InvalidPowerState`. */
export function mustBe(power: Vm['power'], vm: Vm): void {
  if (vm.power === power) return;
  const existing = vm.power === 'poweredOn' ? '(Powered on)' : '(Powered off)';
  throw soapFault('InvalidPowerState', [vm.name], existing, {
    requestedState: power === 'poweredOn' ? 'poweredOff' : 'poweredOn',
    existingState: vm.power,
  });
}

/** Errors: `vim.fault.InvalidState` while another VM holds the disks. */
export function mustOwnItsDisks(vm: Vm): void {
  if (vm.attachedTo)
    throw soapFault('InvalidState', [vm.name, vm.attachedTo], `Its disks are attached to ${vm.attachedTo}.`);
}

/** Turns a VM on: its guest gets what the system disk says, and an address if it can have one. */
export function powerOn(world: VmWorld, vm: Vm): void {
  vm.power = 'poweredOn';
  const { os, address } = comeUp(vm.system.os, world.subnet, vm.name);
  vm.guest.os = os;
  vm.guest.lastSeq = vm.system.lastSeq;
  vm.address = address;
  vm.guest.powerOn(vm.address ? world.network.attach(vm.address, world.subnet.zone) : undefined);
  if (vm.address === undefined) vm.guest.component.run('DHCP client', askForAddress(world, vm));
}

/** A guest that got no lease asks again from time to time, as DHCP clients do, until it has an address. */
function* askForAddress({ network, subnet }: Pick<VmWorld, 'network' | 'subnet'>, vm: Vm): Process {
  const { guest } = vm;
  while (vm.address === undefined && guest.os.ip.mode === 'dhcp') {
    yield DHCP_RETRY_MS;
    if (!guest.up || vm.address !== undefined) continue;
    vm.address = subnet.lease(vm.name);
    if (vm.address !== undefined) guest.configure(guest.os, network.attach(vm.address, subnet.zone));
  }
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

/** Errors: `vim.fault.InvalidState` if the host does not reach the datastore. */
export function mustReach(inventory: Inventory, host: string, datastore: string): void {
  const found: Host | undefined = inventory.hosts.get(host);
  if (!found?.datastores.has(datastore) || !inventory.datastores.get(datastore)?.accessible)
    throw soapFault('InvalidState', [host, datastore], `${host} does not reach ${datastore}.`);
}

/** What the disks of a VM take of their datastore. Units: bytes. */
export function bytesOf(vm: Vm): number {
  return vm.disks.reduce((sum, disk) => sum + disk.view().written() * EXTENT_BYTES, 0);
}

/** Gives back room on a datastore; a negative number takes it. Units: bytes. */
export function free({ datastores }: Inventory, name: string, bytes: number): void {
  const datastore = datastores.get(name);
  if (datastore) datastore.usedBytes -= bytes;
}
