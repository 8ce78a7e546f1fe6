import { FAILBACK_PRIVILEGES, type VimMethod } from '../wire';
import type { Role } from './inventory';

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
};

export const readOnly: Role = { name: 'ReadOnly', privileges: new Set(SYSTEM) };
export const replication: Role = {
  name: 'Azure Site Recovery',
  privileges: new Set([...SYSTEM, ...FAILBACK_PRIVILEGES]),
};
export const administrator: Role = {
  name: 'Admin',
  privileges: new Set([...SYSTEM, ...FAILBACK_PRIVILEGES, ...Object.values(METHOD_PRIVILEGES).flat()]),
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
