export { type Assessment, assess } from './assess';
export { type Inventory, readInventory, type Where } from './inventory';
export { STAGES } from './journey';
export { type Finding, placeOf, type RehearsalPlan, type VerdictWord } from './model';
export { replay, replayInWorker } from './replay';
export { ESTATE_UNKNOWNS } from './rules';
export { assumptionUsage, readAssumptions } from './user-assumptions';
export { type MachineVerdict, minutes, type Reason, remarksOn, WORST_FIRST } from './verdict';
