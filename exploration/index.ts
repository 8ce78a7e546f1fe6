export { type Batch, CANARY, Campaign, type CampaignOptions, type Finding, plantCalled } from './campaign';
export { coverageTable } from './coverage';
export { featureOf } from './feature';
export { runPool } from './pool';
export { buildOf, digestOf, mustFit, type ReplayFile, readReplay } from './replay-file';
export { type RunResult, runOnce, runTwice } from './run';
export { type Shrunk, shrink } from './shrink';
export { type FaultRow, readFault } from './words';
