/** Homeward in containers, for tests of one's own: `import { FailbackTopology } from 'homeward/containers'`. Needs the package
 *  `testcontainers` and a container engine. */
export { type Act, ContainerActs } from './acts';
export { FailbackTopology, type TopologyOptions } from './failback-topology';
export { HomewardContainer, StartedHomeward } from './homeward-container';
export { RunbookContainer, StartedRunbook } from './runbook-container';
