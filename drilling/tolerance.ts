import { query } from 'json-p3';
import type { Tolerance } from './experiment';
import { substitute, type Values } from './substitute';

/** Says of the value of a probe whether it is tolerated. `probe` runs a probe that judges; true: it succeeded.
 *  Source: chaoslib, hypothesis.within_tolerance. */
export async function isTolerated(
  given: Tolerance,
  value: unknown,
  values: Values,
  probe: (of: Extract<Tolerance, { type: 'probe' }>, value: unknown) => Promise<boolean>,
): Promise<boolean> {
  const tolerance = substitute(given, values);
  const status = statusOf(value);
  if (typeof tolerance === 'number') return (status ?? value) === tolerance;
  if (typeof tolerance === 'boolean' || typeof tolerance === 'string') return value === tolerance;
  if (Array.isArray(tolerance)) {
    if (status !== undefined) return tolerance.includes(status);
    return tolerance.length === 2
      ? within(tolerance as [number, number], value)
      : tolerance.includes(value as never);
  }
  if (tolerance.type === 'probe') return probe(tolerance, value);
  const aimed = targetOf(value, tolerance.target);
  if (tolerance.type === 'regex') return new RegExp(tolerance.pattern).test(textOf(aimed));
  if (tolerance.type === 'range') return within(tolerance.range, Number(aimed));
  const found = pathOf(aimed, tolerance.path);
  if ('expect' in tolerance) {
    const { expect } = tolerance;
    return JSON.stringify(found) === JSON.stringify(Array.isArray(expect) ? expect : [expect]);
  }
  return tolerance.count === undefined ? found.length > 0 : found.length === tolerance.count;
}

/** What a JSONPath finds in a value, or in the JSON that a text holds. */
export function pathOf(value: unknown, path: string): readonly unknown[] {
  return query(path, parsed(value) as never).values();
}

/** The body of an answer, or the output of a process. */
export function targetOf(value: unknown, target: string | undefined): unknown {
  if (target === undefined || typeof value !== 'object' || value === null) return value;
  return (value as Record<string, unknown>)[target] ?? value;
}

function statusOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null && 'status' in value
    ? (value.status as number)
    : undefined;
}

function within([least, most]: readonly [number, number], value: unknown): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
