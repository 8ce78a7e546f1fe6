import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Answer, Call, Route } from '../../../simulators/azure/arm';

/** Which client it was that the answers were given to. `every read` is none: a spec asks in its stead. */
export type Client = 'features' | 'front specs' | 'every read' | 'JavaScript example' | 'Python example';

type Answered = (route: Route, call: Call, answer: Answer) => void;

/** So many answers of one operation, version and status are kept at most. */
const KEPT_MAX = 200;
/** A word of the service's own, such as a state: not a name, an id or a time. */
const WORD = /^[A-Z][A-Za-z]{1,79}$/;

/** Writes what a client is answered to the file that HOMEWARD_ANSWERS names, one JSON document a line, for `.ci/conformance.mjs`.
 *  An answer is kept if it shows something that none before it did: a field, a lack of one, a type or a word of the service.
 *  Shape: several processes may write to one file; each line is written whole. Undefined: nobody wants the answers. */
export function answerLog(client: Client, file = process.env.HOMEWARD_ANSWERS): Answered | undefined {
  if (file === undefined || file === '') return undefined;
  mkdirSync(dirname(file), { recursive: true });
  const seen = new Map<string, { readonly marks: Set<string>; kept: number }>();
  return ({ operation, method, path }, { query, body: sent }, { status, body, headers }) => {
    const version = query['api-version'] ?? '';
    const key = `${operation} ${path} ${version} ${status}`;
    const known = seen.get(key) ?? { marks: new Set<string>(), kept: 0 };
    seen.set(key, known);
    const before = known.marks.size;
    for (const mark of [...marksOf(body, ''), ...marksOf(sent, 'sent')]) known.marks.add(mark);
    if (known.kept > 0 && (known.marks.size === before || known.kept >= KEPT_MAX)) return;
    known.kept += 1;
    const line = { client, operation, method, path, version, status, headers, sent, body };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}

/** What can be told apart in a document: paths with their types, the fields that stand side by side, and words of the service. */
function* marksOf(value: unknown, path: string): Generator<string> {
  if (Array.isArray(value)) {
    yield `${path}[${Math.min(value.length, 1)}]`;
    for (const entry of value) yield* marksOf(entry, `${path}[]`);
  } else if (typeof value === 'object' && value !== null) {
    const here = `${path}${situationOf(value)}`;
    yield `${here}{${Object.keys(value).sort().join()}}`;
    for (const [name, each] of Object.entries(value)) yield* marksOf(each, `${here}.${name}`);
  } else {
    const word = typeof value === 'string' && WORD.test(value) ? value : '';
    yield `${path} ${value === null ? 'null' : typeof value} ${word}`;
  }
}

/** What a thing is and what state it is in: the same word of another job or machine is something new. */
function situationOf(value: object): string {
  const { instanceType, scenarioName, state, protectionState, activeLocation } = value as Named;
  const words = [instanceType, scenarioName, scenarioName && state, protectionState, activeLocation];
  const known = words.filter((word) => word !== undefined);
  return known.length === 0 ? '' : `<${known.join()}>`;
}

type Named = {
  readonly [field in
    | 'instanceType'
    | 'scenarioName'
    | 'state'
    | 'protectionState'
    | 'activeLocation']?: string;
};
