import type { LightMyRequestResponse } from 'fastify';

/** An answer as a client reads it. */
export interface Answered {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function answeredBy({ statusCode, headers, payload }: LightMyRequestResponse): Answered {
  const flat = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? `${value[0]}` : `${value}`,
  ]);
  return { status: statusCode, headers: Object.fromEntries(flat), body: payload };
}
