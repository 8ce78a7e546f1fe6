import { existsSync, statSync } from 'node:fs';
import type { ISourcesCoordinates } from '@cucumber/cucumber/api';
import { loadSources } from '@cucumber/cucumber/api';
import { Misuse } from '../simulators/kernel';
import { OWN_FEATURES, placeOf } from './own-files';
import { inOrder, type Shard, shardOf } from './shard';

/** A scenario that can be run, or a row of an outline. */
export interface Scenario {
  /** Its file, as the working folder sees it. */
  readonly uri: string;
  readonly line: number;
  readonly title: string;
  /** Its file, by the name that it has everywhere. */
  readonly place: string;
  /** What it is called in a history: its place and title, whatever stands above it; of several that share these, with a number. */
  readonly key: string;
}

export interface SuiteOptions {
  readonly paths: readonly string[];
  /** Ours too, beside the paths. */
  readonly withOurs: boolean;
  readonly tags: string | undefined;
  readonly names: readonly string[];
  readonly shard: Shard | undefined;
}

export interface Suite {
  /** How many the paths hold, before tags, names and shard choose. */
  readonly found: number;
  /** How many were chosen, before the shard. */
  readonly chosen: number;
  readonly scenarios: readonly Scenario[];
}

/** Scenarios that need what not every machine has run only where their tag is asked for. */
const USUAL_TAGS = 'not @containers';

/** Finds the scenarios to run; nothing of them is run yet.
 *  Errors: HW-ACCEPT-PATH – a path holds no feature; HW-ACCEPT-FEATURE – a feature is no Gherkin; HW-ACCEPT-TAGS, HW-ACCEPT-NAME –
 *  an expression that cannot be read; HW-ACCEPT-NOTHING – nothing was chosen. */
export async function readSuite({ paths, withOurs, tags, names, shard }: SuiteOptions): Promise<Suite> {
  names.forEach(mustBePattern);
  const ours = paths.length === 0 || withOurs ? [OWN_FEATURES] : [];
  for (const path of paths) await mustHoldFeature(path);
  const all = await scenariosOf({ paths: [...paths, ...ours] });
  const keys = keysOf(all);
  const chosen = await scenariosOf({
    paths: [...paths, ...ours],
    tagExpression: tags ?? USUAL_TAGS,
    names: [...names],
  });
  if (chosen.length === 0)
    throw new Misuse(
      'HW-ACCEPT-NOTHING',
      `${all.length} scenarios were found, and none was chosen by ${saidOf(tags, names)}`,
      'Choose otherwise; --list says what there is.',
    );
  const keyed = chosen.map((each) => ({ ...each, key: keys.get(`${each.place}:${each.line}`) as string }));
  const scenarios = shard ? shardOf(keyed, shard) : inOrder(keyed);
  return { found: all.length, chosen: chosen.length, scenarios };
}

function keysOf(all: readonly Omit<Scenario, 'key'>[]): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    inOrder(all).map(({ place, line, title }) => {
      const key = `${place} › ${title}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return [`${place}:${line}`, count === 1 ? key : `${key} (${count})`] as const;
    }),
  );
}

/** The paths by which these scenarios are run, and no others. */
export function pathsOf(scenarios: readonly Scenario[]): string[] {
  const lines = new Map<string, number[]>();
  for (const { uri, line } of scenarios) lines.set(uri, [...(lines.get(uri) ?? []), line]);
  return [...lines].map(([uri, at]) => [uri, ...at].join(':'));
}

/** What is read of files, unless said otherwise. */
export const SOURCES: ISourcesCoordinates = {
  defaultDialect: 'en',
  paths: [],
  names: [],
  tagExpression: '',
  order: 'defined',
};

async function scenariosOf(
  coordinates: Partial<ISourcesCoordinates>,
): Promise<readonly Omit<Scenario, 'key'>[]> {
  const { plan, errors } = await loadSources({ ...SOURCES, ...coordinates }).catch((error: Error) => {
    // Cucumber wraps what its filter threw.
    const { message } = (error.cause as Error | undefined) ?? error;
    if (!/tag expression/i.test(message)) throw error;
    throw new Misuse(
      'HW-ACCEPT-TAGS',
      `--tags cannot be read: ${message}`,
      `Write for example --tags '@F-17 and not (@slow or @chaos)'.`,
    );
  });
  const [first] = errors;
  if (first)
    throw new Misuse(
      'HW-ACCEPT-FEATURE',
      `${first.uri}:${first.location.line}: ${first.message}`,
      'Correct the feature; nothing was run.',
    );
  return plan.map(({ uri, name, location }) => ({
    uri,
    line: location.line,
    title: name,
    place: placeOf(uri),
  }));
}

async function mustHoldFeature(path: string): Promise<void> {
  const file = path.replace(/(:\d+)*$/, '');
  const isGlob = /[*?{[]/.test(file);
  const trouble =
    !isGlob && !existsSync(file)
      ? 'there is no such file or folder'
      : file !== path && !isGlob && statSync(file).isDirectory()
        ? 'a folder has no lines'
        : (await scenariosOf({ paths: [path] })).length === 0
          ? 'it has no scenario'
          : undefined;
  if (trouble === undefined) return;
  throw new Misuse(
    'HW-ACCEPT-PATH',
    `${path}: ${trouble}`,
    'Name a .feature file, a line in one (file.feature:12), or a folder that holds some.',
  );
}

function mustBePattern(name: string): void {
  try {
    new RegExp(name);
  } catch (error) {
    throw new Misuse(
      'HW-ACCEPT-NAME',
      `--name expects a regular expression, got "${name}" (${(error as Error).message})`,
      'Escape its special characters with \\.',
    );
  }
}

function saidOf(tags: string | undefined, names: readonly string[]): string {
  const words = [
    ...(tags === undefined && names.length > 0 ? [] : [`--tags '${tags ?? USUAL_TAGS}'`]),
    ...names.map((name) => `--name '${name}'`),
  ];
  return words.join(' and ');
}
