import { Misuse } from '../simulators/kernel';

/** One of several equal parts of a suite. Units: counted from 1. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/** Reads `i/n`. Errors: HW-ACCEPT-SHARD – it is no part of anything. */
export function readShard(text: string): Shard {
  const [, index, total] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), total: Number(total) };
  if (index !== undefined && shard.index >= 1 && shard.index <= shard.total) return shard;
  throw new Misuse(
    'HW-ACCEPT-SHARD',
    `--shard expects i/n with i from 1 to n, got "${text}"`,
    'Write for example --shard 1/4, and 2/4, 3/4, 4/4 on the other machines.',
  );
}

/** The scenarios of a shard: of all in the order of `place`, every n-th. Shape: each is in one shard, whatever their order was;
 *  two shards differ by one scenario at most, and neighbours, which take about as long, are dealt out one by one. */
export function shardOf<T extends { readonly place: string; readonly line: number }>(
  all: readonly T[],
  { index, total }: Shard,
): readonly T[] {
  return inOrder(all).filter((_each, at) => at % total === index - 1);
}

/** By feature, then by line. */
export function inOrder<T extends { readonly place: string; readonly line: number }>(
  all: readonly T[],
): readonly T[] {
  return [...all].sort((a, b) => (a.place === b.place ? a.line - b.line : a.place < b.place ? -1 : 1));
}
