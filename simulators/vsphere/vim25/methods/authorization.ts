import type { Permission } from '../../authorization';
import { notFound, vimFault } from '../faults';
import type { Described } from '../managed-type';
import { permissions } from '../objects/entity';
import { type Data, Ref } from '../values';
import type { View } from '../view';

/** Roles and permissions. Changing them needs the privilege for it, where they are. */
export const AUTHORIZATION_METHODS: NonNullable<Described<unknown>['methods']> = {
  'AddAuthorizationRole(name:string privIds:string[]?): int': (_self, args, view) => {
    view.demand(view.vim.tree.places.root, 'Authorization.ModifyRoles');
    const { authorization } = view.vim.vsphere;
    return authorization.addRole(args.name as string, (args.privIds as string[] | undefined) ?? []).id;
  },
  'UpdateAuthorizationRole(roleId:int newName:string privIds:string[]?)': (_self, args, view) => {
    view.demand(view.vim.tree.places.root, 'Authorization.ModifyRoles');
    const { authorization } = view.vim.vsphere;
    const privileges = (args.privIds as string[] | undefined) ?? [];
    authorization.updateRole(args.roleId as number, args.newName as string, privileges);
  },
  'RemoveAuthorizationRole(roleId:int failIfUsed:boolean)': (_self, args, view) => {
    view.demand(view.vim.tree.places.root, 'Authorization.ModifyRoles');
    view.vim.vsphere.authorization.removeRole(args.roleId as number, args.failIfUsed as boolean);
  },
  'RetrieveEntityPermissions(entity:&ManagedEntity inherited:boolean): Permission[]?': (
    _self,
    args,
    view,
  ) => {
    const entity = mustSee(args.entity as Ref, view);
    const path =
      args.inherited === true ? [...view.vim.tree.path(entity)] : [...view.vim.tree.path(entity)].slice(0, 1);
    return path.flatMap((each, depth) =>
      permissions(each, view).filter((permission) => depth === 0 || permission.propagate === true),
    );
  },
  'RetrieveAllPermissions(): Permission[]?': (_self, _args, view) => everyPermission(view, () => true),
  'RetrieveRolePermissions(roleId:int): Permission[]?': (_self, args, view) => {
    view.vim.vsphere.authorization.role(args.roleId as number);
    return everyPermission(view, ({ roleId }) => roleId === args.roleId);
  },
  'SetEntityPermissions(entity:&ManagedEntity permission:Permission[]?)': (_self, args, view) => {
    change(args.entity as Ref, view, (entity) => set(entity, args.permission, view));
  },
  'ResetEntityPermissions(entity:&ManagedEntity permission:Permission[]?)': (_self, args, view) => {
    change(args.entity as Ref, view, (entity) => {
      const { vsphere, tree } = view.vim;
      for (const { principal, group } of [...vsphere.authorization.permissionsOn(tree, entity)])
        vsphere.authorization.removePermission(tree, entity, principal, group);
      set(entity, args.permission, view);
    });
  },
  'RemoveEntityPermission(entity:&ManagedEntity user:string isGroup:boolean)': (_self, args, view) => {
    change(args.entity as Ref, view, (entity) => {
      const { vsphere, tree } = view.vim;
      vsphere.authorization.removePermission(tree, entity, args.user as string, args.isGroup as boolean);
    });
  },
  'HasPrivilegeOnEntity(entity:&ManagedEntity sessionId:string privId:string[]?): boolean[]?': (
    _self,
    args,
    view,
  ) => held(args.entity as Ref, args.sessionId as string, args.privId, view),
  'HasPrivilegeOnEntities(entity:&ManagedEntity[] sessionId:string privId:string[]?): EntityPrivilege[]?': (
    _self,
    args,
    view,
  ) =>
    (args.entity as Ref[]).map((entity) => ({
      entity,
      privAvailability: held(entity, args.sessionId as string, args.privId, view).map((isGranted, at) => ({
        privId: (args.privId as string[])[at],
        isGranted,
      })),
    })),
  'HasUserPrivilegeOnEntities(entities:&[] userName:string privId:string[]?): EntityPrivilege[]?': (
    _self,
    args,
    view,
  ) => {
    const { vsphere, tree } = view.vim;
    return (args.entities as Ref[]).map((entity) => {
      const privileges = vsphere.authorization.privilegesOn(
        tree,
        args.userName as string,
        mustSee(entity, view),
      );
      const asked = (args.privId as string[] | undefined) ?? [];
      return {
        entity,
        privAvailability: asked.map((privId) => ({ privId, isGranted: privileges.has(privId) })),
      };
    });
  },
};

/** Errors: ManagedObjectNotFound. */
function mustSee(ref: Ref, view: View): string {
  if (!view.sees(ref.id)) throw notFound(ref);
  return ref.id;
}

/** Changes the permissions of an entity. Errors: NoPermission; AuthMinimumAdminPermission – nobody could then change them any more:
 *  nothing has changed. */
function change(ref: Ref, view: View, act: (entity: string) => void): void {
  const entity = mustSee(ref, view);
  const { vsphere, tree } = view.vim;
  view.demand(entity, 'Authorization.ModifyPermissions');
  const before = vsphere.authorization.permissionsOn(tree, entity);
  try {
    act(entity);
    const adminLeft = vsphere.authorization
      .permissionsOn(tree, tree.places.root)
      .some(({ roleId, propagate }) => roleId === -1 && propagate);
    if (!adminLeft) throw vimFault('AuthMinimumAdminPermission', 'an administrator must be left');
  } catch (error) {
    vsphere.authorization.replacePermissions(tree, entity, before);
    throw error;
  }
  vsphere.changes.touch(entity);
}

function set(entity: string, given: unknown, { vim }: View): void {
  const permissions: Permission[] = ((given as Data[] | undefined) ?? []).map((each) => {
    const principal = each.principal as string;
    if (each.group !== true && !vim.vsphere.accounts.knowsUser(principal))
      throw vimFault('UserNotFound', principal, { principal, unresolved: true });
    return {
      principal,
      group: each.group as boolean,
      roleId: each.roleId as number,
      propagate: each.propagate as boolean,
    };
  });
  vim.vsphere.authorization.setPermissions(vim.tree, entity, permissions);
}

function everyPermission({ vim }: View, wanted: (permission: Permission) => boolean): Data[] {
  return vim.vsphere.authorization
    .allPermissions(vim.tree)
    .filter(([, permission]) => wanted(permission))
    .map(([id, permission]) => ({
      entity: new Ref(vim.tree.entities.get(id)?.kind ?? '', id),
      ...permission,
    }));
}

function held(entity: Ref, sessionId: string, asked: unknown, view: View): boolean[] {
  const session = view.vim.sessions.find(sessionId);
  const privileges = session
    ? view.vim.vsphere.authorization.privilegesOn(view.vim.tree, session.user, mustSee(entity, view))
    : new Set<string>();
  return ((asked as string[] | undefined) ?? []).map((privilege) => privileges.has(privilege));
}
