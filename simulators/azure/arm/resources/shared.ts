import { type Arm, LOCATION, same } from '../arm';
import { notFound } from '../arm-error';
import type { Answer, Call, Method, Route, Run } from '../call';
import { GROUP } from '../site-recovery/paths';

/** A resource outside the vault, in ARM's usual shape. */
export function resource(arm: Arm, type: string, name: string, properties: object): object {
  return { id: arm.resourceId(type, name), name, type, location: LOCATION, tags: {}, properties };
}

export function route(operation: string, method: Method, path: string, run: Run): Route {
  return { operation, method, path, support: 'simulated', run };
}

export function inGroup(type: string): string {
  return `${GROUP}/providers/${type}`;
}

export function named<T extends { readonly name: string }>(all: readonly T[], kind: string, wanted = ''): T {
  const found = all.find(({ name }) => same(name, wanted));
  if (!found) throw notFound(kind, wanted);
  return found;
}

/** The answer of a resource provider to what takes a while: polled at the location's operations. */
export function acceptedBy(provider: string, call: Call, arm: Arm, id: string): Answer {
  const version = `api-version=${encodeURIComponent(call.query['api-version'] ?? '')}`;
  const base = `${call.origin}/subscriptions/${arm.subscription}/providers/${provider}/locations/${LOCATION}`;
  return {
    status: 202,
    headers: {
      'azure-asyncoperation': `${base}/operations/${id}?${version}`,
      location: `${base}/operationResults/${id}?${version}`,
      'retry-after': String(arm.retryAfterSeconds),
    },
  };
}
