import { Writable } from 'node:stream';
import type { ISupportCodeLibrary } from '@cucumber/cucumber/api';
import { runCucumber } from '@cucumber/cucumber/api';
import type { Message } from './messages';
import { pathsOf, type Scenario, SOURCES } from './suite';
import { type ScenarioResult, Tally } from './tally';
import { UnknownSteps } from './unknown-steps';

export interface RunOptions {
  readonly scenarios: readonly Scenario[];
  readonly library: ISupportCodeLibrary;
  readonly parallel: number;
  readonly retry: number;
  readonly failFast: boolean;
  /** The command that runs one scenario again, by the place of that. */
  readonly again: (place: string) => string;
  /** Reports that Cucumber writes: file → its name of the format. */
  readonly reports: Readonly<Record<string, string>>;
  readonly ended: (result: ScenarioResult) => void;
}

/** Our hooks put the place of their scenario there (steps/hooks.ts). */
const PLACE = '{place}';

/** Nobody reads what Cucumber would print: we do that. */
const NOWHERE = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Looks whether every step is known, without running any. Errors: HW-ACCEPT-UNDEFINED. */
export async function mustKnowSteps(
  scenarios: readonly Scenario[],
  library: ISupportCodeLibrary,
): Promise<void> {
  const unknown = new UnknownSteps();
  const dry = { dryRun: true, parallel: 0, retry: 0, failFast: false, reports: {}, parameters: {} };
  await cucumber(scenarios, library, dry, unknown.take);
  unknown.mustBeNone();
}

/** Runs scenarios. Errors: the harness broke, so that some of them never ended. */
export async function runScenarios(options: RunOptions): Promise<readonly ScenarioResult[]> {
  const { scenarios, library, again, ended } = options;
  const tally = new Tally((uri, line) => again(`${uri}:${line}`));
  const success = await cucumber(
    scenarios,
    library,
    { ...options, dryRun: false, parameters: { again: again(PLACE) } },
    (message) => {
      const result = tally.take(message);
      if (result) ended(result);
    },
  );
  const { results } = tally;
  if (results.length < scenarios.length)
    throw new Error(`only ${results.length} of ${scenarios.length} scenarios ended: a worker died`);
  if (!success && results.every(({ status }) => status !== 'failed'))
    throw new Error('every scenario passed, and yet the run failed: a hook around them did');
  return results;
}

async function cucumber(
  scenarios: readonly Scenario[],
  support: ISupportCodeLibrary,
  options: Pick<RunOptions, 'parallel' | 'retry' | 'failFast' | 'reports'> & {
    readonly dryRun: boolean;
    readonly parameters: { readonly again?: string };
  },
  take: (message: Message) => void,
): Promise<boolean> {
  if (scenarios.length === 0) return true;
  const { dryRun, parallel, retry, failFast, reports, parameters } = options;
  const { success } = await runCucumber(
    {
      sources: { ...SOURCES, paths: pathsOf(scenarios) },
      support,
      runtime: {
        dryRun,
        failFast,
        filterStacktraces: true,
        parallel,
        retry,
        retryTagFilter: '',
        strict: true,
        worldParameters: parameters,
      },
      formats: { stdout: 'rerun', files: { ...reports }, publish: false, options: {} },
    },
    { stdout: NOWHERE() },
    take,
  );
  return success;
}
