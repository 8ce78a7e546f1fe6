export { allowedActions, percentComplete } from './jobs';
export type {
  Job,
  PlanFailoverInput,
  ProtectedItem,
  ReprotectInput,
} from './model';
export { ITEM_STATES, isProtected } from './states';
export { Vault } from './vault';
