export { formatAddress, parseAddress, parseRange } from './addresses';
export type { Endpoint, Handler } from './endpoint';
export { type Cause, NetworkFailure, Refusal } from './failures';
export type { Link, LinkKind, LinkOptions } from './link';
export { type Message, Network, type RequestOptions, type Rule } from './network';
export { type AddressProblem, Subnet, type SubnetOptions } from './subnet';
