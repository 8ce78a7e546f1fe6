export type { Arena } from './arena';
export { type CarryOutOptions, carryOut } from './carry-out';
export { drillId } from './journal';
export { planOf } from './plan-text';
export { type ReadExperiment, readExperimentFile } from './read-experiment';
export { reference, referenceProgram } from './reference';
export { runMany } from './runs';
