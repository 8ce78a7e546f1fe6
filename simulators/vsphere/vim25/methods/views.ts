import type { EntityKind } from '../../hierarchy';
import { notFound, vimFault } from '../faults';
import { type Described, managedType } from '../managed-type';
import { vmsOn } from '../objects/host';
import { ownObject } from '../own';
import { isManaged } from '../registry-types';
import { resolved } from '../resolve';
import { Ref } from '../values';
import type { View } from '../view';
import { dispose } from './task';

/** A list of objects that a session keeps: of a container, always as it is now, or as the client gave them. */
export interface Listing {
  readonly refs: (view: View) => Ref[];
  list: readonly Ref[];
  /** Its managed object, once there is one. */
  id: string;
  readonly container: Ref | undefined;
  readonly types: readonly string[];
  readonly recursive: boolean;
}

const DESTROY: NonNullable<Described<Listing>['methods']> = {
  'DestroyView()': (self, _args, view) => dispose(self, view),
};

export const viewManager = managedType<unknown>('ViewManager', 'ManagedObject', {
  properties: {
    viewList: [
      '&View[]?',
      (_self, view) =>
        [...view.own.own.values()].map(({ ref }) => ref).filter(({ type }) => type.endsWith('View')),
    ],
  },
  methods: {
    'CreateContainerView(container:&ManagedEntity type:string[]? recursive:boolean): &ContainerView': (
      _self,
      args,
      view,
    ) => {
      const container = args.container as Ref;
      if (!view.sees(container.id)) throw notFound(container);
      const types = (args.type as string[] | undefined) ?? [];
      const unknown = types.find((type) => !isManaged(type, 'ManagedObject'));
      if (unknown !== undefined) throw vimFault('InvalidType', unknown, { argument: unknown });
      const recursive = args.recursive as boolean;
      const listing: Listing = {
        refs: (seer) => contained(container.id, types, recursive, seer),
        list: [],
        id: '',
        container,
        types,
        recursive,
      };
      return ownObject(view, 'ContainerView', listing);
    },
    'CreateListView(obj:&[]?): &ListView': (_self, args, view) => {
      const listing: Listing = {
        refs: () => [...listing.list],
        list: (args.obj as Ref[] | undefined) ?? [],
        id: '',
        container: undefined,
        types: [],
        recursive: false,
      };
      const ref = ownObject(view, 'ListView', listing);
      listing.id = ref.id;
      return ref;
    },
  },
});

export const managedObjectView = managedType<Listing>('ManagedObjectView', 'View', {
  properties: { view: ['&[]?', (self, view) => self.refs(view)] },
});

export const viewType = managedType<Listing>('View', 'ManagedObject', { properties: {}, methods: DESTROY });

export const containerView = managedType<Listing>('ContainerView', 'ManagedObjectView', {
  properties: {
    container: ['&ManagedEntity', ({ container }) => container],
    type: ['string[]?', ({ types }) => types],
    recursive: ['boolean', ({ recursive }) => recursive],
  },
});

export const listView = managedType<Listing>('ListView', 'ManagedObjectView', {
  properties: {},
  methods: {
    'ModifyListView(add:&[]? remove:&[]?): &[]?': (self, args, view) => {
      const gone = new Set(((args.remove as Ref[] | undefined) ?? []).map(({ id }) => id));
      const left = self.list.filter(({ id }) => !gone.has(id));
      return relist(self, [...left, ...((args.add as Ref[] | undefined) ?? [])], view);
    },
    'ResetListView(obj:&[]?): &[]?': (self, args, view) =>
      relist(self, (args.obj as Ref[] | undefined) ?? [], view),
  },
});

/** Gives a list other objects; filters that stand on it are told. The answer: those that are not there. */
function relist(self: Listing, list: readonly Ref[], view: View): Ref[] {
  self.list = list.filter((ref) => resolved(ref, view));
  view.vim.vsphere.changes.touch(self.id);
  return list.filter((ref) => !self.list.includes(ref));
}

/** What stands in an entity, of some types, also deeper if `recursive`. The folders of a datacenter count as what is in it. */
function contained(id: string, types: readonly string[], recursive: boolean, view: View): Ref[] {
  const found: Ref[] = [];
  const wanted = (kind: EntityKind): boolean =>
    types.length === 0 || types.some((type) => isManaged(kind, type));
  const seen = new Set<string>();
  const visit = (at: string): void => {
    for (const child of childrenOf(at, view)) {
      if (seen.has(child)) continue;
      seen.add(child);
      const entity = view.vim.tree.entities.get(child);
      if (!entity) continue;
      if (wanted(entity.kind) && view.sees(child)) found.push(new Ref(entity.kind, child));
      if (recursive) visit(child);
    }
  };
  visit(id);
  return found;
}

function childrenOf(id: string, view: View): Iterable<string> {
  const { tree, vsphere } = view.vim;
  const entity = tree.entities.get(id);
  if (entity?.kind === 'ResourcePool' || entity?.kind === 'HostSystem') {
    const name = entity.kind === 'HostSystem' ? entity.name : tree.entities.get(entity.parent ?? '')?.name;
    const host = vsphere.inventory.hosts.get(name ?? '');
    // From a folder of VMs they come anyway; here a host or pool shows its own.
    return host ? [...entity.children, ...vmsOn(host, view)] : entity.children;
  }
  return entity?.children ?? [];
}
