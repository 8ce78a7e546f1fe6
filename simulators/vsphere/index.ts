export { SOAP_FAULTS } from './faults';
export { installPackage, setStaticAddress } from './guest-login';
export type { Host, Role, Vm } from './inventory';
export {
  administrator,
  METHOD_PRIVILEGES,
  noAccess,
  readOnly,
  replication,
  roleCalled,
} from './privileges';
export { findVm } from './vm-world';
export { Vsphere } from './vsphere';
