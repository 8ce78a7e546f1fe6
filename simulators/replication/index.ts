export { ConfigurationServer } from './configuration-server';
export { newConnection, presentServer } from './cs-database';
export { MasterTarget } from './master-target';
export { MobilityAgent } from './mobility-agent';
export { ProcessServer } from './process-server';
