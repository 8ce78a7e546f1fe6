export { followUpsOf } from './follow-ups';
export { allowedActions, percentComplete } from './jobs';
export type {
  Job,
  ProtectedItem,
  ReprotectInput,
} from './model';
export { ITEM_STATES, isProtected } from './states';
export { Vault } from './vault';
