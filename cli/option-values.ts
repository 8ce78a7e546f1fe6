import { InvalidArgumentError } from 'commander';

/** Reads a whole number from 0 up to what a double holds exactly. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError(
      `expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got "${text}".`,
    );
  return Number(text);
}

/** Reads a port; 0 stands for any free one. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError(`expected a port from 0 to 65535, got "${text}".`);
  return port;
}

/** Reads a number above 0 and up to `max`. */
export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value > 0) || value > max)
      throw new InvalidArgumentError(`expected a number above 0 and up to ${max}, got "${text}".`);
    return value;
  };
}

/** Reads a share: above 0, and 1 at most. */
export const shareOf = positiveNumber(1);

/** Collects an option that may be given several times. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
