import { readFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { Misuse } from '../simulators/kernel';
import {
  type Activity,
  EXPERIMENT,
  type Experiment,
  type Homeward,
  type ProcessProvider,
} from './experiment';

const FILE_BYTES_MAX = 2 ** 20;
const ISSUES_MAX = 5;
const SHOWN_CHARS_MAX = 60;

/** An experiment that can be carried out, with all that was not said. */
export interface ReadExperiment {
  /** Of the file, without its folder and ending. */
  readonly name: string;
  readonly path: string;
  readonly experiment: Experiment;
  /** As it is written. Shape: plain JSON. */
  readonly source: unknown;
  readonly homeward: Homeward;
  /** The file that describes the estate. */
  readonly estatePath: string;
  /** References put in place of what refers to them. */
  readonly method: readonly Activity[];
  readonly rollbacks: readonly Activity[];
  readonly program: Activity & { readonly provider: ProcessProvider };
  /** Where something of the file stands, as `file:line:column`. */
  readonly placeOf: (...path: readonly (string | number)[]) => string;
}

/** Reads a Chaos Toolkit experiment (YAML or JSON).
 *  Errors: HW-DRILL-FILE – it cannot be read, is no YAML, or something in it is missing, unknown or of the wrong kind: where, what was expected, what
 *  came; what is not supported (python providers, controls) is named. */
export function readExperimentFile(path: string): ReadExperiment {
  const misuse = (where: string, what: string): Misuse =>
    new Misuse(
      'HW-DRILL-FILE',
      `${where}: ${what}`,
      'See drills/process-server-loss.yaml for a file that works.',
    );
  const text = readText(path, misuse);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) throw misuse(at(broken.pos[0]), `no YAML: ${broken.message}`);
  const source = valuesOf(document, (what) => misuse(path, what));
  const placeOf = (...steps: readonly (string | number)[]): string => at(offsetOf(document, steps));
  const read = EXPERIMENT.safeParse(source);
  if (!read.success) throw misuse(...told(read.error, source, placeOf));
  const experiment = read.data;
  const { extensions: homeward } = experiment;
  const extension = (source as { extensions: { name: string }[] }).extensions.findIndex(
    ({ name }) => name === 'homeward',
  );
  const method = resolved(experiment, 'method', placeOf, misuse);
  const program = method.find(({ name }) => name === homeward.program);
  if (program?.provider.type !== 'process')
    throw misuse(
      placeOf('extensions', extension, 'program'),
      `expected the name of a process activity of the method, got ${shown(homeward.program)}`,
    );
  const rollbacks = resolved(experiment, 'rollbacks', placeOf, misuse);
  const known = namesOf(experiment, method);
  for (const [index, { probe, above, below }] of homeward.stop.entries()) {
    if (!known.has(probe))
      throw misuse(
        placeOf('extensions', extension, 'stop', index, 'probe'),
        `expected a probe of this file (${[...known].join(', ')}), got ${shown(probe)}`,
      );
    if (above === undefined && below === undefined)
      throw misuse(placeOf('extensions', extension, 'stop', index), 'expected above or below');
  }
  for (const name of Object.keys(homeward.manual))
    if (!method.some((activity) => activity.name === name))
      throw misuse(
        placeOf('extensions', extension, 'manual', name),
        `expected an activity of the method, got ${shown(name)}`,
      );
  return {
    name: basename(path, extname(path)),
    path,
    experiment,
    source,
    homeward,
    estatePath: resolve(dirname(path), homeward.estate),
    method,
    rollbacks,
    program: program as ReadExperiment['program'],
    placeOf,
  };
}

/** Names of probes, with what they ask. */
function namesOf(experiment: Experiment, method: readonly Activity[]): Set<string> {
  const gates = experiment['steady-state-hypothesis']?.probes ?? [];
  return new Set([...gates, ...method].filter(({ type }) => type === 'probe').map(({ name }) => name));
}

function resolved(
  experiment: Experiment,
  list: 'method' | 'rollbacks',
  placeOf: ReadExperiment['placeOf'],
  misuse: (where: string, what: string) => Misuse,
): readonly Activity[] {
  const gates = experiment['steady-state-hypothesis']?.probes ?? [];
  const all = [...gates, ...experiment.method, ...experiment.rollbacks].filter(
    (each) => 'name' in each,
  ) as Activity[];
  return experiment[list].map((each, index) => {
    if (!('ref' in each)) return each as Activity;
    const meant = all.find(({ name }) => name === each.ref);
    if (!meant)
      throw misuse(
        placeOf(list, index, 'ref'),
        `expected the name of an activity of this file, got ${shown(each.ref)}`,
      );
    return meant;
  });
}

/** The first few things that are wrong, the first with its place. */
function told(error: z.ZodError, source: unknown, placeOf: ReadExperiment['placeOf']): [string, string] {
  const issues = error.issues.flatMap((issue) => deepest(issue, []));
  const lines = issues.slice(0, ISSUES_MAX).map(({ path, message }) => {
    const name = path.join('.') || 'the file';
    const got = message.includes(', got ') ? '' : `, got ${shown(valueAt(source, path))}`;
    return { where: placeOf(...path), what: `${name}: ${message}${got}` };
  });
  const [first, ...others] = lines;
  const rest = others
    .map(({ where, what }) => `; ${where.slice(where.indexOf(':', 1) + 1)} ${what}`)
    .join('');
  return [first?.where ?? placeOf(), `${first?.what}${rest}`];
}

interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with something that may be one of several things: of the one that it comes nearest to. */
function deepest(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path] as (string | number)[];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'expected no such field' }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const depths = issue.errors.map((errors) => errors.flatMap((each) => deepest(each, path)));
    const deeper = depths.filter((found) => found.some((each) => each.path.length > path.length));
    const best = deeper.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (best) return best;
  }
  const message = /^expected|^\w+ providers|^controls|not supported/.test(issue.message)
    ? issue.message
    : `expected otherwise: ${issue.message}`;
  return [{ path, message }];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map(({ path }) => path.length));
}

function valuesOf(document: Document, misuse: (what: string) => Misuse): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw misuse(`cannot be resolved: ${(error as Error).message}`);
  }
}

/** Where the value of a path begins; of a field that is missing: what it is missing in. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function valueAt(source: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    source,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text;
}

function readText(path: string, misuse: (where: string, what: string) => Misuse): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw misuse(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (Buffer.byteLength(text) > FILE_BYTES_MAX) throw misuse(path, 'has more than 1 MiB');
  return text;
}
