import { type Campaign, minutes, type Score, type Sections, type Waves, type WhatIf } from '../readiness';
import { plain } from './terminal-text';

/** What drills and a what-if have shown, a line each, for a terminal. Shape: a line for each section that there is. */
export function campaignLines({ score, campaign, waves, whatIf }: Sections): readonly string[] {
  return [
    ...(score ? [scoreLine(score)] : []),
    ...(campaign ? [drillsLine(campaign)] : []),
    ...(waves && waves.waves.length > 0 ? [wavesLine(waves)] : []),
    ...(whatIf ? [whatIfLine(whatIf)] : []),
  ];
}

function scoreLine({ low, high }: Score): string {
  return `score: ${low === high ? low : `${low} to ${high}`} of 100 (of the twin, not of Azure)`;
}

/** So many machines that did not always come home are named. */
const NAMES_MAX = 3;

function drillsLine({ machines, drills }: Campaign): string {
  const others = machines
    .filter(({ home, drills: all }) => home < all)
    .toSorted((a, b) => a.home - b.home)
    .map(({ name, home, drills: all }) => `${plain(name)} ${home}/${all}`);
  const more = others.length > NAMES_MAX ? ` and ${others.length - NAMES_MAX} more` : '';
  const named = others.length === 0 ? '' : `; not always: ${others.slice(0, NAMES_MAX).join(', ')}${more}`;
  return `drills: ${machines.length - others.length} of ${machines.length} machines came home in time in all ${drills.length} drills${named}`;
}

function wavesLine({ waves }: Waves): string {
  const { endsMs = 0, endsP95Ms } = waves.at(-1) ?? {};
  const disturbed = endsP95Ms === undefined ? '' : `, with faults ${minutes(endsP95Ms)} at p95`;
  const binds = [...new Set(waves.flatMap((wave) => wave.binds))].map(plain).join(', ');
  const limited = binds === '' ? '' : ` (limited by: ${binds})`;
  return `waves: ${waves.length} ${waves.length === 1 ? 'wave' : 'waves'}, ${minutes(endsMs)}${disturbed}${limited}`;
}

function whatIfLine({ target, best, smallestSet, smallestSetScore }: WhatIf): string {
  const count = smallestSet.length;
  const reached =
    count === 0
      ? `no fix brings more than the score of ${smallestSetScore}`
      : `${count} ${count === 1 ? 'fix brings' : 'fixes together bring'} the score to ${smallestSetScore}`;
  if (best !== undefined) return `what if: ${reached}; ${target} cannot be reached`;
  return count === 0 ? `what if: the target of ${target} is reached as it is` : `what if: ${reached}`;
}
