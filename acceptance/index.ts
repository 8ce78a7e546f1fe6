export { type Changes, History } from './history';
export { renderFailure } from './page';
export { type AcceptResult, countsOf } from './result';
export { mustKnowSteps, runScenarios } from './run';
export { readShard } from './shard';
export { readSuite, type Scenario, type Suite } from './suite';
export { loadSteps } from './support';
export type { ScenarioResult } from './tally';
export { UndefinedSteps } from './unknown-steps';
