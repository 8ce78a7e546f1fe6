export { roleOfAccount } from './account-role';
export { type Assessment, assess, rehearseTwin } from './assess';
export { AssumptionBook } from './assumption-book';
export { type CampaignPlan, replayDrill } from './campaign/campaign';
export { DRILL_TASK } from './campaign/drill-task';
export { drillTwin } from './campaign/drill-twin';
export { type DescribedEstate, describeEstate } from './described-estate';
export { type Inventory, readInventory, type Where } from './inventory';
export { STAGES, type Stage } from './journey';
export { type Assumption, placeOf, type RehearsalPlan, type VerdictWord } from './model';
export { leadBack, Pseudonyms, redactInventory } from './redaction';
export { replay, replayInWorker } from './replay';
export { estateUnknowns, valueText } from './rules';
export type {
  Campaign,
  Drift,
  DriftChange,
  EarlierRun,
  Matrix,
  Score,
  Sections,
  Timeline,
  Use,
  VoidedClaim,
  Waves,
  WhatIf,
  WhatIfFix,
} from './sections';
export { assumptionUsage, readAssumptions } from './user-assumptions';
export { type MachineVerdict, minutes, WORST_FIRST } from './verdict';
export { whatIf } from './what-if/what-if';
