import { Guest, type GuestService, type OsImage, type Workload } from '../guest';
import type { Component, Kernel, Process } from '../kernel';
import { type Endpoint, type Network, Refusal, type Subnet } from '../network';
import { Disk, EXTENT_BYTES, extentsIn } from '../storage';
import type { NewVm } from '../wire';
import {
  type Credentials,
  type DiskView,
  type DiskWrite,
  note,
  PORT,
  type VimCall,
  type VimFacts,
  type VimInventory,
  type VimMethod,
  type VimMethods,
} from '../wire';
import { soapFault } from './faults';
import {
  type Datastore,
  type Host,
  type Inventory,
  type License,
  licenseBlock,
  type Role,
  type Vm,
} from './inventory';
import { METHOD_PRIVILEGES } from './privileges';
import { findVm, powerOff, powerOn, VM_METHODS, type VmWorld, wentOff } from './vm-methods';

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

/** The on-premises virtualization: a vCenter server, ESXi hosts, datastores, and the VMs on them.
 *  State machine of a VM: poweredOff ⇄ poweredOn; its disks belong to it, or are attached to another VM (`attachedTo`).
 *  vCenter may die and return while VMs run; a host that dies takes its VMs with it.
 *  Not modelled: clusters, vMotion, resource pools, permissions on single objects (a role holds on the whole inventory). */
export class Vsphere implements VmWorld {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly subnet: Subnet;
  readonly inventory: Inventory = {
    hosts: new Map(),
    datastores: new Map(),
    vms: new Map(),
    files: new Map(),
    accounts: new Map(),
    tasks: [],
    events: [],
  };
  readonly vcenter: Component<Inventory> | undefined;
  readonly hostComponents = new Map<string, Component>();
  private readonly options: VsphereOptions;

  constructor(options: VsphereOptions) {
    this.options = options;
    this.kernel = options.kernel;
    this.network = options.network;
    this.subnet = options.vmSubnet;
    if (options.vcenterAddress !== undefined) {
      const endpoint = this.network.attach(options.vcenterAddress, options.managementZone);
      this.vcenter = this.kernel.component('vcenter', this.inventory);
      this.serveApi(endpoint, this.vcenter as Component, (host) => host.managed);
      this.vcenter.start();
    }
  }

  addAccount(login: Credentials, role: Role): void {
    this.kernel.journal.conceal(login.password);
    this.inventory.accounts.set(login.user, { ...login, role });
    this.setRole(login.user, role);
  }

  /** Gives an account another role. Errors: `vim.fault.ManagedObjectNotFound`. */
  setRole(user: string, role: Role): void {
    const account = this.inventory.accounts.get(user);
    if (!account) throw soapFault('ManagedObjectNotFound', [user], `(account ${user})`);
    account.role = role;
    note(this.kernel, 'account.role', user, { role: role.name, privileges: [...role.privileges] });
  }

  /** Assigns a license to a host. Errors: `vim.fault.ManagedObjectNotFound`. */
  setLicense(name: string, license: License): void {
    const host = this.inventory.hosts.get(name);
    if (!host) throw soapFault('ManagedObjectNotFound', [name], `(host ${name})`);
    host.license = license;
    this.kernel.record('license.assigned', name, { license: license.name, expired: license.expired });
  }

  addDatastore(datastore: Datastore): void {
    this.inventory.datastores.set(datastore.name, datastore);
  }

  addHost(options: {
    name: string;
    address: string;
    managed: boolean;
    license: License;
    datastores: readonly string[];
  }): Host {
    const host: Host = { ...options, connected: true, datastores: new Set(options.datastores) };
    this.inventory.hosts.set(host.name, host);
    const endpoint = this.network.attach(host.address, this.options.managementZone);
    const component = this.kernel.component(`esxi ${host.name}`, {});
    endpoint.listen(component, PORT.disk, {
      'disk.write': (message: DiskWrite) => this.diskWrite(host, message),
      'disk.view': (message: DiskView) => this.diskOf(host, message).view(),
    });
    if (!host.managed) this.serveApi(endpoint, component, (other) => other === host);
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
    this.inventory.vms.set(vm.name, vm);
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
    const { privileges } = this.logIn(login);
    if (method === 'RetrieveProperties') {
      return this.retrieve(
        privileges,
        args as VimMethods['RetrieveProperties']['args'],
      ) as VimMethods[M]['answer'];
    }
    const target = (args as { vm?: string; name?: string }).vm ?? (args as NewVm).name;
    // A reconfiguration of the master target's VM is about the VM whose disks come or go.
    const about =
      (args as VimMethods['ReconfigVM_Task']['args']).attachDisksOf ??
      (args as VimMethods['ReconfigVM_Task']['args']).detachDisksOf ??
      target;
    const needs = METHOD_PRIVILEGES[method];
    const missing = needs.filter((privilege) => !privileges.has(privilege));
    const vm = this.inventory.vms.get(target);
    try {
      if (missing.length > 0)
        throw soapFault('NoPermission', [target, ...missing], `(${missing.join(', ')} on ${target})`);
      this.checkHost(vm?.host ?? (args as NewVm).host);
      if (vm?.busy) throw soapFault('TaskInProgress', [target], `(${vm.busy})`);
      if (vm) vm.busy = method;
      try {
        const body = VM_METHODS[method as Exclude<VimMethod, 'RetrieveProperties' | 'RetrieveInventory'>] as (
          world: VmWorld,
          args: unknown,
        ) => Process<VimMethods[M]['answer']>;
        const answer = yield* body(this, args);
        this.log(method, login.user, about, needs, undefined);
        return answer;
      } finally {
        if (vm) vm.busy = undefined;
      }
    } catch (error) {
      if (error instanceof Refusal) this.log(method, login.user, about, needs, error.code);
      throw error;
    }
  }

  makeVm(spec: NewVm, os: OsImage = BLANK_OS): Vm {
    const disks = spec.disks.map(({ sizeBytes }, index) => new Disk(`${spec.name}/disk${index}`, sizeBytes));
    const guest = new Guest(this.kernel, `vm ${spec.name} ${this.kernel.count(`vm ${spec.name}`)}`, {
      machine: spec.machine,
      copy: 'on-premises',
      disks,
      os,
      workload: this.options.workload(spec.machine),
      services: this.options.guestServices(spec.machine),
    });
    const vm: Vm = {
      name: spec.name,
      machine: spec.machine,
      instanceUuid: this.kernel.random(`instance uuid ${spec.name}`).guid(),
      host: spec.host,
      datastore: spec.datastore,
      disks,
      snapshots: [],
      extraConfig: new Map(),
      power: 'poweredOff',
      attachedTo: null,
      tools: 'running',
      system: { os, lastSeq: 0 },
      guest,
      address: undefined,
      busy: undefined,
    };
    guest.component.onDeath(() => wentOff(this, vm));
    return vm;
  }

  /** Errors: `vim.fault.InvalidLogin`. */
  private logIn(login: Credentials): Role {
    const account = this.inventory.accounts.get(login.user);
    if (!account || account.password !== login.password) throw soapFault('InvalidLogin', [login.user]);
    return account.role;
  }

  /** The VMs and hosts that the account may see at this API. */
  private listInventory(login: Credentials, sees: (host: Host) => boolean): VimInventory {
    if (!this.logIn(login).privileges.has('System.View')) return { vms: [], hosts: [] };
    const hosts = [...this.inventory.hosts.values()].filter(sees).map(({ name }) => name);
    const vms = [...this.inventory.vms.values()].filter(({ host }) => hosts.includes(host));
    return { hosts, vms: vms.map(({ name }) => name) };
  }

  private serveApi(endpoint: Endpoint, component: Component, sees: (host: Host) => boolean): void {
    endpoint.listen(component, PORT.control, {
      vim: (call: VimCall) => {
        if (call.method === 'RetrieveInventory') return this.listInventory(call.login, sees);
        const name = (call.args as { vm?: string }).vm;
        const host =
          name === undefined ? undefined : this.inventory.hosts.get(this.inventory.vms.get(name)?.host ?? '');
        if (host && !sees(host))
          throw soapFault('ManagedObjectNotFound', [name ?? ''], `(virtual machine ${name})`);
        return this.call(
          call.login,
          call.method,
          call.args as VimMethods[Exclude<VimMethod, 'RetrieveInventory'>]['args'],
        );
      },
    });
    component.onDeath(() => {
      for (const vm of this.inventory.vms.values()) vm.busy = undefined;
    });
  }

  private checkHost(name: string): void {
    const host = this.inventory.hosts.get(name);
    if (!host) throw soapFault('ManagedObjectNotFound', [name], `(host ${name})`);
    if (!host.connected) throw soapFault('HostNotConnected', [name]);
    if (licenseBlock(host.license)) throw soapFault('RestrictedVersion', [name, host.license.name]);
  }

  private retrieve(privileges: ReadonlySet<string>, args: { vm: string; host?: string }): VimFacts {
    const view = privileges.has('System.View');
    const vm = view ? this.inventory.vms.get(args.vm) : undefined;
    const host = view ? this.inventory.hosts.get(args.host ?? vm?.host ?? '') : undefined;
    const browse = privileges.has('Datastore.Browse');
    return {
      vm: vm && {
        name: vm.name,
        instanceUuid: vm.instanceUuid,
        power: vm.power,
        host: vm.host,
        hostAddress: this.inventory.hosts.get(vm.host)?.address ?? '',
        datastores: [vm.datastore],
        snapshots: vm.snapshots,
        disks: vm.disks.map(({ sizeBytes }) => ({ sizeBytes })),
        attachedTo: vm.attachedTo,
        enableUuid: vm.extraConfig.get('disk.EnableUUID') ?? null,
        toolsRunning: vm.tools === 'running',
        bootedOnce: vm.guest.component.life > 0,
        guestAddress: vm.guest.up ? (vm.address ?? null) : undefined,
      },
      host: host && {
        name: host.name,
        address: host.address,
        license: host.license.name,
        licenseBlocks: licenseBlock(host.license) ?? null,
        connected: host.connected,
      },
      datastores: browse && host ? this.datastoresOf(host) : [],
      privileges: [...privileges],
    };
  }

  private datastoresOf(host: Host): VimFacts['datastores'] {
    return [...host.datastores].flatMap((name) => {
      const datastore = this.inventory.datastores.get(name);
      if (!datastore) return [];
      const { type, accessible, capacityBytes, usedBytes } = datastore;
      return [{ name, type, accessible, capacityBytes, freeBytes: capacityBytes - usedBytes }];
    });
  }

  private diskOf(host: Host, { vm: name, disk: index }: { vm: string; disk: number }): Disk {
    const vm = findVm(this.inventory, name);
    if (!host.datastores.has(vm.datastore) || !this.inventory.datastores.get(vm.datastore)?.accessible) {
      throw soapFault(
        'InvalidState',
        [host.name, vm.datastore],
        `${host.name} does not reach ${vm.datastore}.`,
      );
    }
    const disk = vm.disks[index];
    if (!disk) throw soapFault('ManagedObjectNotFound', [name], `(disk ${index})`);
    return disk;
  }

  private diskWrite(host: Host, message: DiskWrite): Record<string, never> {
    const disk = this.diskOf(host, message);
    const vm = findVm(this.inventory, message.vm);
    if (vm.power === 'poweredOn') throw soapFault('InvalidPowerState', [vm.name], '(Powered on)');
    if (vm.attachedTo !== message.by)
      throw soapFault('InvalidState', [vm.name], `Its disks are not attached to ${message.by}.`);
    if (vm.snapshots.length > 0) {
      throw soapFault(
        'InvalidState',
        [vm.name, ...vm.snapshots],
        `Its disks have snapshots: ${vm.snapshots.join(', ')}.`,
      );
    }
    const datastore = this.inventory.datastores.get(vm.datastore) as Datastore;
    const before = disk.view();
    const after = before.writeAll(message.runs);
    const growth = (after.written() - before.written()) * EXTENT_BYTES;
    if (datastore.usedBytes + growth > datastore.capacityBytes)
      throw soapFault('NoDiskSpace', [datastore.name, vm.name]);
    datastore.usedBytes += growth;
    disk.replace(after);
    if (message.system !== undefined) vm.system = message.system as Vm['system'];
    const extents = extentsIn(message.runs);
    note(this.kernel, 'disk.written', vm.name, { disk: message.disk, extents, by: message.by });
    return {};
  }

  private log(
    method: string,
    user: string,
    target: string,
    needs: readonly string[],
    fault: string | undefined,
  ): void {
    const held = fault !== 'vim.fault.NoPermission';
    const key = `task-${this.kernel.count('vim task')}`;
    this.inventory.tasks.push({ key, method, entity: target, state: fault ? 'error' : 'success', fault });
    if (this.inventory.tasks.length > TASKS_MAX) this.inventory.tasks.shift();
    const type = EVENT_TYPES[method];
    if (!fault && type)
      this.inventory.events.push({ type, vm: target, userName: user, createdAtMs: this.kernel.now });
    if (this.inventory.events.length > EVENTS_MAX) this.inventory.events.shift();
    note(this.kernel, 'vim.call', target, {
      method,
      account: user,
      needs,
      held,
      done: !fault,
      fault: fault ?? null,
    });
  }
}

/** vCenter keeps the recent tasks and events only. */
const TASKS_MAX = 1_000;
const EVENTS_MAX = 1_000;

/** The event that a method leaves behind, by vim25's names. */
const EVENT_TYPES: { readonly [method: string]: string } = {
  PowerOnVM_Task: 'VmPoweredOnEvent',
  PowerOffVM_Task: 'VmPoweredOffEvent',
  ShutdownGuest: 'VmGuestShutdownEvent',
  CreateVM_Task: 'VmCreatedEvent',
  ReconfigVM_Task: 'VmReconfiguredEvent',
  Destroy_Task: 'VmRemovedEvent',
  UnregisterVM: 'VmRemovedEvent',
};

const BLANK_OS: OsImage = { family: 'linux', version: '', ip: { mode: 'dhcp' }, packages: [] };
