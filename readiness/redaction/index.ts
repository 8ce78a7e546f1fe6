export { Pseudonyms } from './pseudonyms';
export { redactInventory } from './redact-inventory';
