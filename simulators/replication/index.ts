export { ConfigurationServer, type ConfigurationServerOptions } from './configuration-server';
export type { Database } from './cs-database';
export { MasterTarget } from './master-target';
export { MobilityAgent } from './mobility-agent';
export { ProcessServer } from './process-server';
