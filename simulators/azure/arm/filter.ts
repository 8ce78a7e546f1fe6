import { ArmError } from './arm-error';
import type { Call } from './call';

type Value = string | number;
/** How each field of a filter is read from an entry; times are ms. */
export type Fields<T> = { readonly [field: string]: (entry: T) => Value };

const CONDITION = /^\s*(\w+)\s+(eq|ne|ge|gt|le|lt)\s+(?:'((?:[^']|'')*)'|"([^"]*)"|(\S+))\s*$/i;
const COMPARE: { readonly [word: string]: (a: Value, b: Value) => boolean } = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  ge: (a, b) => a >= b,
  gt: (a, b) => a > b,
  le: (a, b) => a <= b,
  lt: (a, b) => a < b,
};

/** The entries that `$filter` lets through: conditions joined by `and`, which is all that these lists know.
 *  Errors: 400 – a condition that cannot be read, or a field that the list does not have. */
export function filtered<T>(
  { query }: Call,
  all: readonly T[],
  fields: Fields<T>,
  msOf: (text: string) => number,
): readonly T[] {
  const text = query.$filter;
  if (text === undefined || text.trim() === '') return all;
  const tests = text.split(/\s+and\s+/i).map((part) => readCondition(part, fields, msOf));
  return all.filter((entry) => tests.every((test) => test(entry)));
}

function readCondition<T>(
  part: string,
  fields: Fields<T>,
  msOf: (text: string) => number,
): (entry: T) => boolean {
  const match = CONDITION.exec(part);
  if (!match) throw invalid(`expected conditions like  name eq 'value'  joined by  and , got '${part}'`);
  const [, name = '', word = '', quoted, double, bare] = match;
  const key = Object.keys(fields).find((field) => field.toLowerCase() === name.toLowerCase());
  if (key === undefined)
    throw invalid(`expected a field of ${Object.keys(fields).join(', ')}, got '${name}'`);
  const read = fields[key] as (entry: T) => Value;
  const given = (quoted ?? double ?? bare ?? '').replaceAll("''", "'");
  const compare = COMPARE[word.toLowerCase()] as (a: Value, b: Value) => boolean;
  return (entry) => {
    const value = read(entry);
    return compare(comparable(value), typeof value === 'number' ? timeOf(given, msOf) : comparable(given));
  };
}

function comparable(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function timeOf(given: string, msOf: (text: string) => number): number {
  const ms = msOf(given);
  if (Number.isNaN(ms)) throw invalid(`expected a time like 2026-01-31T12:00:00Z, got '${given}'`);
  return ms;
}

function invalid(what: string): ArmError {
  return new ArmError(400, 'InvalidFilter', `$filter: ${what}.`);
}
