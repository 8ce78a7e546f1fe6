export { Guest, type GuestOptions, type GuestService } from './guest';
export { type IpSetting, type OsImage, recoveredInAzure, type SystemState, systemState } from './os-image';
export { PhysicalServer } from './physical-server';
export { quiet, type Workload } from './workload';
