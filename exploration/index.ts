export { type Batch, CANARY, Campaign, type CampaignOptions, type Finding, plantCalled } from './campaign';
export { Coverage } from './coverage';
export { coveringRows } from './covering';
export { featureOf } from './feature';
export { runPool } from './pool';
export { buildOf, digestOf, mustFit, type ReplayFile, readReplay } from './replay-file';
export { type RunResult, runTwice } from './run';
export { shrink } from './shrink';
export { type FaultRow, readFault } from './words';
