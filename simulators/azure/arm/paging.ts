import type { Arm } from './arm';
import { ArmError } from './arm-error';
import { type Answer, type Call, ok } from './call';

/** One page of a list, and where the next one is. Shape: `nextLink` is null on the last page. Errors: 400 – a token that is none. */
export function page<T>(call: Call, arm: Arm, all: readonly T[], write: (entry: T) => unknown): Answer {
  const token = call.query.$skiptoken ?? call.query.skiptoken ?? '0';
  const from = Number(token);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new ArmError(400, 'InvalidSkipToken', `The skip token must be one of a nextLink, got '${token}'.`);
  const to = from + takeOf(call, arm.pageSize);
  return ok({ value: all.slice(from, to).map(write), nextLink: to < all.length ? link(call, to) : null });
}

function takeOf({ query }: Call, most: number): number {
  const given = query.$take ?? query.taketoken ?? query.$top;
  if (given === undefined) return most;
  const take = Number(given);
  if (!Number.isSafeInteger(take) || take < 1)
    throw new ArmError(400, 'InvalidTake', `$take must be a whole number from 1, got '${given}'.`);
  return Math.min(take, most);
}

function link({ origin, path, query }: Call, from: number): string {
  const words = Object.entries(query)
    .filter(([name]) => name !== '$skiptoken' && name !== 'skiptoken')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${origin}${path}?${[...words, `$skipToken=${from}`].join('&')}`;
}
