import { plain } from '../reports';
import type { ScenarioResult } from './tally';

const INDENT = '    ';
const LINES_MAX = 16;

/** A failure on a terminal: what was expected, what happened, when, what had struck, and how to run just that again. */
export function renderFailure(result: ScenarioResult, colour: boolean): string {
  const { failure, title, feature, attempts } = result;
  if (!failure) return '';
  const { expected, at, happened, virtualMs, seed, fired, unfired, again } = failure;
  const head = `■ FAILED`;
  const rows: readonly (readonly [string, string])[] = [
    ['feature', plain(feature)],
    ['expected', `${plain(expected)}  (${plain(at)})`],
    ['happened', happenedIn(happened)],
    [
      'when',
      virtualMs === null ? 'before an estate was built' : `${clock(virtualMs)} of virtual time, seed ${seed}`,
    ],
    ...(fired.length > 0 ? [['struck', plain(fired.join(', '))] as const] : []),
    ...(unfired.length > 0 ? [['not struck', plain(unfired.join(', '))] as const] : []),
    ...(attempts > 1 ? [['attempts', `${attempts}, all of them failed`] as const] : []),
    ['again', plain(again)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `${colour ? `\u001b[31m${head}\u001b[0m` : head}  ${plain(title)}`,
    ...rows.map(
      ([name, text]) =>
        `  ${name.padEnd(width)}  ${text.replaceAll('\n', `\n${INDENT}${' '.repeat(width)}`)}`,
    ),
  ].join('\n');
}

/** Hours, minutes and seconds. Units: ms. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function happenedIn(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => plain(line).trimEnd())
    .filter((line) => line !== '');
  const left = lines.length - LINES_MAX;
  return [
    ...lines.slice(0, LINES_MAX),
    ...(left > 0 ? [`… ${left} more lines in the reports (--out)`] : []),
  ].join('\n');
}
