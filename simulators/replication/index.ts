export { ConfigurationServer } from './configuration-server';
export { newConnection } from './cs-database';
export { MasterTarget } from './master-target';
export { MobilityAgent } from './mobility-agent';
export { ProcessServer } from './process-server';
