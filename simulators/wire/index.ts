export { ASR_ERRORS, type AsrCode } from './asr-errors';
export { type Copy, type Entries, note, type WantedPoint } from './entries';
export type * from './messages';
export { PORT, type Ports } from './ports';
export { FAILBACK_PRIVILEGES } from './privileges';
export { asrCause, asrRefusal } from './refusals';
export { RULES, type RuleProfile, type Rules } from './rules';
export type * from './vim';
