import type { Vm } from '../../inventory';
import type { Described } from '../managed-type';
import { hostUuid } from '../objects/host';
import { biosUuid, vmPath } from '../objects/vm-config';
import { Ref } from '../values';
import type { View } from '../view';

/** Finds entities. Nobody finds what he may not see: the answer is then empty, as for what is not there. */
export const SEARCH_METHODS: NonNullable<Described<unknown>['methods']> = {
  'FindByUuid(datacenter:&Datacenter? uuid:string vmSearch:boolean instanceUuid:boolean?): &ManagedEntity?': (
    _self,
    args,
    view,
  ) => byUuid(args.uuid as string, args.vmSearch as boolean, args.instanceUuid === true, view)[0],
  'FindAllByUuid(datacenter:&Datacenter? uuid:string vmSearch:boolean instanceUuid:boolean?): &ManagedEntity[]?':
    (_self, args, view) =>
      byUuid(args.uuid as string, args.vmSearch as boolean, args.instanceUuid === true, view),
  'FindByInventoryPath(inventoryPath:string): &ManagedEntity?': (_self, args, view) =>
    byPath(args.inventoryPath as string, view),
  'FindChild(entity:&ManagedEntity name:string): &ManagedEntity?': (_self, args, view) =>
    childCalled((args.entity as Ref).id, args.name as string, view),
  'FindByDatastorePath(datacenter:&Datacenter path:string): &VirtualMachine?': (_self, args, view) =>
    first(view, (vm) => vmPath(vm) === args.path),
  'FindByIp(datacenter:&Datacenter? ip:string vmSearch:boolean): &ManagedEntity?': (_self, args, view) =>
    args.vmSearch === true
      ? first(view, (vm) => vm.guest.up && vm.address === args.ip)
      : hostWhere(view, args.ip as string),
  'FindAllByIp(datacenter:&Datacenter? ip:string vmSearch:boolean): &ManagedEntity[]?': (
    _self,
    args,
    view,
  ) => {
    const found =
      args.vmSearch === true
        ? first(view, (vm) => vm.guest.up && vm.address === args.ip)
        : hostWhere(view, args.ip as string);
    return found ? [found] : [];
  },
  'FindByDnsName(datacenter:&Datacenter? dnsName:string vmSearch:boolean): &ManagedEntity?': (
    _self,
    args,
    view,
  ) => named(args.dnsName as string, args.vmSearch as boolean, view),
  'FindAllByDnsName(datacenter:&Datacenter? dnsName:string vmSearch:boolean): &ManagedEntity[]?': (
    _self,
    args,
    view,
  ) => {
    const found = named(args.dnsName as string, args.vmSearch as boolean, view);
    return found ? [found] : [];
  },
};

function first(view: View, wanted: (vm: Vm) => boolean): Ref | undefined {
  for (const vm of view.vms()) if (wanted(vm)) return new Ref('VirtualMachine', vm.id);
  return undefined;
}

function hostWhere(view: View, address: string): Ref | undefined {
  const host = [...view.vim.vsphere.inventory.hosts.values()].find((each) => each.address === address);
  return host && view.hostRef(host.name);
}

function named(name: string, vms: boolean, view: View): Ref | undefined {
  return vms ? first(view, (vm) => vm.guest.up && vm.name === name) : view.hostRef(name);
}

function byUuid(uuid: string, vms: boolean, instance: boolean, view: View): Ref[] {
  const wanted = uuid.toLowerCase();
  if (!vms)
    return [...view.vim.vsphere.inventory.hosts.values()].flatMap((host) =>
      hostUuid(host) === wanted ? (view.hostRef(host.name) ?? []) : [],
    );
  const found = [...view.vms()].filter((vm) => (instance ? vm.instanceUuid : biosUuid(vm)) === wanted);
  return found.map(({ id }) => new Ref('VirtualMachine', id));
}

/** `DC0/vm/erp-db-01`: the root folder is not named. */
function byPath(path: string, view: View): Ref | undefined {
  const words = path.split('/').filter((word) => word !== '');
  let at = new Ref('Folder', view.vim.tree.places.root);
  for (const word of words) {
    const next = childCalled(at.id, decodeURIComponentSafely(word), view);
    if (!next) return undefined;
    at = next;
  }
  return view.ref(at.id);
}

/** Names in a path have `%2f` for a slash. */
function decodeURIComponentSafely(word: string): string {
  return word.replaceAll(/%2f/gi, '/').replaceAll(/%5c/gi, '\\').replaceAll(/%25/g, '%');
}

function childCalled(id: string, name: string, view: View): Ref | undefined {
  for (const child of view.vim.tree.entities.get(id)?.children ?? [])
    if (view.vim.tree.entities.get(child)?.name === name) return view.ref(child);
  return undefined;
}
