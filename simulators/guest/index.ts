export { Guest, type GuestService } from './guest';
export { type OsImage, recoveredInAzure, type SystemState, systemState } from './os-image';
export { PhysicalServer } from './physical-server';
export type { Workload } from './workload';
