export { allowedActions, percentComplete } from './jobs';
export type {
  FailoverInput,
  Health,
  Job,
  ProtectedItem,
  RecoveryPlan,
  ReprotectInput,
  VaultEvent,
} from './model';
export { ITEM_STATES, type ItemState, isProtected } from './states';
export { Vault } from './vault';
