import { hashText, mix } from '../../simulators/kernel';

/** Draws that follow from a number alone: a request that is drawn twice from the same number is the same request. */
export class Draw {
  private readonly key: number;
  private counter = 0;

  constructor(seed: number) {
    this.key = mix(hashText('fuzz') ^ mix(seed));
  }

  /** A whole number from 0, less than `limit`. */
  below(limit: number): number {
    this.counter += 1;
    return (mix(this.key ^ mix(Math.imul(this.counter, 0x9e3779b9))) >>> 0) % Math.max(1, limit);
  }

  chance(probability: number): boolean {
    return this.below(1_000_000) < probability * 1_000_000;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

/** Texts that have broken programs before. */
export const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '..',
  '../../etc/passwd',
  '%',
  '%00',
  '%2f..%2f',
  '%ff%fe',
  '%u0041',
  'a%20b',
  "' or '1' eq '1",
  '$(id)',
  '{fabricName}',
  'ﬁ',
  '𝕏'.repeat(20),
  'ı',
  '\u202e',
  'x'.repeat(257),
  'x'.repeat(3_000),
];

/** Values of the wrong kind, wherever they are put. */
export const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { properties: {} },
  'x'.repeat(70_000),
  ...ODD_TEXTS.slice(0, 12),
];
