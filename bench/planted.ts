import { appendFileSync } from 'node:fs';
import { type Detection, Detector } from '../exploration/detection';
import { PLANTED, type PlantedBug, plantNamed } from '../simulators/planted';
import { measure } from './measure';

/** Campaign `c` begins at seed `c` times this, and goes on from there. */
const CAMPAIGN = 1_000_000;
/** Of so many of the runs that saw a bug the one is taken that needs the fewest faults. */
const REDUCED = 2;
const DEFAULTS = { campaigns: 20, seeds: 1_000 };

/** `npm run bench -- planted [--only <name or layer>] [--campaigns 20] [--seeds 1000] [--record <file>]`: how many seeds it takes to see each planted bug.
 *  Prints a table in Markdown, a row as soon as it is measured; and appends to a file, as a line of JSON, one run in which each was seen. */
export function benchPlanted(words: readonly string[]): void {
  const option = (name: string): string | undefined => {
    const at = words.indexOf(`--${name}`);
    return at < 0 ? undefined : words[at + 1];
  };
  const campaigns = Number(option('campaigns') ?? DEFAULTS.campaigns);
  const seeds = Number(option('seeds') ?? DEFAULTS.seeds);
  const detector = new Detector();
  console.log(
    `| bug | layer | told first by | seeds, median of ${campaigns} campaigns | most | CPU s | faults left |`,
  );
  console.log('| --- | --- | --- | ---: | ---: | ---: | ---: |');
  for (const bug of chosen(option('only')))
    console.log(rowOf(detector, bug, { campaigns, seeds, record: option('record') }));
}

/** Those of a layer, or those named, separated by commas; all if nothing is said. */
function chosen(only: string | undefined): readonly PlantedBug[] {
  if (only === undefined) return PLANTED;
  const ofLayer = PLANTED.filter(({ layer }) => layer === only);
  return ofLayer.length > 0 ? ofLayer : only.split(',').map(plantNamed);
}

function rowOf(
  detector: Detector,
  bug: PlantedBug,
  { campaigns, seeds, record }: { campaigns: number; seeds: number; record: string | undefined },
): string {
  const firsts = Array.from({ length: campaigns }, (_, campaign) => (campaign + 1) * CAMPAIGN + 1);
  const { cpuSeconds, result } = measure(() => firsts.map((first) => detector.find(bug, first, seeds)));
  const needed = result
    .map((found, campaign) => (found ? found.seed - (firsts[campaign] as number) + 1 : undefined))
    .sort((a, b) => (a ?? seeds + 1) - (b ?? seeds + 1));
  const missed = needed.filter((count) => count === undefined).length;
  const median = needed[Math.floor(campaigns / 2)] ?? `> ${seeds}`;
  const most = missed > 0 ? `missed in ${missed} of ${campaigns}` : needed.at(-1);
  const { name, layer } = bug;
  const recorded = result
    .filter((found) => found?.breach.invariant === bug.breaks)
    .slice(0, REDUCED)
    .map((found) => detector.reduce(bug, found as Detection))
    .sort((a, b) => a.faults.length - b.faults.length)[0];
  if (record !== undefined && recorded) appendFileSync(record, `${JSON.stringify(recorded)}\n`);
  const left = recorded?.faults.length ?? '–';
  return `| ${name} | ${layer} | ${tellersOf(result)} | ${median} | ${most} | ${cpuSeconds.toFixed(1)} | ${left} |`;
}

/** Which checkers told, the one that told most often first. */
function tellersOf(found: readonly (Detection | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const each of found)
    if (each) counts.set(each.breach.invariant, (counts.get(each.breach.invariant) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([invariant, count]) => `${invariant} ${count}`)
    .join(', ');
}
