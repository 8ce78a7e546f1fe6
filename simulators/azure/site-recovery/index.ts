export type { AzureServer } from './deployment';
export { followUpsOf } from './follow-ups';
export { allowedActions, percentComplete } from './jobs';
export type {
  Job,
  PlanFailoverInput,
  ProtectedItem,
  ReprotectInput,
} from './model';
export { RcmService } from './rcm-service';
export { ITEM_STATES, isProtected, itemFacts } from './states';
export { Vault } from './vault';
