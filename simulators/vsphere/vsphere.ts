import { Guest, type GuestService, type OsImage, type Workload } from '../guest';
import type { Component, Kernel, Process } from '../kernel';
import { type Endpoint, type Network, Refusal, type Subnet } from '../network';
import { Disk, EXTENT_BYTES, extentsIn } from '../storage';
import type { NewVm, Reconfiguration } from '../wire';
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
import { askedFault, type TaskTrouble } from './asked-fault';
import { Authorization, sameUser } from './authorization';
import { Changes, tracked } from './changes';
import { soapFault } from './faults';
import { Hierarchy } from './hierarchy';
import {
  type Account,
  type Datastore,
  type Host,
  type Inventory,
  type License,
  licenseBlock,
  type Role,
  type TaskInfo,
  type Vm,
} from './inventory';
import { Licenses } from './licenses';
import { privilegesFor } from './privileges';
import { SnapshotTree } from './snapshots';
import { VM_METHODS } from './vm-methods';
import { findVm, powerOff, powerOn, type VmWorld, wentOff } from './vm-world';

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
 *  Not modelled: clusters, more than one resource pool a host, the time that vMotion takes of memory. */
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
  readonly changes = new Changes();
  readonly authorization = new Authorization();
  readonly licenses = new Licenses();
  /** One tree of a vCenter server, or one of each host that stands alone. */
  readonly trees: Hierarchy[] = [];
  readonly vcenter: Component<Inventory> | undefined;
  readonly hostComponents = new Map<string, Component>();
  private readonly options: VsphereOptions;
  private readonly rootRoles = new Map<string, Role>();
  private readonly told = new Map<string, string>();
  private readonly needs = new WeakMap<TaskInfo, readonly string[]>();

  constructor(options: VsphereOptions) {
    this.options = options;
    this.kernel = options.kernel;
    this.authorization.changed = (principal) => this.tellRights(principal);
    this.network = options.network;
    this.subnet = options.vmSubnet;
    if (options.vcenterAddress !== undefined) {
      const endpoint = this.network.attach(options.vcenterAddress, options.managementZone);
      this.vcenter = this.kernel.component('vcenter', this.inventory);
      this.trees.push(new Hierarchy(this.kernel));
      this.serveApi(endpoint, this.vcenter as Component, (host) => host.managed);
      this.vcenter.start();
    }
  }

  addAccount(login: Credentials, role: Role): void {
    this.kernel.journal.conceal(login.password);
    this.inventory.accounts.set(login.user, login);
    this.setRole(login.user, role);
  }

  /** Gives an account another role on everything. Errors: `vim.fault.ManagedObjectNotFound`. */
  setRole(user: string, role: Role): void {
    if (!this.inventory.accounts.has(user))
      throw soapFault('ManagedObjectNotFound', [user], `(account ${user})`);
    this.rootRoles.set(user, role);
    for (const tree of this.trees) this.grantAtRoot(tree, user, role);
    if (this.trees.length === 0) this.tellRights(user);
  }

  /** Assigns a license to a host. Errors: `vim.fault.ManagedObjectNotFound`. */
  setLicense(name: string, license: License): void {
    const host = this.inventory.hosts.get(name);
    if (!host) throw soapFault('ManagedObjectNotFound', [name], `(host ${name})`);
    this.licenses.keep(license);
    host.license = license;
    this.kernel.record('license.assigned', name, { license: license.name, expired: license.expired });
  }

  addDatastore(datastore: Datastore): void {
    this.inventory.datastores.set(datastore.name, datastore);
    for (const tree of this.trees) tree.add('Datastore', datastore.name, tree.places.datastoreFolder);
    tracked(datastore, ['accessible', 'usedBytes'], () => this.touchAll('Datastore', datastore.name));
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
    this.licenses.keep(host.license);
    this.plant(host);
    tracked(host, ['license', 'connected'], () => this.touchAll('HostSystem', host.name));
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
    const { user } = this.logIn(login);
    if (method === 'RetrieveProperties')
      return this.retrieve(user, args as VimMethods['RetrieveProperties']['args']) as VimMethods[M]['answer'];
    const given = args as VimMethods[Changing]['args'];
    return (yield* this.perform(
      this.admit(user, method as Changing, given),
      given,
    )) as VimMethods[M]['answer'];
  }

  /** Begins what a user who is logged in asks for, as a task of the server that answers for the tree.
   *  Errors: those of `call` that stand before anything is done; the rest the task tells. */
  begin<M extends Changing>(
    user: string,
    method: M,
    args: VimMethods[M]['args'],
    troubled: (method: string) => TaskTrouble | undefined = () => undefined,
  ): TaskInfo {
    const task = this.admit(user, method, args);
    const trouble = troubled(method);
    const tree = task.tree as Hierarchy;
    const { perform } = this;
    const quietly = function* (vsphere: Vsphere): Process {
      try {
        yield* perform.call(vsphere, task, args, trouble);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    };
    this.serverOf(tree)?.run(`${method} ${task.entity}`, quietly(this));
    return task;
  }

  /** Files a task that only looked, and is over. `found` is in the words of whoever asked. */
  look(user: string, method: string, tree: Hierarchy, entityId: string, found: unknown): TaskInfo {
    const entity = tree.entities.get(entityId)?.name ?? entityId;
    const task = this.file({ method, entity, entityId, tree, user });
    task.found = found;
    task.completedAtMs = this.kernel.now;
    task.state = 'success';
    return task;
  }

  knowsUser(user: string): boolean {
    return [...this.inventory.accounts.keys()].some((known) => sameUser(known, user));
  }

  /** The server that answers for a tree. */
  serverOf(tree: Hierarchy): Component | undefined {
    return tree.host === undefined
      ? (this.vcenter as Component | undefined)
      : this.hostComponents.get(tree.host);
  }

  /** Errors: `vim.fault.InvalidLogin`. */
  logIn(login: Credentials): Account {
    const { accounts } = this.inventory;
    const account =
      accounts.get(login.user) ?? [...accounts.values()].find(({ user }) => sameUser(user, login.user));
    if (!account || account.password !== login.password) throw soapFault('InvalidLogin', [login.user]);
    return account;
  }

  /** The tree in which a host stands. */
  treeOf(host: string): Hierarchy | undefined {
    return this.trees.find((tree) => tree.host === undefined || tree.host === host);
  }

  mayView(user: string, tree: Hierarchy, id: string): boolean {
    return this.authorization.privilegesOn(tree, user, id).has('System.View');
  }

  /** Whether an account finds a datastore: it must be allowed to browse it. Source: VSPHERE.md §5.2, read-only discovery – documented. */
  findsDatastore(user: string, tree: Hierarchy, id: string): boolean {
    const held = this.authorization.privilegesOn(tree, user, id);
    return held.has('System.View') && held.has('Datastore.Browse');
  }

  /** Errors: `vim.fault.NoPermission`, with the object and the first privilege that is missing. */
  demand(user: string, tree: Hierarchy, id: string, privileges: readonly string[]): void {
    const held = this.authorization.privilegesOn(tree, user, id);
    const missing = privileges.filter((privilege) => !held.has(privilege));
    if (missing.length > 0) throw noPermission(tree, id, missing);
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

  makeVm(spec: NewVm, os: OsImage = BLANK_OS): Vm {
    const { kernel } = this;
    const disks = spec.disks.map(({ sizeBytes }, index) => new Disk(`${spec.name}/disk${index}`, sizeBytes));
    const guest = new Guest(this.kernel, `vm ${spec.name} ${this.kernel.count(`vm ${spec.name}`)}`, {
      machine: spec.machine,
      copy: 'on-premises',
      disks,
      os,
      workload: this.options.workload(spec.machine),
      services: this.options.guestServices(spec.machine),
    });
    const touch = (): void => this.changes.touch(vm.id);
    const vm: Vm = {
      id: '',
      name: spec.name,
      machine: spec.machine,
      instanceUuid: this.kernel.random(`instance uuid ${spec.name}`).guid(),
      host: spec.host,
      datastore: spec.datastore,
      disks,
      get snapshots() {
        return this.snapshotTree.names;
      },
      set snapshots(names) {
        this.snapshotTree.remove(new Set(this.snapshotTree.all.map(({ id }) => id)));
        for (const name of names) this.snapshotTree.add(plainSnapshot(kernel, name, this));
      },
      snapshotTree: new SnapshotTree(touch),
      needsConsolidation: false,
      cpus: spec.cpus ?? DEFAULT_CPUS,
      memoryMb: spec.memoryMb ?? DEFAULT_MEMORY_MB,
      annotation: spec.annotation ?? '',
      hardware: spec.hardware ?? {},
      extraConfig: new Map(spec.extraConfig?.map(({ key, value }) => [key, value])),
      power: 'poweredOff',
      attachedTo: null,
      tools: 'running',
      system: { os, lastSeq: 0 },
      guest,
      address: undefined,
      busy: undefined,
    };
    guest.component.onDeath(() => wentOff(this, vm));
    tracked(guest, ['state'], touch);
    return tracked(vm, VM_FIELDS, touch);
  }

  /** The VMs and hosts that the account may see at this API. */
  private listInventory(login: Credentials, sees: (host: Host) => boolean): VimInventory {
    const { user } = this.logIn(login);
    const visible = (kind: 'HostSystem' | 'VirtualMachine', name: string, host: string): boolean => {
      const tree = this.treeOf(host);
      const id = tree?.idOf(kind, name);
      return tree !== undefined && id !== undefined && this.mayView(user, tree, id);
    };
    const here = new Set([...this.inventory.hosts.values()].filter(sees).map(({ name }) => name));
    const hosts = [...here].filter((name) => visible('HostSystem', name, name));
    const vms = [...this.inventory.vms.values()].filter(
      ({ name, host }) => here.has(host) && visible('VirtualMachine', name, host),
    );
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
      for (const task of this.inventory.tasks)
        if (task.tree && this.serverOf(task.tree) === component) this.interrupt(task);
    });
  }

  checkHost(name: string): void {
    const host = this.inventory.hosts.get(name);
    if (!host) throw soapFault('ManagedObjectNotFound', [name], `(host ${name})`);
    if (!host.connected) throw soapFault('HostNotConnected', [name]);
    if (licenseBlock(host.license)) throw soapFault('RestrictedVersion', [name, host.license.name]);
  }

  private retrieve(user: string, args: { vm: string; host?: string }): VimFacts {
    const found = this.inventory.vms.get(args.vm);
    const there = this.inventory.hosts.get(args.host ?? found?.host ?? '');
    const vmTree = found && this.treeOf(found.host);
    const vm = vmTree && this.mayView(user, vmTree, found.id) ? found : undefined;
    const tree = there && this.treeOf(there.name);
    const hostId = there && tree?.idOf('HostSystem', there.name);
    const host = tree && hostId !== undefined && this.mayView(user, tree, hostId) ? there : undefined;
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
      datastores: host ? this.datastoresOf(user, host) : [],
      privileges:
        vm && vmTree ? this.privilegesAround(user, vmTree, vm) : [...this.authorization.everythingOf(user)],
    };
  }

  /** Every privilege that a user has on the object where it counts for a VM: the VM, its datastore, its pool, its network. */
  private privilegesAround(user: string, tree: Hierarchy, vm: Vm): readonly string[] {
    return [...this.authorization.everythingOf(user)].filter((privilege) => {
      const id = this.objectOf(tree, privilege, {
        vm,
        host: vm.host,
        datastore: vm.datastore,
        folder: undefined,
      });
      return this.authorization.privilegesOn(tree, user, id).has(privilege);
    });
  }

  private datastoresOf(user: string, host: Host): VimFacts['datastores'] {
    const tree = this.treeOf(host.name);
    return [...host.datastores].flatMap((name) => {
      const datastore = this.inventory.datastores.get(name);
      const id = tree?.idOf('Datastore', name);
      if (!datastore || !tree || id === undefined || !this.findsDatastore(user, tree, id)) return [];
      const { type, accessible, capacityBytes, usedBytes } = datastore;
      return [{ name, type, accessible, capacityBytes, freeBytes: capacityBytes - usedBytes }];
    });
  }

  /** Checks what must hold before a call does anything, takes the VM's lock, and files the task.
   *  Errors: NoPermission, HostNotConnected, RestrictedVersion, TaskInProgress, ManagedObjectNotFound. */
  private admit<M extends Changing>(user: string, method: M, args: VimMethods[M]['args']): TaskInfo {
    const given = args as Partial<NewVm & { vm: string; path: string } & Reconfiguration>;
    const target = given.vm ?? given.name ?? given.path ?? '';
    const vm = this.inventory.vms.get(given.vm ?? '');
    const left = this.inventory.files.get(given.path ?? given.name ?? '');
    const host = vm?.host ?? given.host ?? '';
    const tree = this.treeOf(host);
    const needs = privilegesFor(method, args, vm?.power === 'poweredOn');
    const task = this.file({
      method,
      // A reconfiguration of the master target's VM is about the VM whose disks come or go.
      entity: given.attachDisksOf ?? given.detachDisksOf ?? target,
      entityId: vm?.id ?? given.folder ?? tree?.places.vmFolder,
      tree,
      user,
    });
    try {
      if (!tree) throw soapFault('ManagedObjectNotFound', [host], `(host ${host})`);
      const places = {
        vm,
        host: given.host ?? host,
        datastore: given.datastore ?? left?.datastore ?? vm?.datastore,
        folder: given.folder,
      };
      const missing = needs.filter(
        (privilege) =>
          !this.authorization.privilegesOn(tree, user, this.objectOf(tree, privilege, places)).has(privilege),
      );
      const [first] = missing;
      if (first !== undefined) throw noPermission(tree, this.objectOf(tree, first, places), missing, target);
      this.checkHost(host);
      if (vm?.busy) {
        const other = this.inventory.tasks.findLast(
          (each) => each.state === 'running' && each.entityId === vm.id && each !== task,
        );
        throw soapFault('TaskInProgress', [target], `(${vm.busy})`, {
          task: { kind: 'Task', id: other?.key ?? '' },
        });
      }
      if (vm) vm.busy = method;
      this.needs.set(task, needs);
      return task;
    } catch (error) {
      if (error instanceof Refusal) this.finish(task, needs, error);
      throw error;
    }
  }

  /** Makes a task, and files it among the recent ones. */
  private file(about: Pick<TaskInfo, 'method' | 'entity' | 'entityId' | 'tree' | 'user'>): TaskInfo {
    const task: TaskInfo = {
      key: `task-${this.kernel.count('vim task')}`,
      ...about,
      queuedAtMs: this.kernel.now,
      completedAtMs: undefined,
      state: 'running',
      fault: undefined,
      refusal: undefined,
      result: undefined,
    };
    tracked(task, ['state'], () => this.changes.touch(task.key));
    this.inventory.tasks.push(task);
    if (this.inventory.tasks.length > TASKS_MAX) this.inventory.tasks.shift();
    this.changes.touch('tasks');
    return task;
  }

  private *perform<M extends Changing>(
    task: TaskInfo,
    args: VimMethods[M]['args'],
    trouble?: TaskTrouble,
  ): Process<VimMethods[M]['answer']> {
    const vm = this.inventory.vms.get((args as { vm?: string }).vm ?? '');
    const needs = this.needs.get(task) ?? [];
    const gone = vm?.snapshots ?? [];
    try {
      const body = VM_METHODS[task.method as Changing] as (
        world: VmWorld,
        args: unknown,
      ) => Process<VimMethods[M]['answer']>;
      if (trouble?.lateMs) yield trouble.lateMs;
      if (trouble?.fault !== undefined) throw this.asked(trouble.fault, task);
      const answer = yield* body(this, args);
      task.result = this.resultOf(task, args);
      this.finish(task, needs, undefined);
      if (vm && task.method === 'RemoveSnapshot_Task')
        for (let extra = gone.length - vm.snapshots.length; extra > 1; extra -= 1) this.tell(task, needs);
      return answer;
    } catch (error) {
      if (error instanceof Refusal) this.finish(task, needs, error);
      throw error;
    } finally {
      if (vm) vm.busy = undefined;
      this.interrupt(task);
    }
  }

  private asked(fault: string, { key, entity, entityId = '', tree }: TaskInfo): Refusal {
    const kind = tree?.entities.get(entityId)?.kind ?? 'ManagedEntity';
    return askedFault(fault, { entity, object: { kind, id: entityId }, task: key });
  }

  /** The server went down in the middle of a task. */
  private interrupt(task: TaskInfo): void {
    if (task.state !== 'running') return;
    task.refusal = soapFault('InvalidState', [task.entity], 'The server went down.');
    task.fault = task.refusal.code;
    task.completedAtMs = this.kernel.now;
    task.state = 'error';
  }

  /** Where a privilege is checked: storage on the datastore, placement on the resource pool, the rest on the VM or its folder. */
  private objectOf(
    tree: Hierarchy,
    privilege: string,
    at: { vm: Vm | undefined; host: string; datastore: string | undefined; folder: string | undefined },
  ): string {
    const { places } = tree;
    const datastore = at.datastore === undefined ? undefined : tree.idOf('Datastore', at.datastore);
    if (privilege.startsWith('Datastore.')) return datastore ?? places.datastoreFolder;
    if (privilege.startsWith('Network.')) return places.network;
    if (privilege.startsWith('Resource.')) return this.poolOf(tree, at.host) ?? places.hostFolder;
    return at.vm?.id ?? at.folder ?? places.vmFolder;
  }

  /** The resource pool of a host. */
  poolOf(tree: Hierarchy, host: string): string | undefined {
    const compute = tree.idOf('ComputeResource', host);
    const children = [...(tree.entities.get(compute ?? '')?.children ?? [])];
    return children.find((id) => tree.entities.get(id)?.kind === 'ResourcePool');
  }

  private resultOf({ method, tree }: TaskInfo, args: object): string | undefined {
    const { name, path, vm } = args as { name?: string; path?: string; vm?: string };
    if (method === 'CreateVM_Task') return tree?.idOf('VirtualMachine', name ?? '');
    if (method === 'RegisterVM_Task') return tree?.idOf('VirtualMachine', (path ?? '').replace(/^.*\] /, ''));
    if (method === 'CreateSnapshot_Task') return this.inventory.vms.get(vm ?? '')?.snapshotTree.current;
    return undefined;
  }

  /** Puts a host into the tree, with the compute resource and the pool that it brings. A host that stands alone has its own tree. */
  private plant(host: Host): void {
    if (!host.managed) {
      const own = new Hierarchy(this.kernel, host.name);
      this.trees.push(own);
      for (const datastore of this.inventory.datastores.keys())
        own.add('Datastore', datastore, own.places.datastoreFolder);
      for (const [user, role] of this.rootRoles) this.grantAtRoot(own, user, role);
    }
    const tree = this.treeOf(host.name);
    if (!tree) throw new Error(`${host.name} is managed, but there is no vCenter server`);
    const compute = tree.add('ComputeResource', host.name, tree.places.hostFolder, 'ha-compute-res');
    tree.add('ResourcePool', 'Resources', compute, 'ha-root-pool');
    tree.add('HostSystem', host.name, compute, 'ha-host');
  }

  private grantAtRoot(tree: Hierarchy, user: string, role: Role): void {
    const roleId = this.authorization.idOfRole(role);
    this.authorization.setPermissions(tree, tree.places.root, [
      { principal: user, group: false, roleId, propagate: true },
    ]);
  }

  /** Notes what an account may do from now on. */
  private tellRights(principal: string): void {
    const account = [...this.inventory.accounts.keys()].find((user) => sameUser(user, principal));
    if (account === undefined) return;
    const held =
      this.trees.length === 0
        ? this.rootRoles.get(account)?.privileges
        : this.authorization.everythingOf(account);
    const root = this.trees[0]?.places.root;
    const permission =
      this.trees[0] && root !== undefined
        ? this.authorization
            .permissionsOn(this.trees[0], root)
            .find((each) => sameUser(each.principal, account))
        : undefined;
    const name = permission
      ? this.authorization.role(permission.roleId).name
      : (this.rootRoles.get(account)?.name ?? '');
    const privileges = [...(held ?? [])];
    const line = `${name} ${privileges.join(' ')}`;
    if (this.told.get(account) === line) return;
    this.told.set(account, line);
    note(this.kernel, 'account.role', account, { role: name, privileges });
  }

  private touchAll(kind: 'Datastore' | 'HostSystem', name: string): void {
    for (const tree of this.trees) {
      const id = tree.idOf(kind, name);
      if (id !== undefined) this.changes.touch(id);
    }
  }

  /** A VM came or went: so did an entry of its folder, its host, its datastore … */
  private touchAround(tree: Hierarchy, vm: Vm): void {
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

  /** A task is over: notes it, and the event that it leaves behind. */
  private finish(task: TaskInfo, needs: readonly string[], refusal: Refusal | undefined): void {
    task.fault = refusal?.code;
    task.refusal = refusal;
    task.completedAtMs = this.kernel.now;
    task.state = refusal ? 'error' : 'success';
    const type = EVENT_TYPES[task.method];
    if (!refusal && type) this.event(type, task.user, task.tree, task.entity, task.entityId);
    this.tell(task, needs);
  }

  private tell({ method, user, entity, fault }: TaskInfo, needs: readonly string[]): void {
    const held = fault !== 'vim.fault.NoPermission';
    note(this.kernel, 'vim.call', entity, {
      method,
      account: user,
      needs,
      held,
      done: !fault,
      fault: fault ?? null,
    });
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

/** A method that changes something: all but those that read. */
export type Changing = Exclude<VimMethod, 'RetrieveProperties' | 'RetrieveInventory'>;

/** What a VM has where nobody said. */
const DEFAULT_CPUS = 2;
const DEFAULT_MEMORY_MB = 4_096;
/** The fields of a VM that clients may wait for. */
const VM_FIELDS = [
  'power',
  'host',
  'datastore',
  'disks',
  'attachedTo',
  'needsConsolidation',
  'cpus',
  'memoryMb',
  'annotation',
  'tools',
  'address',
  'busy',
] as const;

function plainSnapshot(kernel: Kernel, name: string, vm: Vm): Parameters<SnapshotTree['add']>[0] {
  return {
    id: `snapshot-${kernel.count('snapshot object')}`,
    name,
    description: '',
    createdAtMs: kernel.now,
    power: vm.power,
    quiesced: false,
    memory: false,
    disks: vm.disks.map((disk) => disk.view()),
    system: vm.system,
  };
}

function noPermission(tree: Hierarchy, id: string, missing: readonly string[], target?: string): Refusal {
  const entity = tree.entities.get(id);
  const name = target ?? entity?.name ?? id;
  return soapFault('NoPermission', [name, ...missing], `(${missing.join(', ')} on ${name})`, {
    object: { kind: entity?.kind ?? 'ManagedEntity', id },
    privilegeId: missing[0],
  });
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
  ResetVM_Task: 'VmResettingEvent',
  RegisterVM_Task: 'VmRegisteredEvent',
  RelocateVM_Task: 'VmRelocatedEvent',
};

const BLANK_OS: OsImage = { family: 'linux', version: '', ip: { mode: 'dhcp' }, packages: [] };
