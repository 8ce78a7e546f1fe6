import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import {
  type Assessment,
  assumptionUsage,
  drillTwin,
  readAssumptions,
  readInventory,
  rehearseTwin,
  type Sections,
  STAGES,
  WORST_FIRST,
  whatIf,
} from '../readiness';
import {
  campaignLines,
  countLine,
  earlierRunOf,
  estateOf,
  linkLatest,
  plain,
  RunFolder,
  type RunRequest,
  readDocument,
  readSigningKey,
  renderTable,
  runId,
} from '../reports';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';
import { readHistory } from './history';
import { collect, positiveNumber, wholeNumber } from './option-values';
import { ProgressLine } from './progress';
import { redactWith } from './redaction-map';
import { type RedisWords, redisOf, withRedis } from './redis-options';
import { coloured } from './say';

const RUNS = join('reports', 'runs');
const HOUR_MS = 3_600_000;
/** So many earlier runs of an estate a report shows. */
const EARLIER_MAX = 50;

interface ReadinessOptions extends RedisWords {
  readonly out?: string;
  readonly seed: number;
  readonly json?: boolean;
  readonly sign?: string;
  readonly assume: readonly string[];
  readonly bandwidth: number;
  readonly rto: number;
  readonly drills: number;
  readonly faults: number;
  readonly masterTargets: number;
  readonly threads: number;
  readonly whatIf?: boolean;
  readonly target: number;
  readonly estate?: string;
  readonly history: string;
  readonly failOn?: string;
  readonly redact?: string;
  readonly since?: string;
}

/** `homeward readiness`: reads exports, rehearses the failback of the estate's twin, and writes one folder. */
export function readinessCommand(): Command {
  const command = new Command('readiness')
    .description('Tells of each machine of an export whether it can come home from Azure, and why.')
    .argument(
      '<export...>',
      'exports of one estate: RVTools workbooks or folders of its CSV, govc JSON, PowerCLI CSV or JSON, folders of govc object.save, ARM JSON',
    )
    .option('--out <folder>', `the run folder (default: ${join(RUNS, '<id>')}, with ${join(RUNS, 'latest')})`)
    .option('--seed <number>', 'decides every draw of the rehearsal', wholeNumber, 1)
    .option('--assume <what>', 'declares what the export does not say; repeatable', collect, [])
    .option(
      '--bandwidth <Mbit/s>',
      'of the line between Azure and the site',
      positiveNumber(1_000_000),
      1_000,
    )
    .option('--rto <hours>', 'how long a failback may take', positiveNumber(8_760), 4)
    .option(
      '--drills <number>',
      'how many drills with faults, one seed each, from --seed on',
      wholeNumber,
      20,
    )
    .option('--faults <number>', 'how many faults a drill has at most', positiveNumber(24), 3)
    .option('--master-targets <number>', 'how many take machines home; 60 disks each', positiveNumber(100), 1)
    .option(
      '--threads <number>',
      'how many threads rehearse and drill',
      positiveNumber(256),
      availableParallelism(),
    )
    .option(
      '--what-if',
      'try every fix on the twin, with the same seeds, and find the smallest set for --target',
    )
    .option('--target <score>', 'the score that --what-if is to reach', positiveNumber(100), 90)
    .addOption(
      new Option('--fail-on <verdict>', 'end with 1 if a machine has it, or a worse one').choices(FAIL_ON),
    )
    .option(
      '--estate <name>',
      'by which the history knows this estate again (default: by its vCenter servers)',
    )
    .option('--history <file>', 'to which a line is added for each run', join(RUNS, 'history'))
    .option('--redact <map>', 'call everything by pseudonyms; the map, kept in this file, leads back')
    .option(
      '--since <run>',
      'tell what has changed since an earlier run: verdicts, and which claims are void',
    )
    .option('--sign <key.pem>', 'sign a statement about the run folder with this key (PEM, Ed25519)')
    .option('--json', 'print the verdicts as one JSON object, and nothing else')
    .addHelpText('after', helpText())
    .action(runReadiness);
  return withRedis(command);
}

const FAIL_ON = ['at-risk', 'unknown', 'blocked'];

async function runReadiness(files: readonly string[], options: ReadinessOptions): Promise<void> {
  const startedAt = Date.now();
  const since = options.since === undefined ? undefined : readDocument(options.since);
  const key = options.sign === undefined ? undefined : readSigningKey(options.sign);
  const { inventory, words } = redactWith(options.redact, await readInventory(files));
  const assumptions = options.assume.map(words);
  const assumed = readAssumptions(assumptions, inventory);
  const { seed, bandwidth: mbitPerSecond, drills, faults: faultsMax, masterTargets, threads } = options;
  const rtoTargetMs = Math.round(options.rto * HOUR_MS);
  const request: RunRequest = {
    inventory,
    seed,
    mbitPerSecond,
    rtoTargetMs,
    assumptions,
    drills,
    faultsMax,
    masterTargets,
    ...(options.redact !== undefined && { redacted: true }),
    ...(since && { since: since.run.id }),
  };
  const path = options.out ?? join(RUNS, runId(request));
  const history = readHistory(options.history);
  const estate = words(options.estate ?? estateOf(inventory));
  const earlier = history.before(estate, runId(request)).slice(-EARLIER_MAX);
  const folder = new RunFolder(resolve(path));
  if (!options.json) {
    const names = inventory.sources.map((source) => source.file).join(', ');
    print(
      `readiness of ${plain(names)}: ${inventory.machines.length} machines in the export, seed ${seed}\n`,
    );
  }
  const progress = new ProgressLine();
  try {
    const watch = { journal: folder.journal, progress: showOn(progress, inventory.machines.length) };
    const asked = { seed, mbitPerSecond, rtoTargetMs };
    const rehearsed = await rehearseTwin(inventory, assumed, asked, threads, watch);
    let doing = 'drills';
    const wanted = {
      drills,
      faultsMax,
      masterTargets,
      threads,
      redis: redisOf(options, () => progress.clear()),
      progress: (through: number, of: number) =>
        progress.show((seconds) => `${doing}: ${through} of ${of} waves (${seconds} s)`),
    };
    const drilled = await drillTwin(rehearsed, wanted);
    const tell = (through: number, of: number): void => {
      doing = `what if, ${through + 1} of ${of}`;
    };
    const tried = options.whatIf
      ? {
          whatIf: await whatIf(rehearsed, drilled, {
            drills: wanted,
            target: options.target,
            progress: tell,
          }),
        }
      : {};
    progress.clear();
    const before = earlier.length > 0 ? { history: { estate, runs: earlier } } : {};
    const finished = { ...drilled, ...tried, ...before, ...(since && { since }), ...(key && { key }) };
    const report = await folder.finish(request, finished, Date.now() - startedAt);
    history.add(estate, earlierRunOf(report));
    if (options.out === undefined) linkLatest(folder.path);
    if (options.json) print(JSON.stringify({ ...report, folder: path }, null, 1));
    else printSummary({ ...drilled, ...tried }, path, key !== undefined);
    process.exitCode = exitCode(drilled.assessment, options.failOn);
  } finally {
    progress.clear();
    folder.abandon();
  }
}

/** Says which stage most of the rehearsed machines have passed. */
function showOn(
  progress: ProgressLine,
  machines: number,
): (passed: readonly number[], nowMs: number) => void {
  return (passed, nowMs) =>
    progress.show((seconds) => {
      const stage = Math.max(
        0,
        passed.findLastIndex((count) => count > 0),
      );
      return `${STAGES[stage]}: ${passed[stage]} of ${machines} (${(nowMs / HOUR_MS).toFixed(1)} h virtual, ${seconds} s)`;
    });
}

function printSummary(
  found: Sections & { readonly assessment: Assessment },
  path: string,
  signed: boolean,
): void {
  const { assessment } = found;
  print(renderTable(assessment, coloured(process.stdout)));
  const { twin, invalid } = assessment;
  const notCounted = twin.notCounted.map(({ label, why }) => `${plain(label)} (${why})`);
  if (notCounted.length > 0)
    print(`\nnot counted: ${notCounted.length} – ${notCounted.slice(0, 4).join(', ')}`);
  print(`\n${countLine(assessment)}`);
  for (const line of campaignLines(found)) print(line);
  for (const { checker, evidence } of invalid)
    print(
      `INVALID RUN: the checker ${checker} found a broken invariant, so nothing is proven: ${evidence[0] ?? ''}`,
    );
  print(`run folder: ${path} (open index.html; ${signed ? 'signed' : 'not signed'})`);
  print(`next: npx homeward replay ${path}`);
}

function exitCode({ invalid, machines }: Assessment, failOn: string | undefined): number {
  if (invalid.length > 0) return EXIT.invalid;
  const limit = WORST_FIRST.findIndex((verdict) => verdict.replace(' ', '-') === failOn);
  const reached = machines.some(({ verdict }) => WORST_FIRST.indexOf(verdict) <= limit);
  return reached ? EXIT.negative : EXIT.done;
}

function helpText(): string {
  return `
Assumptions for --assume:
${assumptionUsage()
  .map((line) => `  ${line}`)
  .join('\n')}

Examples:
  homeward readiness examples/rvtools-sample.xlsx
  homeward readiness site-a.xlsx site-b.xlsx --bandwidth 200 --rto 2 --out reports/site-ab
  homeward readiness export.xlsx --assume no-snapshots=erp-db-01 --assume licence=esx04:evaluation
  homeward readiness export.xlsx --json --fail-on blocked
  homeward readiness vm.json host.json datastore.json license.json
  homeward readiness vm.json replicationProtectedItems.json replicationFabrics.json CompatibleVMs.csv
  homeward readiness vm.json --redact map.json --out to-share
  homeward readiness export.xlsx --drills 1000 --redis redis://redis.example:6379    (homeward worker --help)
${EXIT_CODES_HELP}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
