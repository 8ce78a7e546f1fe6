import { mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  type Batch,
  buildOf,
  CANARY,
  Campaign,
  type CampaignOptions,
  Coverage,
  coveringRows,
  digestOf,
  type Finding,
  featureOf,
  mustFit,
  plantCalled,
  type ReplayFile,
  readReplay,
  runPool,
  runTwice,
  shrink,
} from '../exploration';
import { readVersions } from '../reports';
import { readEstateFile } from '../serving/estate-file';
import { writeWhole } from '../serving/write-whole';
import type { EstateDescription } from '../simulators/description';
import { LAYERS } from '../simulators/faults';
import { Misuse } from '../simulators/kernel';
import { unseenCanaries } from '../simulators/planted';
import { EXIT } from './exit-codes';
import { Tally } from './explore-tally';
import { positiveNumber, shareOf, wholeNumber } from './option-values';
import { ProgressLine } from './progress';
import { type RedisWords, redisOf, withRedis } from './redis-options';

interface ExploreOptions extends RedisWords {
  readonly runs: number;
  readonly seed: number;
  readonly faults: number;
  readonly planted?: string;
  readonly threads: number;
  readonly minutes?: number;
  readonly out: string;
  readonly resume?: boolean;
  readonly cover?: boolean;
  readonly radius: number;
  readonly once?: boolean;
  readonly replay?: string;
  readonly keep: number;
  readonly json?: boolean;
}

/** So many faults strike together in the runs of each round of --cover: what keeps each other from striking is parted. */
const ROUNDS = [LAYERS.length, 4, 2];

/** `homeward explore`: looks for schedules of faults under which a promise is broken, and makes what it finds small. */
export function exploreCommand(): Command {
  const command = new Command('explore')
    .description(
      'Sends every machine of an estate to Azure and home, again and again, while faults strike; shrinks what breaks.',
    )
    .argument('<estate>', 'a file that describes an estate (YAML or JSON)')
    .option('--runs <number>', 'how many runs to make', positiveNumber(100_000_000), 1_000)
    .option('--seed <number>', 'the first seed; each run takes the next', wholeNumber, 1)
    .option('--faults <number>', 'how many faults a run has at most', positiveNumber(100), 24)
    .option('--minutes <number>', 'stop after so long, whatever --runs says', positiveNumber(100_000))
    .option('--threads <number>', 'how many threads make runs', positiveNumber(256), availableParallelism())
    .option(
      '--planted <bug>',
      `put a mistake in on purpose, to see it found; “${CANARY}” fails with one seed in a hundred`,
    )
    .option('--keep <number>', 'how many findings are made small and written', positiveNumber(1_000), 5)
    .option(
      '--out <folder>',
      'where findings, coverage and progress are written',
      join('reports', 'runs', 'explore'),
    )
    .option(
      '--cover',
      'make as many runs as it takes to strike every two faults of different layers in every phase',
    )
    .option(
      '--radius <share>',
      'how many of the targets of one role may be disturbed at once, as a share',
      shareOf,
      1,
    )
    .option('--once', 'make each run once only: twice as many, but nothing is said of determinism')
    .option('--resume', 'go on where the last exploration in --out stopped')
    .option('--replay <file>', 'make the run of a finding again')
    .option('--json', 'print the outcome as one JSON object, and nothing else')
    .addHelpText('after', HELP)
    .action(explore);
  return withRedis(command);
}

async function explore(file: string, options: ExploreOptions): Promise<void> {
  const description = readEstateFile(file);
  if (options.replay !== undefined) {
    replay(description, options.replay, options.json === true);
    return;
  }
  if (options.cover === true && options.resume === true)
    throw new Misuse(
      'HW-EXPLORE-COVER',
      'an exploration with --cover cannot be resumed',
      'Leave one of --cover and --resume out: it takes minutes only.',
    );
  const { seed, faults: faultsMax, planted, radius, once = false } = options;
  const campaign: CampaignOptions = { description, seed, faultsMax, planted, radius, once };
  const coverage = new Coverage(new Campaign({ ...campaign, rows: [] }).kinds);
  const identity = {
    build: buildOf(),
    estate: digestOf(description),
    seed,
    faultsMax,
    planted: planted ?? null,
    radius,
    once,
  };
  const tally =
    options.resume === true ? Tally.resume(progressFile(options), identity, coverage) : new Tally(coverage);
  const progress = new ProgressLine();
  const redis = redisOf(options, () => progress.clear());
  const until = Date.now() + (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const stop = { asked: false };
  process.once('SIGINT', () => {
    stop.asked = true;
  });
  const enough = (): boolean => stop.asked || Date.now() >= until;
  const make = (of: CampaignOptions, from: number, to: number): Promise<void> =>
    runPool({
      campaign: of,
      threads: options.threads,
      redis,
      from,
      runs: Math.max(0, to - from),
      enough,
      done: (batch: Batch) => {
        tally.add(batch);
        mkdirSync(options.out, { recursive: true });
        progress.show((seconds) => `${tally.line} of ${of.rows ? 'round' : ''}${to}, ${seconds} s`);
        writeWhole(progressFile(options), tally.save(identity));
      },
    });
  if (options.cover === true) {
    for (const most of ROUNDS) {
      if (enough()) break;
      // What was struck by then decides what a round is made of; its seeds go on where the last one stopped.
      const of = { ...campaign, seed: seed + tally.runs };
      const rows = coveringRows(coverage, of.seed, most);
      await make({ ...of, rows }, 0, rows.length);
    }
  } else await make(campaign, tally.runs, options.runs);
  progress.clear();
  mkdirSync(options.out, { recursive: true });
  const written = tally.findings
    .slice(0, options.keep)
    .map((finding) => write(finding, { campaign, file, folder: options.out }));
  writeWhole(join(options.out, 'coverage.md'), coverage.table());
  print(
    options.json === true
      ? `${JSON.stringify({ ...tally.facts, ...coverage.counts, findings: written, out: options.out }, null, 1)}\n`
      : tally.report(written, options.out, once),
  );
  if (tally.findings.length > 0) process.exitCode = EXIT.negative;
  if (planted === CANARY) alarm(seed, tally);
}

/** A campaign that does not see the canary fail would see nothing: what it says counts for nothing. */
function alarm(seed: number, { runs, findings }: Tally): void {
  const unseen = unseenCanaries(seed, seed + runs - 1, new Set(findings.map((finding) => finding.seed)));
  if (unseen.length === 0) return;
  process.stderr.write(
    `the canary was not seen at the seeds ${unseen.join(', ')}: nothing that this exploration says counts\n`,
  );
  process.exitCode = EXIT.invalid;
}

export interface WrittenFinding {
  readonly seed: number;
  readonly breaks: string;
  readonly evidence: string;
  readonly faults: number;
  readonly shrinkRuns: number;
  readonly replay: string;
  readonly feature: string;
}

/** Makes a finding small and writes it: as a replay file, and as a feature. */
function write(
  { seed, schedule: found, breach }: Finding,
  {
    campaign,
    file,
    folder,
  }: { readonly campaign: CampaignOptions; readonly file: string; readonly folder: string },
): WrittenFinding {
  const options = new Campaign({ ...campaign, rows: [] }).optionsWith(seed, found);
  const small = breach.invariant === 'determinism' ? undefined : shrink(options);
  const schedule = small?.schedule ?? found;
  const breaks = small?.result.breach ?? breach;
  const replayFile: ReplayFile = {
    homeward: readVersions().homeward,
    build: buildOf(),
    estate: { file, digest: digestOf(campaign.description) },
    seed,
    ...(campaign.planted === undefined ? {} : { planted: campaign.planted }),
    breaks: breaks.invariant,
    schedule,
  };
  const path = join(folder, `finding-${seed}`);
  writeWhole(`${path}.json`, `${JSON.stringify(replayFile)}\n`);
  writeWhole(`${path}.feature`, featureOf(replayFile, { ...options, schedule }));
  return {
    seed,
    breaks: breaks.invariant,
    evidence: breaks.evidence[0]?.split('\n')[0] ?? '',
    faults: schedule.faults.length,
    shrinkRuns: small?.runs ?? 0,
    replay: `${path}.json`,
    feature: `${path}.feature`,
  };
}

/** Makes the run of a finding again. Ends with 1 if the promise is still broken. */
function replay(description: EstateDescription, path: string, json: boolean): void {
  const file = readReplay(readText(path), path);
  mustFit(file, description, readVersions().homeward);
  const { seed, schedule, planted } = file;
  const { breach, outcomes } = runTwice({
    description,
    seed,
    schedule,
    ...(planted === undefined ? {} : { plant: plantCalled(planted) }),
  });
  const unfired = outcomes.flatMap(({ struck, kind, missed }) =>
    struck.length > 0 ? [] : [`${kind.name} (${missed ?? 'its trigger never came'})`],
  );
  if (json) print(`${JSON.stringify({ seed, breach: breach ?? null, unfired })}\n`);
  else {
    print(
      breach
        ? `${breach.invariant} is broken: ${breach.evidence[0]}\n`
        : `seed ${seed}: every promise is kept\n`,
    );
    if (unfired.length > 0) print(`never struck: ${unfired.join(', ')}\n`);
  }
  if (breach) process.exitCode = EXIT.negative;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Misuse(
      'HW-REPLAY-FILE',
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code})`,
      'Name a file that homeward explore wrote.',
    );
  }
}

function progressFile({ out }: ExploreOptions): string {
  return join(out, 'progress.json');
}

function print(text: string): void {
  process.stdout.write(text);
}

const HELP = `
Every run is made twice and compared; all invariants are checked after each. Every second run strikes one fault of
each layer in one phase, until every two have been together in every phase. Of the others every second is a story:
somebody does not answer, and the one who waits for it is struck; the rest have several faults, drawn from the seed.
Ctrl-C stops after the runs that are under way; --resume goes on. With --redis workers on any number of machines make the
runs (homeward worker --help); what comes of them is the same.

Examples:
  homeward explore examples/estates/explore.yaml --runs 20000 --seed 1
  homeward explore examples/estates/explore.yaml --minutes 10 --json
  homeward explore examples/estates/explore.yaml --cover
  homeward explore examples/estates/explore.yaml --planted ${CANARY} --runs 200
  homeward explore examples/estates/explore.yaml --runs 200000 --redis redis://redis.example:6379
  homeward explore examples/estates/explore.yaml --replay reports/runs/explore/finding-17.json

Exit codes:
  0  no promise was broken (a replay: it is kept)
  1  a promise was broken: a finding was written (a replay: it is broken still)
  2  bad input or options: nothing was written; or Redis was gone for longer than --redis-patience: --resume goes on
  3  the exploration itself broke
`;
