import { type Cause, type Outcome, type Question, Refusal } from '../simulators/network';
import { ExtentMap, type Run } from '../simulators/storage';

/** How contents of disks are said in JSON. */
interface SaidContents {
  readonly $extents: readonly (readonly [start: number, count: number, version: number])[];
}

/** What becomes of a question, as JSON. */
type SaidOutcome =
  | { readonly result: unknown }
  | { readonly refusal: { readonly causes: readonly Cause[]; readonly retry: boolean } }
  | { readonly broken: 'refused' | 'reset' | 'lost' };

/** What another node said makes no sense. (Anything else that is thrown is a mistake of ours.) */
export class Nonsense extends Error {}

/** A question as a JSON value. Everything in messages is plain, but the contents of disks. */
export function sayQuestion(question: Question): unknown {
  return toJson(question);
}

/** Errors: Nonsense – it is no question. */
export function readQuestion(said: unknown): Question {
  return sense('a question', () => {
    const { from, to, port, message } = fromJson(said) as Question;
    const { kind } = message;
    if (![from, to, kind].every((text) => typeof text === 'string') || !Number.isInteger(port))
      throw new TypeError('it names who asks, whom, on which port, and what');
    return { from, to, port, message };
  });
}

export function sayOutcome(outcome: Outcome): unknown {
  if ('refusal' in outcome) {
    const { causes, retry } = outcome.refusal;
    return { refusal: { causes, retry } } satisfies SaidOutcome;
  }
  // A handler that returns nothing has answered all the same.
  return 'result' in outcome ? { result: toJson(outcome.result) ?? null } : outcome;
}

/** Errors: Nonsense – it is no outcome. */
export function readOutcome(said: unknown): Outcome {
  return sense('an outcome', () => {
    const outcome = said as SaidOutcome;
    if ('result' in outcome) return { result: fromJson(outcome.result) };
    if ('broken' in outcome) return outcome;
    const { causes, retry } = outcome.refusal;
    return { refusal: new Refusal(causes[0] as Cause, causes, retry) };
  });
}

function sense<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Nonsense(`expected ${what}, got something else (${(error as Error).message})`);
  }
}

function toJson(value: unknown): unknown {
  if (value instanceof ExtentMap)
    return { $extents: value.runs().map(({ start, count, version }) => [start, count, version]) };
  if (Array.isArray(value)) return value.map(toJson);
  if (value === null || typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError(`a message holds a ${value.constructor.name}, which has no form in JSON`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJson(each)]));
}

function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson);
  if (value === null || typeof value !== 'object') return value;
  if ('$extents' in value) return readContents(value as SaidContents);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fromJson(each)]));
}

function readContents({ $extents }: SaidContents): ExtentMap {
  return ExtentMap.empty.writeAll(
    $extents.map(([start, count, version]): Run => ({ start, count, version })),
  );
}
