import type { FastifyError, FastifyRequest } from 'fastify';
import { ArmError } from '../arm-error';
import type { Call, Method, Route } from '../call';
import { originOf } from './identity';

/** The oldest version of Site Recovery that is spoken. */
const OLDEST_VERSION = '2018-07-10';

/** A request as a route gets it. */
export function callOf(request: FastifyRequest): Call {
  const query: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(request.query as { [name: string]: string | string[] }))
    query[name.toLowerCase()] = Array.isArray(value) ? (value[0] ?? '') : value;
  const end = request.url.indexOf('?');
  return {
    method: request.method as Method,
    origin: originOf(request),
    path: end < 0 ? request.url : request.url.slice(0, end),
    params: request.params as { [name: string]: string },
    query,
    body: request.body,
  };
}

/** The client's own id of the request, if it has a sound one. */
export function requestIdOf({ headers }: FastifyRequest): { readonly requestId?: string } {
  const id = headers['x-ms-client-request-id'];
  return typeof id === 'string' && /^[\w-]{1,128}$/.test(id) ? { requestId: id } : {};
}

/** Errors: ArmError 400 – no api-version, or one that is not spoken. */
export function checkVersion({ query, path }: Call, { operation }: Route): void {
  const version = query['api-version'];
  if (version === undefined || version === '')
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  const siteRecovery = /\/replication/i.test(path);
  if (
    !/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version) ||
    (siteRecovery && version.slice(0, 10) < OLDEST_VERSION)
  )
    throw new ArmError(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid for ${operation}: expected a date from ${OLDEST_VERSION} on.`,
    );
}

/** Fastify's own refusals: a body that cannot be read, is too large, came too slowly … */
export function fromFastify({ statusCode = 500, code, message }: FastifyError): ArmError | undefined {
  if (statusCode >= 500) return undefined;
  const names: { readonly [status: number]: string } = {
    413: 'RequestEntityTooLarge',
    415: 'UnsupportedMediaType',
    408: 'RequestTimeout',
  };
  const name = names[statusCode] ?? 'InvalidRequestContent';
  return new ArmError(statusCode, name, `The request could not be read (${code}): ${message}`);
}
