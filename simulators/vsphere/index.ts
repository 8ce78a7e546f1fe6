export { SOAP_FAULTS } from './faults';
export type { Datastore, Host, Inventory, License, Role, Vm } from './inventory';
export {
  administrator,
  METHOD_PRIVILEGES,
  noAccess,
  REPLICATION_PRIVILEGES,
  readOnly,
  replication,
  roleCalled,
} from './privileges';
export { Vsphere, type VsphereOptions } from './vsphere';
