import { FAILBACK_PRIVILEGES, type Reconfiguration, type VimMethod } from '../wire';
import type { Role } from './inventory';
import { ALL_PRIVILEGES } from './privilege-list';

export { ALL_PRIVILEGES };

const SYSTEM = ['System.Anonymous', 'System.Read', 'System.View'];

/** The privileges that each method checks on its object. */
export const METHOD_PRIVILEGES: { readonly [M in VimMethod]: readonly string[] } = {
  RetrieveProperties: ['System.View'],
  RetrieveInventory: ['System.View'],
  PowerOnVM_Task: ['VirtualMachine.Interact.PowerOn'],
  PowerOffVM_Task: ['VirtualMachine.Interact.PowerOff'],
  ShutdownGuest: ['VirtualMachine.Interact.PowerOff'],
  CreateSnapshot_Task: ['VirtualMachine.State.CreateSnapshot'],
  RemoveSnapshot_Task: ['VirtualMachine.State.RemoveSnapshot'],
  CreateVM_Task: [
    'VirtualMachine.Inventory.Create',
    'Datastore.AllocateSpace',
    'Network.Assign',
    'Resource.AssignVMToPool',
  ],
  ReconfigVM_Task: ['VirtualMachine.Config.AddExistingDisk', 'VirtualMachine.Config.RemoveDisk'],
  Destroy_Task: ['VirtualMachine.Inventory.Delete'],
  UnregisterVM: ['VirtualMachine.Inventory.Unregister'],
  DeleteDatastoreFile_Task: ['Datastore.FileManagement'],
  ResetVM_Task: ['VirtualMachine.Interact.Reset'],
  RevertToSnapshot_Task: ['VirtualMachine.State.RevertToSnapshot'],
  RemoveAllSnapshots_Task: ['VirtualMachine.State.RemoveSnapshot'],
  RenameSnapshot: ['VirtualMachine.State.RenameSnapshot'],
  ConsolidateVMDisks_Task: ['VirtualMachine.State.RemoveSnapshot'],
  RegisterVM_Task: ['VirtualMachine.Inventory.Register', 'Resource.AssignVMToPool'],
  RelocateVM_Task: ['Resource.ColdMigrate'],
};

/** Which privilege each part of a reconfiguration needs. */
const RECONFIGURE: { readonly [P in keyof Reconfiguration]-?: readonly string[] } = {
  attachDisksOf: METHOD_PRIVILEGES.ReconfigVM_Task,
  detachDisksOf: METHOD_PRIVILEGES.ReconfigVM_Task,
  extraConfig: ['VirtualMachine.Config.AdvancedConfig'],
  annotation: ['VirtualMachine.Config.Annotation'],
  cpus: ['VirtualMachine.Config.CPUCount'],
  memoryMb: ['VirtualMachine.Config.Memory'],
  addDisks: ['VirtualMachine.Config.AddNewDisk'],
  removeDisks: ['VirtualMachine.Config.RemoveDisk'],
};

/** The privileges that a call needs: those of its method, or of the parts of a reconfiguration that are there. */
export function privilegesFor(method: VimMethod, args: object, poweredOn: boolean): readonly string[] {
  if (method === 'RelocateVM_Task' && poweredOn) return ['Resource.HotMigrate'];
  if (method !== 'ReconfigVM_Task') return METHOD_PRIVILEGES[method];
  const parts = Object.entries(RECONFIGURE).filter(
    ([part]) => (args as Reconfiguration)[part as keyof Reconfiguration] !== undefined,
  );
  const needs = new Set(parts.flatMap(([, privileges]) => privileges));
  return needs.size === 0 ? ['VirtualMachine.Config.EditDevice'] : [...needs];
}

export const readOnly: Role = { name: 'ReadOnly', privileges: new Set(SYSTEM) };
export const replication: Role = {
  name: 'Azure Site Recovery',
  privileges: new Set([...SYSTEM, ...FAILBACK_PRIVILEGES]),
};
export const administrator: Role = {
  name: 'Admin',
  privileges: new Set([...SYSTEM, ...FAILBACK_PRIVILEGES, ...ALL_PRIVILEGES]),
};
export const noAccess: Role = { name: 'NoAccess', privileges: new Set() };

const ROLES: { readonly [name: string]: Role } = {
  'read-only': readOnly,
  replication,
  administrator,
  'no-access': noAccess,
};

/** A role by the name used in estate descriptions; undefined if there is none. */
export function roleCalled(name: string): Role | undefined {
  return ROLES[name];
}
