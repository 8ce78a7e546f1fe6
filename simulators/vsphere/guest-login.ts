import type { AddressProblem } from '../network';
import { type AsrCode, asrRefusal, note } from '../wire';
import type { Vm } from './inventory';
import type { VmWorld } from './vm-world';

const REFUSALS: { readonly [P in AddressProblem]: AsrCode } = {
  taken: 'SIM-ADDRESS-TAKEN',
  reserved: 'SIM-ADDRESS-RESERVED',
  'outside-subnet': 'SIM-ADDRESS-OUTSIDE',
};

/** Gives the running guest of a VM a static address, as someone does who logs in to it. The lease that it had is free again.
 *  Errors: SIM-ADDRESS-TAKEN (names the holder), SIM-ADDRESS-RESERVED, SIM-ADDRESS-OUTSIDE – nothing has changed then. */
export function setStaticAddress(
  world: Pick<VmWorld, 'kernel' | 'network' | 'subnet'>,
  vm: Vm,
  address: string,
): void {
  const { subnet, network, kernel } = world;
  const { guest } = mustRun(vm);
  const holder = subnet.holderOf(address);
  const problem = subnet.claim(address, vm.name);
  if (problem) {
    const about = problem === 'taken' && holder !== undefined ? [address, holder] : [address];
    throw asrRefusal(REFUSALS[problem], about, `(${about.join(', ')})`);
  }
  if (vm.address !== undefined && vm.address !== address) subnet.release(vm.address, vm.name);
  if (guest.endpoint) network.detach(guest.endpoint);
  vm.address = address;
  note(kernel, 'guest.configured', vm.machine, { copy: guest.copy, what: 'address', value: address });
  guest.configure({ ...guest.os, ip: { mode: 'static', address } }, network.attach(address, subnet.zone));
}

/** Installs a package in the running guest of a VM. */
export function installPackage({ kernel }: Pick<VmWorld, 'kernel'>, vm: Vm, name: string): void {
  const { guest } = mustRun(vm);
  if (guest.os.packages.includes(name)) return;
  note(kernel, 'guest.configured', vm.machine, { copy: guest.copy, what: 'package', value: name });
  guest.configure({ ...guest.os, packages: [...guest.os.packages, name] });
}

function mustRun(vm: Vm): Vm {
  if (!vm.guest.up) throw new Error(`nobody can log in to ${vm.name}: it does not run`);
  return vm;
}
