import { LOOK } from '../look';
import { cutEnd, padEnd, padStart, plain } from '../terminal-text';
import { clock, type DrillReport, lasted } from './report';

const COLUMNS_MAX = 100;
const WORD_COLUMNS = 10;

/** A drill on a terminal: what each machine came to, what was done to the estate, what broke – the verdict last. */
export function renderDrill(report: DrillReport, colour: boolean): string {
  const parts = [machines(report), faults(report), broken(report), verdict(report, colour)];
  return parts.filter((part) => part !== '').join('\n\n');
}

function machines(report: DrillReport): string {
  const name = Math.min(28, Math.max(7, ...report.machines.map(({ machine }) => machine.length)));
  const header = [
    padEnd('MACHINE', name),
    padEnd('DONE', 24),
    padEnd('NOT DONE', 24),
    padStart('RTO', 8),
    padStart('RPO', 8),
  ].join('  ');
  const rows = report.machines.map(({ machine, steps, recoveryTimeMs, recoveryPointMs }) => {
    const done = steps.filter(({ atMs }) => atMs !== null);
    const last = done.at(-1);
    const [left] = steps.filter(({ atMs }) => atMs === null);
    return [
      padEnd(cutEnd(plain(machine), name), name),
      padEnd(last ? `${last.step}` : 'nothing', 24),
      padEnd(left?.step ?? '–', 24),
      padStart(recoveryTimeMs === null ? '–' : lasted(recoveryTimeMs), 8),
      padStart(recoveryPointMs === null ? '–' : lasted(recoveryPointMs), 8),
    ].join('  ');
  });
  const { pointOfNoReturn: point } = report;
  const noReturn = point
    ? [
        `point of no return: ${clock(point.atMs, report)}, when the failback of ${plain(point.machine)} was committed`,
      ]
    : ['point of no return: not reached, every machine can still run in Azure'];
  return [header, ...rows, ...noReturn].map((line) => line.trimEnd()).join('\n');
}

function faults(report: DrillReport): string {
  return report.faults
    .map(({ fault, struck, atMs, healedAtMs, why }) => {
      const end = healedAtMs === null ? '' : `, healed ${clock(healedAtMs, report)}`;
      const what =
        atMs === null
          ? `never struck: ${why}`
          : `struck ${struck.join(', ')} at ${clock(atMs, report)}${end}`;
      return cutEnd(plain(`fault ${fault}: ${what}`), COLUMNS_MAX);
    })
    .join('\n');
}

function broken({ checks }: DrillReport): string {
  return checks
    .filter(({ verdict }) => verdict !== 'kept')
    .flatMap(({ check, verdict, evidence }) => [
      `${padEnd(verdict, WORD_COLUMNS)}${check}`,
      ...evidence
        .slice(0, 3)
        .map((line) => `${' '.repeat(WORD_COLUMNS)}${cutEnd(plain(line), COLUMNS_MAX - WORD_COLUMNS)}`),
    ])
    .join('\n');
}

function verdict({ verdict: word, because, checks }: DrillReport, colour: boolean): string {
  const { shape, word: name, ansi } = LOOK[word];
  const head = `${shape} ${name}`;
  const kept = checks.filter((check) => check.verdict === 'kept').length;
  return `${colour ? `\u001b[${ansi}m${head}\u001b[0m` : head}  ${plain(because)} (${kept} of ${checks.length} checks kept)`;
}
