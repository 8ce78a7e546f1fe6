export type { AzureServer } from './deployment';
export { followUpsOf } from './follow-ups';
export { allowedActions, percentComplete } from './jobs';
export type {
  Job,
  JobError,
  JobTask,
  PlanEntry,
  PlanFailoverInput,
  PointFacts,
  Policy,
  ProtectedItem,
  ProtectionGroup,
  RecoveryPlan,
  ReprotectInput,
  TestFailoverInput,
  VaultEvent,
} from './model';
export type { NewPolicy } from './policies';
export { RcmService } from './rcm-service';
export {
  allowedOperations,
  ITEM_STATES,
  isProtected,
  itemFacts,
  type StateFacts,
  testFailoverState,
} from './states';
export { Vault } from './vault';
