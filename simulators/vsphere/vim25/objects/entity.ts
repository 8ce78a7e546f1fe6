import type { Entity } from '../../hierarchy';
import { managedType } from '../managed-type';
import { ENTITY_METHODS } from '../methods/entity';
import type { Data } from '../values';
import { Ref } from '../values';
import type { View } from '../view';

/** Whatever has properties and methods. `Fetch` reads one property: pyVmomi from 8 on asks so. Source: VSPHERE.md §3.1 – captured. */
export const managedObject = managedType<unknown>('ManagedObject', '', { properties: {} });

export const extensible = managedType<unknown>('ExtensibleManagedObject', 'ManagedObject', {
  properties: { value: ['CustomFieldValue[]', () => []], availableField: ['CustomFieldDef[]', () => []] },
});

/** What all entities of the tree have: a name, a place, permissions, tasks. */
export const managedEntity = managedType<Placed>('ManagedEntity', 'ExtensibleManagedObject', {
  properties: {
    parent: ['&ManagedEntity?', ({ entity }, view) => view.ref(entity.parent)],
    customValue: ['CustomFieldValue[]?', () => []],
    overallStatus: ['ManagedEntityStatus', () => 'green'],
    configStatus: ['ManagedEntityStatus', () => 'green'],
    configIssue: ['Event[]?', () => []],
    effectiveRole: ['int[]?', ({ entity }, view) => effectiveRole(entity, view)],
    permission: ['Permission[]?', ({ entity }, view) => permissions(entity, view)],
    name: ['string', ({ entity }) => entity.name],
    disabledMethod: ['string[]?', () => []],
    recentTask: ['&Task[]?', ({ entity }, view) => recentTasks(entity, view)],
    declaredAlarmState: ['~[]?'],
    triggeredAlarmState: ['~[]?'],
    alarmActionsEnabled: ['boolean?', () => true],
    tag: ['Tag[]?', () => []],
  },
  viewable: ['parent', 'name'],
  methods: ENTITY_METHODS,
});

/** What stands behind an entity: its place, beside what the type knows of it. */
export interface Placed {
  readonly entity: Entity;
}

/** The permissions that are set on an entity itself. */
export function permissions({ id, kind }: Entity, { vim }: View): Data[] {
  return vim.vsphere.authorization.permissionsOn(vim.tree, id).map((permission) => ({
    entity: new Ref(kind, id),
    principal: permission.principal,
    group: permission.group,
    roleId: permission.roleId,
    propagate: permission.propagate,
  }));
}

function effectiveRole(entity: Entity, { vim, user }: View): number[] {
  const held = vim.vsphere.authorization.privilegesOn(vim.tree, user, entity.id);
  return [...vim.vsphere.authorization.roles.values()]
    .filter(({ privileges }) => privileges === held)
    .map(({ id }) => id)
    .slice(0, 1);
}

/** The newest tasks on an entity that are running, or ended in the last ten minutes. */
function recentTasks({ id }: Entity, { vim }: View): Ref[] {
  const since = vim.kernel.now - 600_000;
  return vim.vsphere.inventory.tasks
    .filter(
      (task) => task.entityId === id && task.tree === vim.tree && (task.completedAtMs ?? since) >= since,
    )
    .map(({ key }) => new Ref('Task', key));
}
