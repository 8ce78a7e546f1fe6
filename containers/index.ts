/** Homeward in containers, for tests of one's own: `import { FailbackTopology } from 'homeward/containers'`. Needs the package
 *  `testcontainers` and a container engine. */
export { type Act, ContainerActs } from './acts';
export { FailbackTopology, type TopologyOptions } from './failback-topology';
export { HomewardContainer, StartedHomeward } from './homeward-container';
export { NodeContainer, type NodesDescription, StartedNode } from './node-container';
export { NodesTopology } from './nodes-topology';
export { RunbookContainer, StartedRunbook } from './runbook-container';
export type { ClientEnvironment, ServedInContainers } from './served';
export type { Topology } from './topology';
