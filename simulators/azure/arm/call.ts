import type { Arm } from './arm';

/** One request as a route gets it. `params` and `query` are decoded; `query` names are in lower case. */
export interface Call {
  readonly method: Method;
  /** Of this server as the client reaches it, for absolute links: `https://host:port`. */
  readonly origin: string;
  /** The path as it was asked, without the query. */
  readonly path: string;
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  /** Parsed JSON; undefined where nothing was sent. */
  readonly body: unknown;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** What a route gives back. `body` is sent as JSON; absent: nothing is sent. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** The body as it is sent, where it is known already. */
  readonly bytes?: Uint8Array;
  readonly headers?: { readonly [name: string]: string };
}

/** One operation of a service. */
export interface Route {
  /** As the official description calls it: `ReplicationFabrics_Get`. */
  readonly operation: string;
  readonly method: Method;
  /** With parameters as `{name}`; compared without regard to case. */
  readonly path: string;
  /** `simulated`: it does what it says. `refused`: the service refuses it for VMware machines too. `planned`: not simulated yet. */
  readonly support: 'simulated' | 'refused' | 'planned';
  readonly run: Run;
}

export type Run = (call: Call, arm: Arm) => Answer;

export function ok(body: unknown): Answer {
  return { status: 200, body };
}
