export { leadBack } from './lead-back';
export { Pseudonyms } from './pseudonyms';
export { redactInventory } from './redact-inventory';
