import type { Kernel } from '../kernel';

/** The kinds of managed entities that stand in the tree of an inventory. */
export type EntityKind =
  | 'Folder'
  | 'Datacenter'
  | 'ComputeResource'
  | 'ResourcePool'
  | 'HostSystem'
  | 'Datastore'
  | 'Network'
  | 'VirtualMachine';

/** A managed entity: its place in the tree. What it is beside that, hosts, datastores and VMs know under its name. */
export interface Entity {
  readonly id: string;
  readonly kind: EntityKind;
  readonly name: string;
  readonly parent: string | undefined;
  /** In the order in which they came. */
  readonly children: Set<string>;
}

/** The entities that each inventory has from the start. */
export interface Places {
  readonly root: string;
  readonly datacenter: string;
  readonly vmFolder: string;
  readonly hostFolder: string;
  readonly datastoreFolder: string;
  readonly networkFolder: string;
  readonly network: string;
}

const PREFIX: { readonly [K in EntityKind]: string } = {
  Folder: 'group-d',
  Datacenter: 'datacenter-',
  ComputeResource: 'domain-s',
  ResourcePool: 'resgroup-',
  HostSystem: 'host-',
  Datastore: 'datastore-',
  Network: 'network-',
  VirtualMachine: 'vm-',
};

/** The network that all VMs are connected to. */
export const VM_NETWORK = 'VM Network';

/** The tree of managed entities of one API: that of a vCenter server, or that of one host which stands alone.
 *  Ids are never used twice: an object that was deleted stays unknown. A VM that is registered again gets a new one.
 *  Source: VSPHERE.md §3.3 (ESXi shape) – recorded; the prefixes are vCenter's – recorded. */
export class Hierarchy {
  readonly entities = new Map<string, Entity>();
  readonly places: Places;
  /** The host that stands alone; undefined: this is a vCenter server's. */
  readonly host: string | undefined;
  private readonly kernel: Kernel;
  private readonly byName = new Map<string, string>();

  constructor(kernel: Kernel, host?: string) {
    this.kernel = kernel;
    this.host = host;
    const alone = host !== undefined;
    const root = this.add('Folder', alone ? 'ha-folder-root' : 'Datacenters', undefined, 'ha-folder-root');
    const datacenter = this.add('Datacenter', alone ? 'ha-datacenter' : 'DC0', root, 'ha-datacenter');
    const folder = (name: string): string => this.add('Folder', name, datacenter, `ha-folder-${name}`);
    const [vmFolder, hostFolder, datastoreFolder, networkFolder] = [
      folder('vm'),
      folder('host'),
      folder('datastore'),
      folder('network'),
    ];
    const network = this.add('Network', VM_NETWORK, networkFolder, `HaNetwork-${VM_NETWORK}`);
    this.places = { root, datacenter, vmFolder, hostFolder, datastoreFolder, networkFolder, network };
  }

  /** Puts an entity into the tree and gives its id: `alone` where a host stands alone. */
  add(kind: EntityKind, name: string, parent: string | undefined, alone?: string): string {
    const id = (this.host === undefined ? undefined : alone) ?? this.nextId(kind);
    this.entities.set(id, { id, kind, name, parent, children: new Set() });
    this.byName.set(`${kind} ${name}`, id);
    if (parent !== undefined) this.entities.get(parent)?.children.add(id);
    return id;
  }

  remove(id: string): void {
    const entity = this.entities.get(id);
    if (!entity) return;
    this.entities.delete(id);
    this.byName.delete(`${entity.kind} ${entity.name}`);
    if (entity.parent !== undefined) this.entities.get(entity.parent)?.children.delete(id);
  }

  /** The id of the newest entity of a kind with this name. */
  idOf(kind: EntityKind, name: string): string | undefined {
    return this.byName.get(`${kind} ${name}`);
  }

  /** The entity and what it stands in, up to the root. */
  *path(id: string): Generator<Entity> {
    for (let at = this.entities.get(id); at; at = this.entities.get(at.parent ?? '')) yield at;
  }

  /** All entities of a kind, in the order they came. */
  *all(kind: EntityKind): Generator<Entity> {
    for (const entity of this.entities.values()) if (entity.kind === kind) yield entity;
  }

  private nextId(kind: EntityKind): string {
    const sequence = this.host === undefined ? 'managed object' : `managed object of ${this.host}`;
    const number = this.kernel.count(sequence);
    return this.host !== undefined && kind === 'VirtualMachine' ? `${number}` : `${PREFIX[kind]}${number}`;
  }
}
