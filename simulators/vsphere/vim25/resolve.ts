import { notFound } from './faults';
import { isManaged } from './registry-types';
import { SERVICES, serviceId } from './service-ids';
import { Ref } from './values';
import type { View } from './view';

/** What stands behind a reference: an entity of the tree with what it is, a task, a snapshot, a manager, or what the session made.
 *  Errors: ManagedObjectNotFound – also for what the user may not view, and for another session's objects. */
export function resolve(ref: Ref, view: View): unknown {
  const found = find(ref, view);
  if (found === undefined || !isManaged(found.type, ref.type)) throw notFound(ref);
  return found.self;
}

/** As `resolve`, but undefined where there is nothing. */
export function resolved(ref: Ref, view: View): { readonly self: unknown } | undefined {
  const found = find(ref, view);
  return found !== undefined && isManaged(found.type, ref.type) ? found : undefined;
}

interface Found {
  readonly type: string;
  readonly self: unknown;
}

/** A reference with the type that the object has, whatever type the client gave. */
export function exact(ref: Ref, view: View): Ref {
  const found = find(ref, view);
  return found && found.type !== ref.type && isManaged(found.type, ref.type)
    ? new Ref(found.type, ref.id)
    : ref;
}

function find(ref: Ref, view: View): Found | undefined {
  if (view.vim.tree.entities.has(ref.id)) return findEntity(ref, view);
  if (ref.type === 'Task') return findTask(ref, view);
  if (ref.type === 'VirtualMachineSnapshot') return findSnapshot(ref, view);
  if (ref.type === 'HostDatastoreBrowser') return findBrowser(ref, view);
  const own = view.session?.own.get(ref.id);
  if (own) return { type: own.ref.type, self: own.self };
  if (ref.id === 'ServiceInstance') return { type: 'ServiceInstance', self: {} };
  if (ref.id === serviceId(view.vim, 'PropertyCollector'))
    return { type: 'PropertyCollector', self: undefined };
  const service = SERVICES.find((type) => serviceId(view.vim, type) === ref.id);
  if (service !== undefined) return { type: service, self: { id: ref.id } };
  if (ref.type === 'OptionManager' && ref.id.startsWith('EsxHostAdvSettings-'))
    return view.sees(ref.id.slice('EsxHostAdvSettings-'.length))
      ? { type: 'OptionManager', self: { id: ref.id } }
      : undefined;
  return undefined;
}

function findEntity(ref: Ref, view: View): Found | undefined {
  const { tree, vsphere } = view.vim;
  const entity = tree.entities.get(ref.id);
  if (!entity || !view.sees(ref.id)) return undefined;
  const { inventory } = vsphere;
  const type = entity.kind;
  if (type === 'VirtualMachine') return { type, self: { entity, vm: inventory.vms.get(entity.name) } };
  if (type === 'HostSystem' || type === 'ComputeResource')
    return { type, self: { entity, host: inventory.hosts.get(entity.name) } };
  if (type === 'ResourcePool') {
    const host = inventory.hosts.get(tree.entities.get(entity.parent ?? '')?.name ?? '');
    return { type, self: { entity, host } };
  }
  if (type === 'Datastore')
    return { type, self: { entity, datastore: inventory.datastores.get(entity.name) } };
  return { type, self: { entity } };
}

function findTask({ id }: Ref, { vim }: View): Found | undefined {
  const self = vim.vsphere.inventory.tasks.find(({ key, tree }) => key === id && tree === vim.tree);
  return self && { type: 'Task', self };
}

function findSnapshot({ id }: Ref, view: View): Found | undefined {
  const { vms, snapshotOwners } = view.vim.vsphere.inventory;
  const vm = snapshotOwners.get(id);
  const snapshot = vm?.snapshotTree.find(id);
  if (!vm || !snapshot || vms.get(vm.name) !== vm || !view.sees(vm.id)) return undefined;
  return { type: 'VirtualMachineSnapshot', self: { vm, snapshot } };
}

function findBrowser({ id }: Ref, view: View): Found | undefined {
  const at = id.replace(/^datastoreBrowser-/, '');
  const entity = view.vim.tree.entities.get(at);
  if (!entity || (entity.kind !== 'Datastore' && entity.kind !== 'HostSystem')) return undefined;
  if (entity.kind === 'Datastore')
    return { type: 'HostDatastoreBrowser', self: { datastores: view.refs([at]) } };
  if (!view.sees(at)) return undefined;
  const host = view.vim.vsphere.inventory.hosts.get(entity.name);
  const datastores = [...(host?.datastores ?? [])].flatMap((name) => view.datastoreRef(name) ?? []);
  return { type: 'HostDatastoreBrowser', self: { datastores } };
}
