import type { Component, Kernel } from '../kernel';
import type { Network, Subnet } from '../network';
import { Authorization } from './authorization';
import { Changes } from './changes';
import { soapFault } from './faults';
import { Hierarchy } from './hierarchy';
import { type Inventory, licenseBlock, type Vm } from './inventory';
import { Licenses } from './licenses';

/** What a privilege is about, and so where it is checked. */
export type PrivilegeScope = 'datastore' | 'network' | 'pool' | 'vm';

export function scopeOf(privilege: string): PrivilegeScope {
  if (privilege.startsWith('Datastore.')) return 'datastore';
  if (privilege.startsWith('Network.')) return 'network';
  return privilege.startsWith('Resource.') ? 'pool' : 'vm';
}

/** Around what a privilege is checked. */
interface Surroundings {
  readonly vm: Vm | undefined;
  readonly host: string;
  readonly datastore: string | undefined;
  readonly folder: string | undefined;
}

/** vCenter keeps the recent events only. */
const EVENTS_MAX = 1_000;

/** What all parts of the virtualization share: what there is, where it stands in the trees, and who answers for it. */
export class Site {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly subnet: Subnet;
  readonly inventory: Inventory = {
    hosts: new Map(),
    datastores: new Map(),
    vms: new Map(),
    snapshotOwners: new Map(),
    files: new Map(),
    accounts: new Map(),
    tasks: [],
    events: [],
  };
  readonly changes = new Changes();
  readonly authorization = new Authorization();
  readonly licenses = new Licenses();
  /** One tree of a vCenter server, or one of each host that stands alone. */
  readonly trees: Hierarchy[] = [];
  readonly vcenter: Component<Inventory> | undefined;
  readonly hostComponents = new Map<string, Component>();

  /** Without a vCenter server the hosts stand alone. `subnet` is where the VMs have their addresses. */
  constructor(kernel: Kernel, network: Network, subnet: Subnet, hasVcenter: boolean) {
    this.kernel = kernel;
    this.network = network;
    this.subnet = subnet;
    if (!hasVcenter) return;
    this.vcenter = kernel.component('vcenter', this.inventory);
    this.trees.push(new Hierarchy(kernel));
  }

  /** The server that answers for a tree. */
  serverOf(tree: Hierarchy): Component | undefined {
    return tree.host === undefined
      ? (this.vcenter as Component | undefined)
      : this.hostComponents.get(tree.host);
  }

  /** The tree in which a host stands. */
  treeOf(host: string): Hierarchy | undefined {
    return this.trees.find((tree) => tree.host === undefined || tree.host === host);
  }

  /** The resource pool of a host. */
  poolOf(tree: Hierarchy, host: string): string | undefined {
    const compute = tree.idOf('ComputeResource', host);
    for (const id of tree.entities.get(compute ?? '')?.children ?? [])
      if (tree.entities.get(id)?.kind === 'ResourcePool') return id;
    return undefined;
  }

  /** Where a privilege is checked. */
  objectOf(tree: Hierarchy, privilege: string, at: Surroundings): string {
    return this.objectIn(tree, scopeOf(privilege), at);
  }

  /** Storage is checked on the datastore, placement on the resource pool, the rest on the VM or its folder. */
  objectIn(tree: Hierarchy, scope: PrivilegeScope, { vm, host, datastore, folder }: Surroundings): string {
    const { places } = tree;
    switch (scope) {
      case 'datastore':
        return (
          (datastore === undefined ? undefined : tree.idOf('Datastore', datastore)) ?? places.datastoreFolder
        );
      case 'network':
        return places.network;
      case 'pool':
        return this.poolOf(tree, host) ?? places.hostFolder;
      default:
        return vm?.id ?? folder ?? places.vmFolder;
    }
  }

  /** The connected host with a licence that allows changes. Errors: ManagedObjectNotFound, HostNotConnected, RestrictedVersion. */
  checkHost(name: string): void {
    const host = this.inventory.hosts.get(name);
    if (!host) throw soapFault('ManagedObjectNotFound', [name], `(host ${name})`);
    if (!host.connected) throw soapFault('HostNotConnected', [name]);
    if (licenseBlock(host.license)) throw soapFault('RestrictedVersion', [name, host.license.name]);
  }

  /** A host or a datastore changed, in each tree in which it stands. */
  touchAll(kind: 'Datastore' | 'HostSystem', name: string): void {
    for (const tree of this.trees) {
      const id = tree.idOf(kind, name);
      if (id !== undefined) this.changes.touch(id);
    }
  }

  /** A VM came or went: so did an entry of its folder, its host, its datastore … */
  touchAround(tree: Hierarchy, vm: Vm): void {
    const around = [
      vm.id,
      tree.entities.get(vm.id)?.parent,
      tree.idOf('HostSystem', vm.host),
      tree.idOf('Datastore', vm.datastore),
      tree.places.network,
      this.poolOf(tree, vm.host),
    ];
    for (const id of around) if (id !== undefined) this.changes.touch(id);
  }

  /** Files an event. `vm` is empty where it is about none. */
  event(type: string, userName: string, tree: Hierarchy | undefined, vm = '', vmId?: string): void {
    const { events, vms } = this.inventory;
    events.push({
      key: this.kernel.count('vim event'),
      type,
      vm,
      vmId: vms.get(vm)?.id ?? vmId,
      host: vms.get(vm)?.host,
      tree,
      userName,
      createdAtMs: this.kernel.now,
    });
    if (events.length > EVENTS_MAX) events.shift();
    this.changes.touch('events');
  }
}
