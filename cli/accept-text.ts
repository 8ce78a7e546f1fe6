import type * as acceptance from '../acceptance';
import type { AcceptResult, Changes, Suite } from '../acceptance';
import { plain } from '../reports';
import { coloured } from './say';

/** What of the options shows in what is said. */
interface Said {
  readonly profile: string;
  readonly shard?: string;
  readonly tags?: string;
  readonly seed?: number;
  readonly steps?: readonly string[];
  readonly json?: boolean;
}

/** The first line of a suite. */
export function headOf({ scenarios, chosen, found }: Suite, { profile, shard }: Said): string {
  const features = new Set(scenarios.map(({ place }) => place)).size;
  const part = shard === undefined ? '' : `, shard ${shard} of ${chosen}`;
  const among = chosen === found ? '' : ` (of ${found})`;
  return `accept: ${counted(scenarios.length, 'scenario')}${among} in ${counted(features, 'feature')}${part} – ${profile === 'sdk' ? 'through the Azure SDK' : 'by plain calls'}`;
}

/** What a suite came to: a page for each failure, what is new, the counts, the next command. */
export function textOf(result: AcceptResult, out: string | undefined): string {
  const { renderFailure } = require('../acceptance') as typeof acceptance;
  const { passed, failed, skipped, retried, tookMs, scenarios, history } = result;
  const failures = scenarios.filter(({ failure }) => failure !== null);
  const pages = failures.map((each) => `${renderFailure(each, coloured(process.stdout))}\n\n`);
  const counts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(retried > 0 ? [`${retried} not at the first attempt`] : []),
  ];
  const again = failures[0]?.failure?.again;
  return [
    ...pages,
    ...(history ? [historyOf(history)] : []),
    `${counts.join(' · ')} – ${(tookMs / 1_000).toFixed(1)} s\n`,
    ...(out === undefined ? [] : [`folder: ${out} (open report.html)\n`]),
    ...(again === undefined ? [] : [`next: ${plain(again)}\n`]),
  ].join('');
}

function historyOf({ run, newFailures, stillFailing, mended }: Changes): string {
  const part = (title: string, keys: readonly string[]): string =>
    keys.length === 0 ? '' : `${title}: ${keys.length}\n${keys.map((key) => `  ${plain(key)}\n`).join('')}`;
  const parts = [
    part('new failures', newFailures),
    part('still failing', stillFailing),
    part('mended since', mended),
  ];
  const text = parts.join('');
  return text === '' ? `run ${run} of the history: nothing fails\n` : `run ${run} of the history\n${text}`;
}

export function listOf({ scenarios }: Suite, { json }: Said): string {
  if (json) return `${JSON.stringify(scenarios, null, 1)}\n`;
  return scenarios.map(({ uri, line, title }) => `${plain(`${uri}:${line}`)}  ${plain(title)}\n`).join('');
}

export function dryRunOf({ scenarios }: Suite, { json }: Said): string {
  if (json) return `${JSON.stringify({ scenarios: scenarios.length, undefined: 0 })}\n`;
  return `${counted(scenarios.length, 'scenario')} would run; every step is known\n`;
}

/** A step file with one step. */
export function startOf(snippet: string): string {
  return `  const { Given, When, Then } = require('homeward/steps');\n\n${snippet.replace(/^/gm, '  ')}`;
}

/** The command that runs one scenario again, and no other. */
export function againOf(place: string, { profile, tags, seed, steps = [] }: Said): string {
  const words = [
    ...['accept', place],
    ...(profile === 'sdk' ? [] : ['--profile', profile]),
    ...(tags === undefined ? [] : ['--tags', tags]),
    ...(seed === undefined ? [] : ['--seed', `${seed}`]),
    ...(steps.length === 0 ? [] : ['--steps', ...steps]),
  ];
  return `npx homeward ${words.map(quoted).join(' ')}`;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./:@{}=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
