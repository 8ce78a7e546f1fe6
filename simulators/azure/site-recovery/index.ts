export type { AzureServer } from './deployment';
export { followUpsOf } from './follow-ups';
export { allowedActions, percentComplete } from './jobs';
export type {
  Job,
  PlanFailoverInput,
  ProtectedItem,
  ReprotectInput,
  TestFailoverInput,
} from './model';
export { RcmService } from './rcm-service';
export { allowedOperations, ITEM_STATES, isProtected, itemFacts, testFailoverState } from './states';
export { Vault } from './vault';
