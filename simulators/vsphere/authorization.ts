import { soapFault } from './faults';
import type { Hierarchy } from './hierarchy';
import type { Role } from './inventory';
import { ALL_PRIVILEGES, administrator, noAccess, readOnly } from './privileges';

/** A role as the authorization manager keeps it. System roles cannot be changed. */
export interface AuthorizationRole {
  readonly id: number;
  name: string;
  readonly system: boolean;
  privileges: ReadonlySet<string>;
}

/** Who has which role on an entity, and whether also on what stands in it. */
export interface Permission {
  readonly principal: string;
  readonly group: boolean;
  readonly roleId: number;
  readonly propagate: boolean;
}

const VIEW = new Set(['System.Anonymous', 'System.View']);
const NOTHING: ReadonlySet<string> = new Set();

/** Ids of the system roles. Source: VSPHERE.md §5.1 – recorded. */
const SYSTEM_ROLES: readonly AuthorizationRole[] = [
  { id: -5, name: noAccess.name, system: true, privileges: noAccess.privileges },
  { id: -4, name: 'Anonymous', system: true, privileges: new Set(['System.Anonymous']) },
  { id: -3, name: 'View', system: true, privileges: VIEW },
  { id: -2, name: readOnly.name, system: true, privileges: readOnly.privileges },
  { id: -1, name: administrator.name, system: true, privileges: administrator.privileges },
];
/** Ids of custom roles begin here. Source: assumed (positive ids – observed). */
const CUSTOM_FIRST = 11;

/** Roles, and the permissions on the entities of each tree.
 *  Rules: the permission nearest to an entity counts, on itself or on what it stands in if that propagates; what someone may see is
 *  reachable, so whatever it stands in can be viewed. Source: vSphere Security, “Hierarchical inheritance of permissions” – documented. */
export class Authorization {
  readonly roles = new Map(SYSTEM_ROLES.map((role) => [role.id, role]));
  private readonly permissions = new Map<Hierarchy, Map<string, Permission[]>>();
  /** What each user may do somewhere; emptied whenever a permission or a role changes. */
  private readonly everything = new Map<string, ReadonlySet<string>>();
  /** Called with each principal whose rights may have changed. */
  changed: (principal: string) => void = () => undefined;
  private nextRole = CUSTOM_FIRST;

  /** The privileges that a user has on an entity. */
  privilegesOn(tree: Hierarchy, user: string, entity: string): ReadonlySet<string> {
    const permissions = this.permissions.get(tree);
    for (let at = tree.entities.get(entity); at; at = tree.entities.get(at.parent ?? '')) {
      const list = permissions?.get(at.id);
      const found = list?.find((each) => !each.group && sameUser(each.principal, user));
      if (found && (at.id === entity || found.propagate))
        return this.roles.get(found.roleId)?.privileges ?? NOTHING;
    }
    return this.standsAbove(tree, user, entity) ? VIEW : NOTHING;
  }

  /** What a user may do somewhere, in any tree. */
  everythingOf(user: string): ReadonlySet<string> {
    const known = this.everything.get(user);
    if (known) return known;
    const all = new Set<string>();
    for (const byEntity of this.permissions.values())
      for (const { principal, roleId } of [...byEntity.values()].flat())
        if (sameUser(principal, user))
          for (const privilege of this.roles.get(roleId)?.privileges ?? []) all.add(privilege);
    this.everything.set(user, all);
    return all;
  }

  permissionsOn(tree: Hierarchy, entity: string): readonly Permission[] {
    return this.permissions.get(tree)?.get(entity) ?? [];
  }

  /** Every permission of a tree, with its entity. */
  allPermissions(tree: Hierarchy): readonly (readonly [string, Permission])[] {
    return [...(this.permissions.get(tree) ?? [])].flatMap(([id, list]) =>
      list.map((each) => [id, each] as const),
    );
  }

  /** Sets the permissions of the principals that are named; others stay. Errors: `vim.fault.NotFound`, no such role. */
  setPermissions(tree: Hierarchy, entity: string, given: readonly Permission[]): void {
    for (const { roleId } of given) this.role(roleId);
    const byEntity = this.permissions.get(tree) ?? new Map<string, Permission[]>();
    this.permissions.set(tree, byEntity);
    const others = (byEntity.get(entity) ?? []).filter(
      (old) => !given.some((each) => sameUser(each.principal, old.principal) && each.group === old.group),
    );
    byEntity.set(entity, [...others, ...given]);
    this.everything.clear();
    for (const { principal } of given) this.changed(principal);
  }

  /** Errors: `vim.fault.NotFound`, there is no such permission. */
  removePermission(tree: Hierarchy, entity: string, principal: string, group: boolean): void {
    const before = this.permissionsOn(tree, entity);
    const after = before.filter((each) => !sameUser(each.principal, principal) || each.group !== group);
    if (after.length === before.length)
      throw soapFault('NotFound', [principal], `(permission of ${principal})`);
    this.permissions.get(tree)?.set(entity, after);
    this.everything.clear();
    this.changed(principal);
  }

  /** Puts back the permissions that an entity had. */
  replacePermissions(tree: Hierarchy, entity: string, given: readonly Permission[]): void {
    const now = this.permissionsOn(tree, entity);
    this.permissions.get(tree)?.set(entity, [...given]);
    this.everything.clear();
    for (const { principal } of [...now, ...given]) this.changed(principal);
  }

  forgetEntity(tree: Hierarchy, entity: string): void {
    this.permissions.get(tree)?.delete(entity);
    this.everything.clear();
  }

  /** Errors: `vim.fault.NotFound`. */
  role(id: number): AuthorizationRole {
    const role = this.roles.get(id);
    if (!role) throw soapFault('NotFound', [`${id}`], `(role ${id})`);
    return role;
  }

  /** Errors: `vim.fault.AlreadyExists`, `vim.fault.InvalidArgument` (a privilege that there is not). */
  addRole(name: string, privileges: readonly string[]): AuthorizationRole {
    this.checkRole(undefined, name, privileges);
    const role = { id: this.nextRole, name, system: false, privileges: withSystem(privileges) };
    this.nextRole += 1;
    this.roles.set(role.id, role);
    return role;
  }

  /** Errors: as `addRole`; a system role: `vim.fault.InvalidArgument`. */
  updateRole(id: number, name: string, privileges: readonly string[]): void {
    const role = this.custom(id);
    this.checkRole(id, name, privileges);
    role.name = name;
    role.privileges = withSystem(privileges);
    this.everything.clear();
    this.tellHolders(id);
  }

  /** Errors: `vim.fault.RemoveFailed` while permissions name the role, unless they go with it. */
  removeRole(id: number, failIfUsed: boolean): void {
    this.custom(id);
    const holders = this.holders(id);
    if (failIfUsed && holders.length > 0)
      throw soapFault('RemoveFailed', holders, `Used by ${holders.join(', ')}.`);
    for (const byEntity of this.permissions.values())
      for (const [entity, list] of byEntity)
        byEntity.set(
          entity,
          list.filter(({ roleId }) => roleId !== id),
        );
    this.roles.delete(id);
    this.everything.clear();
    for (const principal of holders) this.changed(principal);
  }

  /** The id of a role by this name with these privileges; it is made where there is none. */
  idOfRole(role: Role): number {
    const known = [...this.roles.values()].find(
      ({ name, privileges }) => name === role.name && sameSet(privileges, role.privileges),
    );
    if (known) return known.id;
    const taken = [...this.roles.values()].some(({ name }) => name === role.name);
    const id = this.nextRole;
    this.nextRole += 1;
    const name = taken ? `${role.name} (${id})` : role.name;
    this.roles.set(id, { id, name, system: false, privileges: role.privileges });
    return id;
  }

  private custom(id: number): AuthorizationRole {
    const role = this.role(id);
    if (role.system)
      throw soapFault('InvalidArgument', ['roleId'], `The role ${role.name} cannot be changed.`);
    return role;
  }

  private checkRole(id: number | undefined, name: string, privileges: readonly string[]): void {
    if (name === '') throw soapFault('InvalidName', [name], '(an empty name)');
    for (const role of this.roles.values())
      if (role.name === name && role.id !== id) throw soapFault('AlreadyExists', [name], `(role ${name})`);
    const unknown = privileges.find((privilege) => !ALL_PRIVILEGES.has(privilege));
    if (unknown !== undefined)
      throw soapFault('InvalidArgument', ['privIds'], `There is no privilege ${unknown}.`);
  }

  private holders(id: number): readonly string[] {
    const all = [...this.permissions.values()].flatMap((byEntity) => [...byEntity.values()].flat());
    return [...new Set(all.filter(({ roleId }) => roleId === id).map(({ principal }) => principal))];
  }

  private tellHolders(id: number): void {
    for (const principal of this.holders(id)) this.changed(principal);
  }

  private standsAbove(tree: Hierarchy, user: string, entity: string): boolean {
    for (const [id, { principal, roleId }] of this.allPermissions(tree)) {
      if (id === entity || !sameUser(principal, user)) continue;
      if (!this.roles.get(roleId)?.privileges.has('System.View')) continue;
      for (const above of tree.path(id)) if (above.id === entity) return true;
    }
    return false;
  }
}

/** Every role has what every user has. */
function withSystem(privileges: readonly string[]): ReadonlySet<string> {
  return new Set(['System.Anonymous', 'System.Read', 'System.View', ...privileges]);
}

/** Names of users are compared without regard to case, and with or without their domain. */
export function sameUser(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

const BARE = new Map<string, string>();
const BARE_MAX = 1_000;

function bare(user: string): string {
  const known = BARE.get(user);
  if (known !== undefined) return known;
  const made = user
    .toLowerCase()
    .replace(/^[^\\]*\\/, '')
    .replace(/@[^@]*$/, '');
  if (BARE.size < BARE_MAX) BARE.set(user, made);
  return made;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
