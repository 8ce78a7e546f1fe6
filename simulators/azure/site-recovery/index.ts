export type { AzureServer } from './deployment';
export { followUpsOf } from './follow-ups';
export { allowedActions, percentComplete } from './jobs';
export type {
  Job,
  JobError,
  JobTask,
  PlanFailoverInput,
  PointFacts,
  Policy,
  ProtectedItem,
  ProtectionGroup,
  RecoveryPlan,
  ReprotectInput,
  VaultEvent,
} from './model';
export { RcmService } from './rcm-service';
export { ITEM_STATES, isProtected, itemFacts, type StateFacts } from './states';
export { Vault } from './vault';
