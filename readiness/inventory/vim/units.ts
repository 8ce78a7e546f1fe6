import type { Fact } from '../model';

/** A fact that follows from another, resting on the same place. */
export function mapped<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact && { value: change(fact.value), at: fact.at };
}

/** Bytes as MiB. */
export function mebibytes(bytes: Fact<number>): Fact<number> {
  return mapped(bytes, (value) => value / (1024 * 1024));
}
