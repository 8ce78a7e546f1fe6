import type { Campaign, Score, Use, WhatIf, WhatIfFix } from '../readiness';
import type { ReportDocument } from './document/document';
import { LOOK } from './look';
import type { Words } from './words';

// What drills and a what-if have shown, as text for every format. A cell of a table is the lines in it.

export type Row = readonly (readonly string[])[];

/** Points of a score: with a decimal where it has one. */
export function points(score: number): string {
  return score.toFixed(score === Math.round(score) ? 0 : 1);
}

/** The formula of the score with its values. */
export function formulaOf({ parts }: Score, words: Words): string {
  const terms = parts.map(({ name, weight, low, high }) => {
    const value = low === high ? low.toFixed(3) : `${low.toFixed(3)}–${high.toFixed(3)}`;
    return `${weight.toFixed(1)} × ${say(words, name)} ${value}`;
  });
  return `= 100 × (${terms.join(' + ')})`;
}

/** The fixes that gain most by themselves. */
export function helpfulFixes({ fixes }: WhatIf): readonly WhatIfFix[] {
  return fixes.filter(({ scoreBefore, scoreAfter }) => scoreAfter > scoreBefore).slice(0, 3);
}

export function gainOf({ homeBefore, homeAfter, scoreBefore, scoreAfter }: WhatIfFix, words: Words): string {
  return words.whatIf.gain(homeBefore, homeAfter, points(scoreBefore), points(scoreAfter));
}

/** What the smallest set of fixes reaches, and whether that is the target. */
export function smallestText({ target, best, smallestSet, smallestSetScore }: WhatIf, words: Words): string {
  const own = words.whatIf;
  const reached = own.smallest(smallestSet.length, points(smallestSetScore), points(target));
  return best === undefined ? reached : `${own.unreachable(points(target), points(best))} ${reached}`;
}

/** The fixes of the smallest set. */
export function smallestOf({ fixes: all, smallestSet }: WhatIf): readonly WhatIfFix[] {
  return all.filter(({ id }) => smallestSet.includes(id));
}

/** What was to be shown, and how the machines fared in all drills. */
export function outcomeOf({ campaign, waves, rtoTargetMs }: ReportDocument, words: Words): string {
  if (!campaign) return '';
  const { machines, drills } = campaign;
  const held = machines.filter(({ home, drills: count }) => home === count);
  const low = Math.min(...held.map((each) => each.low));
  const others = worstFirst(campaign).slice(0, machines.length - held.length);
  const own = words.drills;
  const hypothesis = own.hypothesis(machines.length, waves?.waves.length ?? 1, words.minutes(rtoTargetMs));
  const outcome = own.outcome(
    held.length,
    machines.length,
    drills.length,
    held.length === 0 ? '' : percent(low),
    others.map(({ name }) => name),
  );
  return `${hypothesis} ${outcome}`;
}

/** How sure each machine is: those first that came home least often, then those that took longest. */
export function confidenceRows({ campaign }: ReportDocument, words: Words): readonly Row[] {
  return (campaign ? worstFirst(campaign) : []).map(({ name, home, drills, low, high, rtoMs, rpoMs }) => [
    [name],
    [`${home}/${drills}`],
    [`${percent(low)}–${percent(high)} %`],
    rtoMs ? [words.minutes(rtoMs.p50)] : [],
    rtoMs ? [words.minutes(rtoMs.p95)] : [],
    rpoMs ? [words.minutes(rpoMs.p95)] : [],
  ]);
}

/** Of each wave so many limits are shown, those that come nearest. */
const USES_MAX = 4;

export function waveRows({ waves }: ReportDocument, words: Words): readonly Row[] {
  const own = words.waves;
  return (waves?.waves ?? []).map(({ machines, startsMs, endsMs, endsP95Ms, uses, binds }, index) => {
    const names = words.list(machines.slice(0, 5));
    const more = machines.length > 5 ? words.andMore(machines.length - 5) : '';
    return [
      [`${own.wave} ${index + 1}`],
      [`${machines.length}: ${names}${more}`],
      [startsMs === 0 ? '0' : words.minutes(startsMs)],
      [words.minutes(endsMs)],
      endsP95Ms === undefined ? [] : [words.minutes(endsP95Ms)],
      nearest(uses)
        .slice(0, USES_MAX)
        .map((use) => useText(use, words)),
      binds.length === 0 ? [own.nothing] : binds.map((text) => say(words, text)),
    ];
  });
}

/** Layers of faults against the phases of the way home. */
export function matrixRows({ matrix }: ReportDocument, words: Words): readonly Row[] {
  if (!matrix) return [];
  const own = words.matrix;
  const cells = new Map(matrix.cells.map((cell) => [`${cell.fault}\u0000${cell.step}`, cell]));
  return matrix.faults.map((fault) => [
    [say(words, fault)],
    ...matrix.steps.map((step) => {
      const cell = cells.get(`${fault}\u0000${step}`);
      if (!cell) return [own.untried];
      const { verdict, home, struck, downMs, dataAtRiskMs } = cell;
      return [
        `${LOOK[verdict].shape} ${own.cell(home, struck)}`,
        ...(downMs === undefined ? [] : [own.down(words.minutes(downMs))]),
        ...(dataAtRiskMs === undefined ? [] : [own.atRisk(words.minutes(dataAtRiskMs))]),
      ];
    }),
  ]);
}

export function matrixColumns({ matrix }: ReportDocument, words: Words): readonly string[] {
  return [words.matrix.fault, ...(matrix?.steps ?? []).map((step) => say(words, step))];
}

function worstFirst({ machines }: Campaign): Campaign['machines'] {
  return machines.toSorted(
    (a, b) => a.home / a.drills - b.home / b.drills || (b.rtoMs?.p95 ?? 0) - (a.rtoMs?.p95 ?? 0),
  );
}

/** The limits that a wave comes nearest to first. */
function nearest(uses: readonly Use[]): readonly Use[] {
  return uses.toSorted((a, b) => b.used / b.capacity - a.used / a.capacity);
}

function useText({ limit, used, capacity, unit }: Use, words: Words): string {
  return `${say(words, limit)}: ${number(used)} / ${number(capacity)} ${say(words, unit)}`;
}

function say(words: Words, text: string): string {
  return words.said(text) ?? text;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}
