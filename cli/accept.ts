import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type * as acceptance from '../acceptance';
import type { AcceptResult, Suite } from '../acceptance';
import { readVersions, StagedFolder } from '../reports';
import { Live } from './accept-live';
import { againOf, dryRunOf, headOf, listOf, startOf, textOf } from './accept-text';
import { EXIT } from './exit-codes';
import { collect, wholeNumber } from './option-values';
import { sayFailure } from './say';

interface AcceptOptions {
  readonly profile: string;
  readonly tags?: string;
  readonly name: readonly string[];
  readonly shard?: string;
  readonly steps?: readonly string[];
  readonly withOurs?: boolean;
  readonly parallel: number;
  readonly retry: number;
  readonly failFast?: boolean;
  readonly seed?: number;
  readonly out?: string;
  readonly history?: string;
  readonly dryRun?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
}

/** Of each run that has a folder; result.json comes last. */
const REPORTS = { 'junit.xml': 'junit', 'report.html': 'html', 'messages.ndjson': 'message' } as const;

/** `homeward accept`: runs acceptance suites with our steps, ours and those of users. */
export function acceptCommand(): Command {
  return new Command('accept')
    .description(
      'Runs acceptance features against a simulated estate: ours, or your own with our steps and yours.',
    )
    .argument(
      '[paths...]',
      'features, lines in them (file.feature:12) or folders (default: the features of Homeward)',
    )
    .addOption(
      new Option(
        '--profile <name>',
        'what speaks to the estate: the Azure SDK, or plain calls, 20 times as fast',
      )
        .choices(['sdk', 'direct'])
        .env('HOMEWARD_DRIVER')
        .default('sdk'),
    )
    .option('--steps <files...>', 'your own step files: .js or .ts, folders, or patterns in quotes')
    .option('--with-ours', 'the features of Homeward too, beside the paths')
    .option('--tags <expression>', 'only scenarios with these tags (default: not @containers)')
    .option('--name <pattern>', 'only scenarios whose title matches; may be given several times', collect, [])
    .option('--shard <i/n>', 'the i-th of n equal parts: each scenario is in one of them')
    .option(
      '--seed <number>',
      'one seed for all (default: each has its own, from its file and title)',
      wholeNumber,
    )
    .option('--parallel <n>', 'in so many processes', wholeNumber, 0)
    .option('--retry <n>', 'run what failed again, so often; what passes then is told', wholeNumber, 0)
    .option('--fail-fast', 'skip what is left once one has failed')
    .option('--out <folder>', 'write junit.xml, report.html, messages.ndjson and result.json there')
    .option('--history <file>', 'add this run to the file, and say what has changed since those in it')
    .option('--dry-run', 'only look whether every step is known')
    .option('--list', 'only say which scenarios would be run')
    .option('--json', 'print the outcome as one JSON object, and nothing else')
    .addHelpText('after', HELP)
    .action(accept);
}

async function accept(paths: readonly string[], options: AcceptOptions): Promise<void> {
  // Loaded where it is needed only: Cucumber takes a third of a second.
  const { History, loadSteps, mustKnowSteps, readShard, readSuite, UndefinedSteps } =
    require('../acceptance') as typeof acceptance;
  const { tags, name: names, steps = [], withOurs = false, history: file } = options;
  const shard = options.shard === undefined ? undefined : readShard(options.shard);
  const suite = await readSuite({ paths, withOurs, tags, names, shard });
  if (options.list) return print(listOf(suite, options));
  process.env.HOMEWARD_DRIVER = options.profile;
  if (options.seed !== undefined) process.env.HOMEWARD_SEED = `${options.seed}`;
  const library = await loadSteps(steps);
  try {
    await mustKnowSteps(suite.scenarios, library);
  } catch (error) {
    if (!(error instanceof UndefinedSteps)) throw error;
    sayFailure(error);
    process.stderr.write(
      `${error.snippet === '' ? '' : `\nA step file may begin like this:\n\n${startOf(error.snippet)}\n`}`,
    );
    process.exitCode = EXIT.misuse;
    return;
  }
  if (options.dryRun) return print(dryRunOf(suite, options));
  const history = file === undefined ? undefined : new History(file);
  await run({ suite, library, history, options });
}

interface Prepared {
  readonly suite: Suite;
  readonly library: Awaited<ReturnType<typeof acceptance.loadSteps>>;
  readonly history: acceptance.History | undefined;
  readonly options: AcceptOptions;
}

async function run({ suite, library, history, options }: Prepared): Promise<void> {
  const { countsOf, runScenarios } = require('../acceptance') as typeof acceptance;
  const { profile, parallel, retry, failFast = false, out, shard } = options;
  const { scenarios } = suite;
  const version = readVersions().homeward;
  const began = Date.now();
  const folder = out === undefined ? undefined : new StagedFolder(resolve(out));
  const stop = (): void => {
    folder?.abandon();
    process.exit(EXIT.halted);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const live = new Live(scenarios, options.json === true);
  if (!options.json) print(`${headOf(suite, options)}\n\n`);
  try {
    const results = await runScenarios({
      scenarios,
      library,
      parallel,
      retry,
      failFast,
      again: (place) => againOf(place, options),
      reports: Object.fromEntries(
        Object.entries(folder ? REPORTS : {}).map(([file, format]) => [folder?.placeOf(file), format]),
      ),
      ended: (result) => live.ended(result),
    });
    live.end();
    const changes = history?.add({ version, profile, shard, scenarios, results }) ?? null;
    const result: AcceptResult = {
      schema: 'homeward.accept/1',
      version,
      profile,
      tags: options.tags ?? null,
      names: options.name,
      shard: shard ?? null,
      seed: options.seed ?? null,
      ...countsOf(results),
      tookMs: Date.now() - began,
      history: changes,
      scenarios: results,
    };
    folder?.write('result.json', `${JSON.stringify(result, null, 1)}\n`);
    folder?.commit();
    print(options.json ? `${JSON.stringify(result, null, 1)}\n` : textOf(result, out));
    process.exitCode = result.failed > 0 ? EXIT.negative : EXIT.done;
  } finally {
    live.end();
    folder?.abandon();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

const HELP = `
Every scenario has an estate of its own, in virtual time. After each, four guards look at what it left behind: a broken promise, an error that nobody looked
at, a fault that never struck, a request that is not simulated. The same scenario has the same seed and the same course wherever it runs.

Examples:
  homeward accept                                             our whole suite, through the Azure SDK
  homeward accept --profile direct --tags '@F-17' --parallel 2
  homeward accept features --steps 'steps/**/*.js' --out reports/accept --history accept.ndjson
  homeward accept features --with-ours --shard 1/4            on the first of four machines
  homeward accept features/home.feature:12 --steps steps      one scenario
  homeward accept features --steps steps --dry-run            is every step known?

Exit codes:
  0  every scenario passed (--retry: in the end), or was skipped by its own steps
  1  a scenario failed; its page says how to run it again
  2  bad input or options – no feature, a tag expression that cannot be read, an unknown step –; nothing was run
  3  the harness itself broke: nothing is proven
  4  stopped by Ctrl-C; no report was written
`;
