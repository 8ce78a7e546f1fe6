import type { GuestService, OsImage, Workload } from '../guest';
import type { Component, Kernel, Process } from '../kernel';
import type { Network, Subnet } from '../network';
import { EXTENT_BYTES } from '../storage';
import {
  type Credentials,
  type DiskView,
  type DiskWrite,
  type NewVm,
  note,
  PORT,
  type VimMethod,
  type VimMethods,
} from '../wire';
import { Accounts } from './accounts';
import { serveApi } from './api-listener';
import { TrackedKind } from './changes';
import { Facts } from './facts';
import { soapFault } from './faults';
import { Hierarchy } from './hierarchy';
import { diskOf, diskWrite } from './host-disks';
import type { Datastore, Host, License, Role, Vm } from './inventory';
import { makeVm } from './make-vm';
import { Site } from './site';
import { type Changing, Tasks } from './tasks';
import { findVm, powerOff, powerOn, type VmWorld } from './vm-world';

export interface VsphereOptions {
  readonly kernel: Kernel;
  readonly network: Network;
  /** Where hosts and vCenter have their addresses; where the VMs have theirs. */
  readonly managementZone: string;
  readonly vmSubnet: Subnet;
  /** Absent: the hosts stand alone. */
  readonly vcenterAddress: string | undefined;
  readonly guestServices: (machine: string) => readonly GuestService[];
  readonly workload: (machine: string) => Workload;
}

const DATASTORES = new TrackedKind<Datastore>(['accessible', 'usedBytes']);
const HOSTS = new TrackedKind<Host>(['license', 'connected']);

/** The on-premises virtualization: a vCenter server, ESXi hosts, datastores, and the VMs on them.
 *  State machine of a VM: poweredOff ⇄ poweredOn; its disks belong to it, or are attached to another VM (`attachedTo`).
 *  vCenter may die and return while VMs run; a host that dies takes its VMs with it.
 *  Not modelled: clusters, more than one resource pool a host, the time that vMotion takes of memory. */
export class Vsphere extends Site implements VmWorld {
  readonly accounts: Accounts;
  readonly facts: Facts;
  readonly tasks: Tasks;
  private readonly options: VsphereOptions;

  constructor(options: VsphereOptions) {
    const { kernel, network, vmSubnet, vcenterAddress, managementZone } = options;
    super(kernel, network, vmSubnet, vcenterAddress !== undefined);
    this.options = options;
    this.accounts = new Accounts(this);
    this.facts = new Facts(this, this.accounts);
    this.tasks = new Tasks(this, this);
    if (vcenterAddress === undefined || !this.vcenter) return;
    const endpoint = network.attach(vcenterAddress, managementZone);
    const component = this.vcenter as Component;
    serveApi({ vsphere: this, endpoint, component, sees: (host) => host.managed });
    this.vcenter.start();
  }

  addAccount(login: Credentials, role: Role): void {
    this.accounts.add(login, role);
  }

  /** Gives an account another role on everything. Errors: `vim.fault.ManagedObjectNotFound`. */
  setRole(user: string, role: Role): void {
    this.accounts.setRole(user, role);
  }

  /** Assigns a license to a host. Errors: `vim.fault.ManagedObjectNotFound`. */
  setLicense(name: string, license: License): void {
    const host = this.inventory.hosts.get(name);
    if (!host) throw soapFault('ManagedObjectNotFound', [name], `(host ${name})`);
    this.licenses.keep(license);
    host.license = license;
    this.kernel.record('license.assigned', name, { license: license.name, expired: license.expired });
  }

  addDatastore(fields: Datastore): void {
    const { name } = fields;
    this.inventory.datastores.set(
      name,
      DATASTORES.make(fields, () => this.touchAll('Datastore', name)),
    );
    for (const tree of this.trees) tree.add('Datastore', name, tree.places.datastoreFolder);
  }

  addHost(options: {
    name: string;
    address: string;
    managed: boolean;
    license: License;
    datastores: readonly string[];
  }): Host {
    const fields: Host = { ...options, connected: true, datastores: new Set(options.datastores) };
    const host = HOSTS.make(fields, () => this.touchAll('HostSystem', options.name));
    this.inventory.hosts.set(host.name, host);
    this.licenses.keep(host.license);
    this.plant(host);
    const endpoint = this.network.attach(host.address, this.options.managementZone);
    const component = this.kernel.component(`esxi ${host.name}`, {});
    endpoint.listen(component, PORT.disk, {
      'disk.write': (message: DiskWrite) => diskWrite(this, host, message),
      'disk.view': (message: DiskView) => diskOf(this, host, message).view(),
    });
    if (!host.managed) serveApi({ vsphere: this, endpoint, component, sees: (other) => other === host });
    component.onDeath(() => {
      host.connected = false;
      for (const vm of this.inventory.vms.values())
        if (vm.host === host.name && vm.power === 'poweredOn') powerOff(vm);
    });
    component.onBoot(() => {
      host.connected = true;
    });
    component.start();
    this.hostComponents.set(host.name, component);
    return host;
  }

  /** Places a VM that exists before the run, switched off. */
  addVm(spec: NewVm, os: OsImage, usedBytes: readonly number[], snapshots: readonly string[]): Vm {
    const vm = this.makeVm(spec, os);
    vm.disks.forEach((disk, index) => {
      const extents = Math.min(disk.extents, Math.ceil((usedBytes[index] ?? 0) / EXTENT_BYTES));
      if (extents === 0) return;
      const seq = this.kernel.count(`writes ${spec.machine}`);
      disk.write(0, extents, seq);
      vm.system = { os, lastSeq: seq };
      note(this.kernel, 'disk.created', spec.machine, { copy: 'on-premises', disk: index, extents, seq });
    });
    vm.snapshots = [...snapshots];
    this.enroll(vm);
    note(this.kernel, 'vm.present', vm.name, {
      machine: vm.machine,
      host: vm.host,
      snapshots: snapshots.length,
    });
    return vm;
  }

  powerOn(name: string): void {
    powerOn(this, findVm(this.inventory, name));
  }

  /** One call of the API, as whoever is logged in; checks credentials, privileges, licence and lock before anything changes.
   *  Errors: Refusal `vim.fault.…`. */
  *call<M extends VimMethod>(
    login: Credentials,
    method: M,
    args: VimMethods[M]['args'],
  ): Process<VimMethods[M]['answer']> {
    const { user } = this.accounts.logIn(login);
    if (method === 'RetrieveProperties')
      return this.facts.retrieve(
        user,
        args as VimMethods['RetrieveProperties']['args'],
      ) as VimMethods[M]['answer'];
    const given = args as VimMethods[Changing]['args'];
    return (yield* this.tasks.perform(
      this.tasks.admit(user, method as Changing, given),
      given,
    )) as VimMethods[M]['answer'];
  }

  enroll(vm: Vm, folder?: string): void {
    const tree = this.treeOf(vm.host);
    if (!tree) throw soapFault('ManagedObjectNotFound', [vm.host], `(host ${vm.host})`);
    this.inventory.vms.set(vm.name, vm);
    vm.id = tree.add('VirtualMachine', vm.name, folder ?? tree.places.vmFolder);
    this.touchAround(tree, vm);
  }

  dismiss(vm: Vm): void {
    const tree = this.treeOf(vm.host);
    this.inventory.vms.delete(vm.name);
    if (!tree) return;
    this.touchAround(tree, vm);
    tree.remove(vm.id);
    this.authorization.forgetEntity(tree, vm.id);
  }

  makeVm(spec: NewVm, os?: OsImage): Vm {
    return makeVm(this, this.options, spec, os);
  }

  /** Puts a host into the tree, with the compute resource and the pool that it brings. A host that stands alone has its own tree. */
  private plant(host: Host): void {
    if (!host.managed) {
      const own = new Hierarchy(this.kernel, host.name);
      this.trees.push(own);
      for (const datastore of this.inventory.datastores.keys())
        own.add('Datastore', datastore, own.places.datastoreFolder);
      this.accounts.plant(own);
    }
    const tree = this.treeOf(host.name);
    if (!tree) throw new Error(`${host.name} is managed, but there is no vCenter server`);
    const compute = tree.add('ComputeResource', host.name, tree.places.hostFolder, 'ha-compute-res');
    tree.add('ResourcePool', 'Resources', compute, 'ha-root-pool');
    tree.add('HostSystem', host.name, compute, 'ha-host');
  }
}
