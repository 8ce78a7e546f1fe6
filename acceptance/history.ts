import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { Misuse } from '../simulators/kernel';
import type { Scenario } from './suite';
import type { ScenarioResult } from './tally';

const LINE = z.object({
  schema: z.literal('homeward.history/1'),
  /** Counted from 1, whatever the profile. */
  run: z.number().int().positive(),
  /** Of what ran and how it ended, without any time: the same outcome has the same. */
  id: z.string(),
  version: z.string(),
  profile: z.string(),
  shard: z.string().nullable(),
  counts: z.object({ passed: z.number(), failed: z.number(), skipped: z.number() }),
  /** What happened, by scenario. */
  failures: z.record(z.string(), z.string()),
  /** Of each scenario that passed or failed. Units: ms of wall time. */
  durations: z.record(z.string(), z.number()),
});
type Line = z.infer<typeof LINE>;

export interface RunOfHistory {
  readonly version: string;
  readonly profile: string;
  readonly shard: string | undefined;
  readonly scenarios: readonly Scenario[];
  readonly results: readonly ScenarioResult[];
}

/** How a run differs from what was known of its scenarios before it. */
export interface Changes {
  readonly run: number;
  readonly id: string;
  readonly newFailures: readonly string[];
  readonly stillFailing: readonly string[];
  readonly mended: readonly string[];
}

/** A file with a line for each run, to which lines are added only. Runs of another profile are another history in the same file; a scenario that the
 *  last run left out (another shard, other tags) is compared with the last that had it.
 *  Errors: HW-ACCEPT-HISTORY – the file holds something else, or cannot be read or written. A last line that was cut off is passed over. */
export class History {
  private readonly path: string;
  private readonly lines: readonly Line[];
  private readonly cut: boolean;

  constructor(path: string) {
    this.path = path;
    const text = existsSync(path) ? orMisuse(path, () => readFileSync(path, 'utf8')) : '';
    this.cut = text !== '' && !text.endsWith('\n');
    const whole = text.split('\n').slice(0, -1);
    this.lines = whole.flatMap((line, at) => readLine(line, `${path}:${at + 1}`));
  }

  /** Writes a run down, and tells what it changed. */
  add({ version, profile, shard, scenarios, results }: RunOfHistory): Changes {
    const keys = new Map(scenarios.map(({ place, line, key }) => [`${place}:${line}`, key]));
    const of = ({ place, line }: ScenarioResult): string =>
      keys.get(`${place}:${line}`) ?? `${place}:${line}`;
    const ran = results.filter(({ status }) => status !== 'skipped');
    const failed = ran.filter(({ failure }) => failure !== null);
    const failures = sorted(failed.map((each) => [of(each), firstLine(each.failure?.happened ?? '')]));
    const durations = sorted(ran.map((each) => [of(each), each.tookMs]));
    const run = (this.lines.at(-1)?.run ?? 0) + 1;
    const outcome = JSON.stringify([profile, Object.keys(durations), Object.keys(failures)]);
    const id = createHash('sha256').update(outcome).digest('hex').slice(0, 12);
    const counts = {
      passed: ran.length - failed.length,
      failed: failed.length,
      skipped: results.length - ran.length,
    };
    const line: Line = {
      schema: 'homeward.history/1',
      run,
      id,
      version,
      profile,
      shard: shard ?? null,
      counts,
      failures,
      durations,
    };
    const before = this.failedBefore(profile);
    orMisuse(this.path, () => appendFileSync(this.path, `${this.cut ? '\n' : ''}${JSON.stringify(line)}\n`));
    const broken = Object.keys(failures);
    return {
      run,
      id,
      newFailures: broken.filter((key) => !before.has(key)),
      stillFailing: broken.filter((key) => before.has(key)),
      mended: Object.keys(durations).filter((key) => before.has(key) && failures[key] === undefined),
    };
  }

  /** The scenarios that failed when they last ran. */
  private failedBefore(profile: string): ReadonlySet<string> {
    const failing = new Set<string>();
    for (const { durations, failures, profile: of } of this.lines) {
      if (of !== profile) continue;
      for (const key of Object.keys(durations)) {
        if (failures[key] === undefined) failing.delete(key);
        else failing.add(key);
      }
    }
    return failing;
  }
}

/** Gives nothing for a line that was cut off: the run that wrote it was killed. */
function readLine(text: string, at: string): readonly Line[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.startsWith('{"schema":"homeward.history/')) return [];
  }
  const line = LINE.safeParse(value);
  if (line.success) return [line.data];
  throw new Misuse(
    'HW-ACCEPT-HISTORY',
    `${at} is no line of a history of homeward accept`,
    'Name another file with --history; nothing was run.',
  );
}

function orMisuse<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Misuse(
      'HW-ACCEPT-HISTORY',
      `${path} cannot be used (${(error as NodeJS.ErrnoException).code})`,
      'Name a file with --history in a folder that exists and may be written to.',
    );
  }
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
