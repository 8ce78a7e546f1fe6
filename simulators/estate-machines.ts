import type { EstateDescription, MachineDescription } from './description';
import { ADDRESS, type EstateNames } from './estate-names';
import { type GuestService, type OsImage, PhysicalServer } from './guest';
import type { Kernel } from './kernel';
import type { Network, Subnet } from './network';
import type { Vsphere } from './vsphere';

/** Where the configuration server can be told to look: name and address of the vCenter server, or of each host. */
export function connectionsOf({ inventory }: Vsphere, { vcenter }: EstateDescription): Map<string, string> {
  if (vcenter) return new Map([['vcenter', ADDRESS.vcenter]]);
  return new Map([...inventory.hosts.values()].map(({ name, address }) => [name, address]));
}

/** Of the host with this number in the description. */
export function hostAddress(index: number): string {
  return `10.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
}

/** Adds datastores, hosts and VMs. */
export function addVsphere(vsphere: Vsphere, description: EstateDescription, names: EstateNames): void {
  for (const datastore of description.datastores)
    vsphere.addDatastore({ ...datastore, usedBytes: 0, accessible: true });
  for (const [index, host] of description.hosts.entries()) {
    vsphere.addHost({ ...host, address: hostAddress(index), managed: description.vcenter });
  }
  if (description.masterTarget) {
    const vm = { name: names.masterTargetVm, machine: names.masterTargetVm, disks: [] };
    vsphere.addVm(
      { ...vm, ...description.masterTarget },
      imageOf({ os: 'windows', address: 'dhcp' }),
      [],
      [],
    );
  }
  for (const machine of description.machines) {
    if (machine.host === undefined || machine.datastore === undefined) continue;
    const { name, disks } = machine;
    const spec = { name, machine: name, host: machine.host, datastore: machine.datastore, disks };
    const used = disks.map((disk) => disk.usedBytes);
    vsphere.addVm(spec, imageOf(machine), used, machine.snapshots);
  }
}

/** Adds the physical servers, switched off. */
export function addPhysical(
  kernel: Kernel,
  network: Network,
  subnet: Subnet,
  description: EstateDescription,
  guestServices: (machine: string) => readonly GuestService[],
): Map<string, PhysicalServer> {
  const servers = new Map<string, PhysicalServer>();
  for (const machine of description.machines) {
    if (!machine.physical) continue;
    const { name, disks, workload } = machine;
    const os = imageOf(machine);
    servers.set(
      name,
      new PhysicalServer(kernel, network, {
        machine: name,
        subnet,
        disks,
        os,
        workload,
        services: guestServices(name),
      }),
    );
  }
  return servers;
}

function imageOf({
  os,
  address,
  rootFileSystem,
}: Pick<MachineDescription, 'os' | 'address' | 'rootFileSystem'>): OsImage {
  return {
    family: os,
    version: os === 'linux' ? 'CentOS 6.6' : 'Windows Server 2012 R2',
    ip: address === 'dhcp' ? { mode: 'dhcp' } : { mode: 'static', address: address.static },
    packages: os === 'linux' ? ['kernel', 'NetworkManager', 'openssh-server'] : ['VMware Tools'],
    ...(rootFileSystem === undefined ? {} : { rootFileSystem }),
  };
}
