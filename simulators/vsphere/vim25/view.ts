import type { VimMethods } from '../../wire';
import type { Datastore, Host, TaskInfo, Vm } from '../inventory';
import type { Changing } from '../tasks';
import { notFound, vimFault } from './faults';
import type { Session } from './sessions';
import { Ref } from './values';
import type { Rank } from './versions';
import type { Vim } from './vim';

export interface Caller {
  readonly ipAddress: string;
  readonly userAgent: string;
}
const NOBODY: Caller = { ipAddress: '127.0.0.1', userAgent: '' };

/** How one request sees an API: as whom, and in which version. What somebody may not view is not there for them. */
export class View {
  readonly vim: Vim;
  readonly version: Rank;
  /** Undefined before a login. */
  session: Session | undefined;
  /** Who calls, as far as the transport knows. */
  readonly from: Caller;
  /** The method that is called, once it is known. */
  called = '';
  private readonly seen = new Map<string, boolean>();
  private readonly readable = new Map<string, boolean>();
  private holders: Map<string, Vm[]> | undefined;

  constructor(vim: Vim, session: Session | undefined, version: Rank, from: Caller = NOBODY) {
    this.vim = vim;
    this.from = from;
    this.session = session;
    this.version = version;
  }

  /** The same view, of things as they are now. */
  again(): View {
    return new View(this.vim, this.session, this.version, this.from);
  }

  get user(): string {
    return this.session?.user ?? '';
  }

  /** The session; for methods that need one. */
  get own(): Session {
    if (!this.session)
      throw vimFault('NotAuthenticated', '', {
        object: new Ref('ServiceInstance', 'ServiceInstance'),
        privilegeId: 'System.View',
      });
    return this.session;
  }

  /** Whether an entity of the tree is there for the user. */
  sees(id: string): boolean {
    const known = this.seen.get(id);
    if (known !== undefined) return known;
    const { tree, vsphere } = this.vim;
    const entity = tree.entities.get(id);
    const seen =
      entity !== undefined &&
      (entity.kind === 'Datastore'
        ? this.mounted(entity.name) && vsphere.accounts.findsDatastore(this.user, tree, id)
        : vsphere.accounts.mayView(this.user, tree, id));
    this.seen.set(id, seen);
    return seen;
  }

  /** A reference to an entity, if it is there for the user. */
  ref(id: string | undefined): Ref | undefined {
    if (id === undefined || !this.sees(id)) return undefined;
    return new Ref(this.vim.tree.entities.get(id)?.kind ?? '', id);
  }

  refs(ids: Iterable<string | undefined>): Ref[] {
    return [...ids].flatMap((id) => this.ref(id) ?? []);
  }

  hostRef(name: string): Ref | undefined {
    return this.ref(this.vim.tree.idOf('HostSystem', name));
  }

  datastoreRef(name: string): Ref | undefined {
    return this.ref(this.vim.tree.idOf('Datastore', name));
  }

  /** All VMs of the API that the user sees. */
  *vms(): Generator<Vm> {
    for (const { name, id } of this.vim.tree.all('VirtualMachine')) {
      const vm = this.vim.vsphere.inventory.vms.get(name);
      if (vm && this.sees(id)) yield vm;
    }
  }

  /** The VMs whose disks another VM holds now. */
  heldBy(holder: string): readonly Vm[] {
    if (!this.holders) {
      this.holders = new Map();
      for (const vm of this.vim.vsphere.inventory.vms.values()) {
        if (vm.attachedTo === null) continue;
        this.holders.set(vm.attachedTo, [...(this.holders.get(vm.attachedTo) ?? []), vm]);
      }
    }
    return this.holders.get(holder) ?? [];
  }

  /** Errors: ManagedObjectNotFound. */
  vm(ref: Ref): Vm {
    const name = this.vim.tree.entities.get(ref.id)?.name;
    const vm = this.vim.vsphere.inventory.vms.get(name ?? '');
    if (!vm || vm.id !== ref.id || !this.sees(ref.id)) throw notFound(ref);
    return vm;
  }

  /** Errors: ManagedObjectNotFound. */
  host(ref: Ref): Host {
    const entity = this.vim.tree.entities.get(ref.id);
    const host = this.vim.vsphere.inventory.hosts.get(entity?.name ?? '');
    if (!host || entity?.kind !== 'HostSystem' || !this.sees(ref.id)) throw notFound(ref);
    return host;
  }

  /** Errors: ManagedObjectNotFound. */
  datastore(ref: Ref): Datastore {
    const entity = this.vim.tree.entities.get(ref.id);
    const datastore = this.vim.vsphere.inventory.datastores.get(entity?.name ?? '');
    if (!datastore || entity?.kind !== 'Datastore' || !this.sees(ref.id)) throw notFound(ref);
    return datastore;
  }

  /** Begins a task of the domain for the user. Errors: the domain's, before anything is done. */
  begin<M extends Changing>(method: M, args: VimMethods[M]['args']): TaskInfo {
    return this.vim.vsphere.tasks.begin(this.user, method, args, this.vim.troubled);
  }

  /** Errors: NoPermission, with the object and the privilege. */
  demand(id: string, ...privileges: readonly string[]): void {
    this.vim.vsphere.accounts.demand(this.user, this.vim.tree, id, privileges);
  }

  /** Whether the user has System.Read on an entity. */
  reads(id: string): boolean {
    const known = this.readable.get(id);
    if (known !== undefined) return known;
    const reads = this.has(id, 'System.Read');
    this.readable.set(id, reads);
    return reads;
  }

  has(id: string, privilege: string): boolean {
    return this.vim.vsphere.authorization.privilegesOn(this.vim.tree, this.user, id).has(privilege);
  }

  time(ms: number): string {
    return this.vim.at(ms);
  }

  /** A host that stands alone shows what it has mounted; a vCenter server all that its hosts have. */
  private mounted(datastore: string): boolean {
    const { tree, vsphere } = this.vim;
    return (
      tree.host === undefined || vsphere.inventory.hosts.get(tree.host)?.datastores.has(datastore) === true
    );
  }
}
