import type { Credentials, VimFacts, VimInventory } from '../wire';
import type { Accounts } from './accounts';
import type { Hierarchy } from './hierarchy';
import { type Host, licenseBlock, type Vm } from './inventory';
import { type PrivilegeScope, type Site, scopeOf } from './site';

/** What an account is told of the site. */
export class Facts {
  private readonly site: Site;
  private readonly accounts: Accounts;

  constructor(site: Site, accounts: Accounts) {
    this.site = site;
    this.accounts = accounts;
  }

  /** The VMs and hosts that the account may see at this API. */
  listInventory(login: Credentials, sees: (host: Host) => boolean): VimInventory {
    const { user } = this.accounts.logIn(login);
    const visible = (kind: 'HostSystem' | 'VirtualMachine', name: string, host: string): boolean => {
      const tree = this.site.treeOf(host);
      const id = tree?.idOf(kind, name);
      return tree !== undefined && id !== undefined && this.accounts.mayView(user, tree, id);
    };
    const here = new Set([...this.site.inventory.hosts.values()].filter(sees).map(({ name }) => name));
    const hosts = [...here].filter((name) => visible('HostSystem', name, name));
    const vms = [...this.site.inventory.vms.values()].filter(
      ({ name, host }) => here.has(host) && visible('VirtualMachine', name, host),
    );
    return { hosts, vms: vms.map(({ name }) => name) };
  }

  retrieve(user: string, args: { vm: string; host?: string }): VimFacts {
    const found = this.site.inventory.vms.get(args.vm);
    const there = this.site.inventory.hosts.get(args.host ?? found?.host ?? '');
    const vmTree = found && this.site.treeOf(found.host);
    const vm = vmTree && this.accounts.mayView(user, vmTree, found.id) ? found : undefined;
    const tree = there && this.site.treeOf(there.name);
    const hostId = there && tree?.idOf('HostSystem', there.name);
    const host =
      tree && hostId !== undefined && this.accounts.mayView(user, tree, hostId) ? there : undefined;
    return {
      vm: vm && {
        name: vm.name,
        instanceUuid: vm.instanceUuid,
        power: vm.power,
        task: vm.busy ?? null,
        host: vm.host,
        hostAddress: this.site.inventory.hosts.get(vm.host)?.address ?? '',
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
        vm && vmTree
          ? this.privilegesAround(user, vmTree, vm)
          : [...this.site.authorization.everythingOf(user)],
    };
  }

  /** Every privilege that a user has on the object where it counts for a VM: the VM, its datastore, its pool, its network. */
  private privilegesAround(user: string, tree: Hierarchy, vm: Vm): readonly string[] {
    const at = { vm, host: vm.host, datastore: vm.datastore, folder: undefined };
    const held = new Map<PrivilegeScope, ReadonlySet<string>>();
    return [...this.site.authorization.everythingOf(user)].filter((privilege) => {
      const scope = scopeOf(privilege);
      let there = held.get(scope);
      if (!there) {
        there = this.site.authorization.privilegesOn(tree, user, this.site.objectIn(tree, scope, at));
        held.set(scope, there);
      }
      return there.has(privilege);
    });
  }

  private datastoresOf(user: string, host: Host): VimFacts['datastores'] {
    const tree = this.site.treeOf(host.name);
    return [...host.datastores].flatMap((name) => {
      const datastore = this.site.inventory.datastores.get(name);
      const id = tree?.idOf('Datastore', name);
      if (!datastore || !tree || id === undefined || !this.accounts.findsDatastore(user, tree, id)) return [];
      const { type, accessible, capacityBytes, usedBytes } = datastore;
      return [{ name, type, accessible, capacityBytes, freeBytes: capacityBytes - usedBytes }];
    });
  }
}
