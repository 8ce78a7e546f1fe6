import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import {
  type Arena,
  type CarryOutOptions,
  carryOut,
  drillId,
  planOf,
  type ReadExperiment,
  readExperimentFile,
  reference,
  referenceProgram,
  runMany,
} from '../drilling';
import { again, type DrillReport, linkLatest, plain, renderDrill, writeDrill } from '../reports';
import { readEstateFile } from '../serving/estate-file';
import { countsOf, machinesOf } from '../serving/machines';
import { takeLock } from '../serving/state/lock';
import { Misuse } from '../simulators/kernel';
import { EXIT } from './exit-codes';
import { positiveNumber, wholeNumber } from './option-values';
import { ProgressLine } from './progress';
import { coloured } from './say';

interface DrillCliOptions {
  readonly runbook?: string;
  readonly estate?: string;
  readonly seed?: number;
  readonly runs?: number;
  readonly threads: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly out?: string;
  readonly speed?: number;
  readonly console?: boolean;
}

const RUNS = join('reports', 'runs');
const REFERENCE = 'reference runbook';
const LOOK_MS = 200;
const CONSOLE_SPEED = 60;
/** Units: ms of wall time. */
const CONSOLE_WAIT_MS = 5 * 60_000;

/** `homeward drill`: a failback program runs against an estate while faults strike, and is judged. */
export function drillCommand(): Command {
  return new Command('drill')
    .description(
      'Runs a failback against an estate whose machines are in Azure, while the faults of an experiment strike; judges it.',
    )
    .argument('<experiment>', 'a Chaos Toolkit experiment (YAML or JSON); drills/ has some that are ready')
    .option(
      '--runbook <command>',
      'the program under test, a line for the shell; it gets the variables that serve prints (default: the reference runbook, in this process)',
    )
    .option('--estate <file>', 'another estate than the experiment names')
    .option('--seed <number>', 'another seed than the experiment names', wholeNumber)
    .option(
      '--runs <number>',
      'so many seeds, one after the other, with the reference runbook; only the judgement is told',
      positiveNumber(1_000_000),
    )
    .option('--threads <number>', 'how many threads make --runs', positiveNumber(256), availableParallelism())
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--yes', 'what somebody has to do by hand is done')
    .option(
      '--speed <factor>',
      'virtual seconds in each real one, with --runbook or --console (default: time moves when the program polls)',
      positiveNumber(100_000),
    )
    .addOption(
      new Option(
        '--console',
        `serve the drill console and wait until it is opened (--yes: do not wait); the program runs as a process, time is paced (default: ×${CONSOLE_SPEED})`,
      ).conflicts(['runs', 'dryRun', 'json']),
    )
    .option(
      '--out <folder>',
      `where the journal and the report are written (default: ${join(RUNS, 'drill-<name>-<id>')}, with ${join(RUNS, 'latest')})`,
    )
    .option('--json', 'print the report as one JSON object, and nothing else')
    .addHelpText('after', HELP)
    .action(drill);
}

async function drill(file: string, options: DrillCliOptions): Promise<void> {
  const read = readExperimentFile(file);
  const estatePath = options.estate ?? read.estatePath;
  const description = readEstateFile(estatePath);
  const { runbook, seed = read.homeward.seed } = options;
  const what = {
    read,
    seed,
    description,
    estate: description.name,
    program: runbook ?? REFERENCE,
    runs: runbook ?? (options.console ? referenceProgram : reference),
  };
  if (options.dryRun) return print(planOf(what));
  if (options.runs !== undefined) return many({ file, estatePath, seed }, options);
  if (Object.keys(read.homeward.manual).length > 0 && !options.yes && !process.stdin.isTTY)
    throw new Misuse(
      'HW-DRILL-MANUAL',
      `${file} asks somebody to do something by hand, and nobody is there to ask`,
      'Say --yes when it is done, or run it in a terminal.',
    );
  await one(what, options);
}

async function one(
  what: CarryOutOptions & { readonly read: ReadExperiment },
  options: DrillCliOptions,
): Promise<void> {
  const { read, seed, estate, program } = what;
  const began = Date.now();
  const path = options.out ?? join(RUNS, drillId(what));
  const release = lockOf(resolve(path));
  const live = new Live(options.json === true);
  if (!options.json)
    print(
      `drill ${plain(read.name)}: ${plain(read.experiment.title)} – on ${plain(estate)}, seed ${seed}, ${plain(program)}\n`,
    );
  try {
    const { journal, report } = await carryOut({
      ...what,
      speed: options.speed ?? (options.console ? CONSOLE_SPEED : undefined),
      say: (line) => live.say(line),
      ask: (prompt) => askFor(prompt, options),
      judged: ({ verdict, because }, arena) => arena.console?.over({ verdict, because, folder: path }),
      opened: async (arena) => {
        if (options.console) process.stderr.write(`console: ${arena.console?.url()}\n`);
        live.follow(arena);
        if (options.console && !options.yes) await consoleOpened(arena);
      },
    });
    live.end();
    writeDrill(resolve(path), journal, report, {
      tookMs: Date.now() - began,
      finishedAt: new Date().toISOString(),
    });
    if (options.out === undefined) linkLatest(resolve(path));
    if (options.json) print(`${JSON.stringify({ ...report, folder: path }, null, 1)}\n`);
    else
      print(
        `${renderDrill(report, coloured(process.stdout))}\nfolder: ${path} (open report.html)\nnext: ${nextOf(report, path, read.path)}\n`,
      );
    process.exitCode = exitCode(report);
  } finally {
    live.end();
    release();
  }
}

/** What goes on, on stderr: a line that changes on a terminal, a log otherwise. */
class Live {
  private readonly quiet: boolean;
  private readonly progress = new ProgressLine();
  private readonly halts: () => void;
  private arena: Arena | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last = '';

  constructor(quiet: boolean) {
    this.quiet = quiet;
    this.halts = () => {
      this.say('halting: everything is healed, then the report is written');
      this.arena?.watched.faults.halt('Ctrl-C');
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, this.halts);
  }

  follow(arena: Arena): void {
    this.arena = arena;
    this.timer = setInterval(() => this.show(), LOOK_MS);
  }

  say(line: string): void {
    this.last = line;
    if (this.quiet) return;
    if (process.stderr.isTTY) this.show();
    else process.stderr.write(`${this.time()}  ${plain(line)}\n`);
  }

  end(): void {
    clearInterval(this.timer);
    this.progress.clear();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.halts);
  }

  private show(): void {
    const { arena } = this;
    if (this.quiet || !arena) return;
    const { home, all } = countsOf(machinesOf(arena.watched.estate));
    this.progress.show(
      (seconds) => `${this.time()} virtual, ${seconds} s: ${home} of ${all} home – ${plain(this.last)}`,
    );
  }

  private time(): string {
    return this.arena ? new Date(this.arena.now()).toISOString().slice(11, 19) : '        ';
  }
}

/** Waits until somebody looks, halts, or has had the time to. */
async function consoleOpened({ console, watched, failure }: Arena): Promise<void> {
  const over = performance.now() + CONSOLE_WAIT_MS;
  const goesOn = (): boolean => watched.faults.halted === undefined && failure() === undefined;
  while (console?.open() === 0 && goesOn() && performance.now() < over) await sleep(LOOK_MS);
}

async function askFor(prompt: string, { yes }: DrillCliOptions): Promise<void> {
  if (yes) return;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  await asking.question(`by hand: ${plain(prompt)} – press Enter when it is done `);
  asking.close();
}

/** Errors: HW-DRILL-LOCKED – another drill writes there. */
function lockOf(path: string): () => void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    // Whoever writes there says why it cannot.
    return () => undefined;
  }
  return takeLock(
    `${path}.lock`,
    (by) =>
      new Misuse(
        'HW-DRILL-LOCKED',
        `${by} writes a drill to ${path}`,
        'Wait for it, stop it, or name another folder with --out.',
      ),
  );
}

async function many(
  where: { readonly file: string; readonly estatePath: string; readonly seed: number },
  options: DrillCliOptions,
): Promise<void> {
  if (options.runbook !== undefined)
    throw new Misuse(
      'HW-DRILL-RUNS',
      '--runs is for the reference runbook, which runs in this process',
      'Leave --runbook or --runs out.',
    );
  const progress = new ProgressLine();
  const runs = options.runs ?? 1;
  const summary = await runMany({
    ...where,
    runs,
    threads: options.threads,
    done: (count) => progress.show((seconds) => `${count} of ${runs} drills, ${seconds} s`),
  });
  progress.clear();
  if (options.json) print(`${JSON.stringify(summary, null, 1)}\n`);
  else {
    const counts = Object.entries(summary.counts).map(([verdict, count]) => `${count} ${verdict}`);
    print(`${summary.drill}: ${runs} seeds from ${where.seed}: ${counts.join(', ')}\n`);
    for (const { seed, verdict, because } of summary.others.slice(0, 20))
      print(`  seed ${seed}: ${verdict} – ${plain(because)}\n`);
    const [first] = summary.others;
    if (first) print(`next: npx homeward drill ${where.file} --seed ${first.seed}\n`);
  }
  process.exitCode = summary.others.length > 0 ? EXIT.negative : EXIT.done;
}

function exitCode({ halted, verdict }: DrillReport): number {
  if (halted !== null) return EXIT.halted;
  return verdict === 'proven' ? EXIT.done : EXIT.negative;
}

function nextOf(report: DrillReport, path: string, file: string): string {
  return report.verdict === 'proven' ? `open ${join(path, 'report.html')}` : again(report, file);
}

function print(text: string): void {
  process.stdout.write(text);
}

const HELP = `
Every machine of the estate is in Azure when the drill begins, and the site is back. The program under test is to bring them home. Faults are healed
in the end whatever happens, rollbacks are always carried out. Ctrl-C and POST /homeward/halt stop a drill; the report tells what was done so far.

Examples:
  homeward drill drills/process-server-loss.yaml
  homeward drill drills/process-server-loss.yaml --dry-run
  homeward drill drills/process-server-loss.yaml --runbook './my-failback.sh' --speed 60
  homeward drill drills/process-server-loss.yaml --console
  homeward drill drills/process-server-loss.yaml --runs 1000

Exit codes:
  0  proven: every promise was kept (--runs: for every seed)
  1  at risk, blocked or unknown: the report says why
  2  bad input or options; nothing was run
  3  the simulation itself broke: nothing is proven
  4  halted by Ctrl-C, a stop condition or the control API
`;
