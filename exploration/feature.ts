import type { Fields } from '../simulators/kernel';
import type { ReplayFile } from './replay-file';
import { type RunOptions, runOnce } from './run';
import { type FaultRow, sayFault } from './words';

/** What of the journal a timeline tells. */
const TOLD = new Set([
  'fault.began',
  'fault.healed',
  'job.state',
  'item.state',
  'guest.running',
  'guest.stopped',
  'point.recovered',
]);
const LINES_MAX = 60;

/** Writes a finding as a feature in our own steps: red while its cause stands, green when it is mended. Its timeline stands above as text. */
export function featureOf(file: ReplayFile, options: RunOptions): string {
  const lines: string[] = [];
  const { breach } = runOnce({
    ...options,
    observers: [
      (time, kind, subject, fields) => {
        if (TOLD.has(kind)) lines.push(`    ${clock(time)} ${tell(kind, subject, fields)}`);
      },
    ],
  });
  const rows = options.schedule.faults.map(sayFault);
  const told =
    lines.length > LINES_MAX
      ? [...lines.slice(0, LINES_MAX), `    … ${lines.length - LINES_MAX} more`]
      : lines;
  return `@exploration
Feature: ${file.breaks} is broken, found with seed ${file.seed}
  homeward explore found it and made it small. It is red while the cause stands.

${(breach?.evidence ?? [])
  .slice(0, 3)
  .map((line) => `    ${line.split('\n')[0]}`)
  .join('\n')}

  How it went:

${told.join('\n')}

  Scenario: Everybody comes home, and ${file.breaks} holds
    Given the estate file "${file.estate.file}" with the seed ${file.seed}
${file.planted === undefined ? '' : `    And the planted bug "${file.planted}"\n`}${table(rows)}    When every machine goes to Azure and home again
    Then "${file.breaks}" holds
`;
}

function table(rows: readonly FaultRow[]): string {
  if (rows.length === 0) return '';
  const columns = ['fault', 'strikes', 'target', 'lasts', 'how'] as const;
  const all = [Object.fromEntries(columns.map((name) => [name, name])) as unknown as FaultRow, ...rows];
  const width = (name: keyof FaultRow): number => Math.max(...all.map((row) => row[name].length));
  const line = (row: FaultRow): string =>
    `      | ${columns.map((name) => row[name].padEnd(width(name))).join(' | ')} |\n`;
  return `    And these faults:\n${all.map(line).join('')}`;
}

function clock(ms: number): string {
  return `${Math.floor(ms / 3_600_000)}:${new Date(ms % 3_600_000).toISOString().slice(14, 19)}`;
}

function tell(kind: string, subject: string, fields: Fields): string {
  if (kind === 'job.state')
    return `${fields.item}: ${fields.scenario} ${fields.state} ${(fields.codes as readonly string[]).join(', ')}`.trimEnd();
  if (kind === 'item.state') return `${subject} is ${fields.state}`;
  if (kind === 'guest.running') return `${subject} runs (${fields.copy})`;
  if (kind === 'guest.stopped') return `${subject} is off (${fields.copy}, ${fields.how})`;
  if (kind === 'point.recovered') return `${subject} is taken to recovery point ${fields.point}`;
  return kind === 'fault.began' ? `fault: ${subject} on ${fields.target}` : `healed: ${subject}`;
}
