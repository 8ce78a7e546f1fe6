export { parseRange } from './addresses';
export type { Elsewhere, Outcome, Question } from './elsewhere';
export type { Endpoint } from './endpoint';
export { type Cause, NetworkFailure, Refusal } from './failures';
export type { LinkKind, LinkOptions } from './link';
export { type Befallen, Meddler } from './meddler';
export { type Message, Network, type RequestOptions } from './network';
export { type AddressProblem, Subnet } from './subnet';
