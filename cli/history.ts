import { join } from 'node:path';
import { Command } from 'commander';
import { type EarlierRun, minutes } from '../readiness';
import { plain, RunHistory } from '../reports';
import { Misuse } from '../simulators/kernel';
import { EXIT_CODES_HELP } from './exit-codes';

const HISTORY = join('reports', 'runs', 'history');

interface HistoryOptions {
  readonly estate?: string;
  readonly history: string;
  readonly json?: boolean;
}

/** `homeward history`: how score, RTO and findings have developed over the runs of each estate. */
export function historyCommand(): Command {
  return new Command('history')
    .description('Shows how score, failback times and findings have developed over the runs of each estate.')
    .option('--estate <name>', 'only this estate')
    .option('--history <file>', 'the file to which `homeward readiness` adds a line for each run', HISTORY)
    .option('--json', 'print the runs by estate as one JSON object, and nothing else')
    .addHelpText(
      'after',
      `\nExamples:\n  homeward history\n  homeward history --estate site-a --json\n${EXIT_CODES_HELP}`,
    )
    .action(runHistory);
}

function runHistory({ estate, history: path, json }: HistoryOptions): void {
  const history = readHistory(path);
  const estates = estate === undefined ? history.estates : [estate];
  const [first] = estates;
  if (first === undefined || history.of(first).length === 0) throw nothing(path, estate, history.estates);
  if (json) {
    const runs = Object.fromEntries(estates.map((each) => [each, history.of(each)]));
    print(JSON.stringify(runs, null, 1));
    return;
  }
  print(estates.map((each) => trendOf(each, history.of(each))).join('\n\n'));
}

/** Reads a history, and says on stderr what of it was cut off. */
export function readHistory(path: string): RunHistory {
  const history = new RunHistory(path);
  const { torn } = history;
  if (torn > 0)
    process.stderr.write(
      `${torn} ${torn === 1 ? 'line' : 'lines'} of ${path} ${torn === 1 ? 'was' : 'were'} cut off by a run that was killed, and passed over\n`,
    );
  return history;
}

const HEADER = ['RUN', 'ID', 'EXPORTED', 'SCORE', 'RTO P95', 'BLOCKED', 'UNKNOWN', 'AT RISK', 'PROVEN'];

/** A line a run, oldest first, then what has come and gone since the run before the last. */
function trendOf(estate: string, runs: readonly EarlierRun[]): string {
  const rows = runs.map(({ id, exportedAt, score, rtoP95Ms, counts }, index) => [
    `${index + 1}`,
    plain(id),
    exportedAt === null ? '–' : plain(exportedAt.slice(0, 10)),
    score === null ? '–' : score.low === score.high ? `${score.low}` : `${score.low}–${score.high}`,
    rtoP95Ms === null ? '–' : minutes(rtoP95Ms),
    `${counts.blocked}`,
    `${counts.unknown}`,
    `${counts['at risk']}`,
    `${counts.proven}`,
  ]);
  const widths = HEADER.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) =>
        at === 1 || at === 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const count = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
  return [
    `${plain(estate)}: ${count}, of the twin, not of Azure`,
    line(HEADER),
    ...rows.map(line),
    ...changesOf(runs),
  ].join('\n');
}

function changesOf(runs: readonly EarlierRun[]): readonly string[] {
  const [before, now] = [runs.at(-2)?.findings, runs.at(-1)?.findings];
  if (!before || !now) return [];
  const codes = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return codes
    .filter((code) => before[code] !== now[code])
    .map((code) => `  ${plain(code)}: ${before[code] ?? 0} → ${now[code] ?? 0} machines`);
}

function nothing(path: string, estate: string | undefined, known: readonly string[]): Misuse {
  const what = estate === undefined ? 'a history with runs' : `runs of the estate "${estate}"`;
  const next =
    known.length === 0
      ? 'Run `homeward readiness` first, or name its file with --history.'
      : `Name one of its estates: ${known.map(plain).join(', ')}.`;
  return new Misuse('HW-HISTORY-NONE', `expected ${what}, got none in ${path}`, next);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
