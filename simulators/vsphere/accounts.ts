import type { Refusal } from '../network';
import { type Credentials, note } from '../wire';
import { sameUser } from './authorization';
import { soapFault } from './faults';
import type { Hierarchy } from './hierarchy';
import type { Account, Role } from './inventory';
import type { Site } from './site';

/** The accounts of the site: who logs in, what they may do, and where. */
export class Accounts {
  private readonly site: Site;
  private readonly rootRoles = new Map<string, Role>();
  private readonly told = new Map<string, string>();

  constructor(site: Site) {
    this.site = site;
    site.authorization.changed = (principal) => this.tellRights(principal);
  }

  add(login: Credentials, role: Role): void {
    this.site.kernel.journal.conceal(login.password);
    this.site.inventory.accounts.set(login.user, login);
    this.setRole(login.user, role);
  }

  /** Gives an account another role on everything. Errors: `vim.fault.ManagedObjectNotFound`. */
  setRole(user: string, role: Role): void {
    if (!this.site.inventory.accounts.has(user))
      throw soapFault('ManagedObjectNotFound', [user], `(account ${user})`);
    this.rootRoles.set(user, role);
    for (const tree of this.site.trees) this.grantAtRoot(tree, user, role);
    if (this.site.trees.length === 0) this.tellRights(user);
  }

  /** Gives a new tree the permissions that every account has at the root. */
  plant(tree: Hierarchy): void {
    for (const [user, role] of this.rootRoles) this.grantAtRoot(tree, user, role);
  }

  knowsUser(user: string): boolean {
    return [...this.site.inventory.accounts.keys()].some((known) => sameUser(known, user));
  }

  /** Errors: `vim.fault.InvalidLogin`. */
  logIn(login: Credentials): Account {
    const { accounts } = this.site.inventory;
    const account =
      accounts.get(login.user) ?? [...accounts.values()].find(({ user }) => sameUser(user, login.user));
    if (!account || account.password !== login.password) throw soapFault('InvalidLogin', [login.user]);
    return account;
  }

  mayView(user: string, tree: Hierarchy, id: string): boolean {
    return this.site.authorization.privilegesOn(tree, user, id).has('System.View');
  }

  /** Whether an account finds a datastore: it must be allowed to browse it. Source: VSPHERE.md §5.2, read-only discovery – documented. */
  findsDatastore(user: string, tree: Hierarchy, id: string): boolean {
    const held = this.site.authorization.privilegesOn(tree, user, id);
    return held.has('System.View') && held.has('Datastore.Browse');
  }

  /** Errors: `vim.fault.NoPermission`, with the object and the first privilege that is missing. */
  demand(user: string, tree: Hierarchy, id: string, privileges: readonly string[]): void {
    const held = this.site.authorization.privilegesOn(tree, user, id);
    const missing = privileges.filter((privilege) => !held.has(privilege));
    if (missing.length > 0) throw noPermission(tree, id, missing);
  }

  private grantAtRoot(tree: Hierarchy, user: string, role: Role): void {
    const roleId = this.site.authorization.idOfRole(role);
    this.site.authorization.setPermissions(tree, tree.places.root, [
      { principal: user, group: false, roleId, propagate: true },
    ]);
  }

  /** Notes what an account may do from now on. */
  private tellRights(principal: string): void {
    const account = [...this.site.inventory.accounts.keys()].find((user) => sameUser(user, principal));
    if (account === undefined) return;
    const held =
      this.site.trees.length === 0
        ? this.rootRoles.get(account)?.privileges
        : this.site.authorization.everythingOf(account);
    const root = this.site.trees[0]?.places.root;
    const permission =
      this.site.trees[0] && root !== undefined
        ? this.site.authorization
            .permissionsOn(this.site.trees[0], root)
            .find((each) => sameUser(each.principal, account))
        : undefined;
    const name = permission
      ? this.site.authorization.role(permission.roleId).name
      : (this.rootRoles.get(account)?.name ?? '');
    const privileges = [...(held ?? [])];
    const line = `${name} ${privileges.join(' ')}`;
    if (this.told.get(account) === line) return;
    this.told.set(account, line);
    note(this.site.kernel, 'account.role', account, { role: name, privileges });
  }
}

export function noPermission(
  tree: Hierarchy,
  id: string,
  missing: readonly string[],
  target?: string,
): Refusal {
  const entity = tree.entities.get(id);
  const name = target ?? entity?.name ?? id;
  return soapFault('NoPermission', [name, ...missing], `(${missing.join(', ')} on ${name})`, {
    object: { kind: entity?.kind ?? 'ManagedEntity', id },
    privilegeId: missing[0],
  });
}
