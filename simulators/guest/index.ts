export { comeUp } from './addressing';
export { Guest, type GuestService } from './guest';
export { LinuxServer, type LinuxSetup } from './linux-server';
export { type OsImage, recoveredInAzure, reportSystem, type SystemState, systemState } from './os-image';
export { PhysicalServer } from './physical-server';
export type { Workload } from './workload';
