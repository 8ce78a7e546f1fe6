import { type AssessmentOptions, type Rehearsed, rehearseTwin } from '../assess';
import { type Drilled, type DrillTwinOptions, drillTwin } from '../campaign/drill-twin';
import type { WhatIf, WhatIfFix } from '../sections';
import { UserAssumptions } from '../user-assumptions';
import type { MachineVerdict } from '../verdict';
import { type Fix, fixesFor } from './fixes';
import { siteFixesFor } from './site-fixes';
import { needsOf, smallestSet } from './smallest-set';

export interface WhatIfOptions {
  readonly drills: DrillTwinOptions;
  /** The score that is wanted. */
  readonly target: number;
  /** Called before each trial: so many of at most so many are through. */
  readonly progress?: (through: number, of: number) => void;
}

/** What each fix would gain, and the smallest set that reaches the target: every number comes from rehearsing and drilling the changed twin with the same seeds,
 *  so it is the score that a report has once the change was made. */
export async function whatIf(
  rehearsed: Rehearsed,
  before: Drilled,
  { drills, target, progress }: WhatIfOptions,
): Promise<WhatIf> {
  const fixes = [...fixesFor(rehearsed), ...siteFixesFor(rehearsed, before, drills.masterTargets)];
  if (fixes.length === 0) {
    const { low } = before.score;
    return { fixes: [], target, ...bestOf(low, target), smallestSet: [], smallestSetScore: low };
  }
  let through = 0;
  const attempt = async (some: readonly Fix[]): Promise<Drilled> => {
    progress?.(through, fixes.length + 2);
    through += 1;
    const masterTargets =
      drills.masterTargets + some.reduce((sum, { more }) => sum + (more?.masterTargets ?? 0), 0);
    return drillTwin(await withFixes(rehearsed, some, drills.threads), { ...drills, masterTargets });
  };
  const tried: WhatIfFix[] = [];
  for (const fix of fixes) tried.push(toldOf(fix, before, await attempt([fix])));
  const all = await attempt(fixes);
  const wanted = Math.min(target, all.score.low);
  const comesHome = new Set(all.assessment.machines.filter(isHome).map(({ name }) => name));
  const needs = needsOf(rehearsed, fixes, comesHome);
  // Drills have the last word: where they give less than was counted, the next fix is added.
  let count = Math.ceil((wanted / 100) * rehearsed.twin.machines.length);
  let set = smallestSet(needs, count);
  let proven = await attempt(set);
  while (proven.score.low < wanted && set.length < fixes.length) {
    count += 1;
    set = count > needs.length ? fixes : smallestSet(needs, count);
    proven = set === fixes ? all : await attempt(set);
  }
  return {
    fixes: tried.toSorted((a, b) => gainOf(b) - gainOf(a)),
    target,
    ...bestOf(all.score.low, target),
    smallestSet: set.map(({ id }) => id),
    smallestSetScore: proven.score.low,
  };
}

/** How far all fixes lead, where that is not far enough. */
function bestOf(best: number, target: number): Pick<WhatIf, 'best'> {
  return best < target ? { best } : {};
}

/** The same estate once some fixes were made. */
function withFixes(
  { inventory, assumed, options }: Rehearsed,
  fixes: readonly Fix[],
  threads: number,
): Promise<Rehearsed> {
  const times = fixes.reduce((product, { more: gives }) => product * (gives?.bandwidth ?? 1), 1);
  const wanted: AssessmentOptions = { ...options, mbitPerSecond: options.mbitPerSecond * times };
  return rehearseTwin(
    inventory,
    new UserAssumptions([...assumed.all, ...fixes.flatMap(({ assume }) => assume)]),
    wanted,
    threads,
  );
}

function toldOf({ id, what, code, machines, commands }: Fix, before: Drilled, after: Drilled): WhatIfFix {
  return {
    id,
    what,
    code,
    machines,
    homeBefore: homeOf(before),
    homeAfter: homeOf(after),
    scoreBefore: before.score.low,
    scoreAfter: after.score.low,
    ...lastsOf(before, 'lastsBeforeMs'),
    ...lastsOf(after, 'lastsAfterMs'),
    commands,
  };
}

/** How long all waves take when nothing disturbs them. */
function lastsOf({ waves }: Drilled, name: 'lastsBeforeMs' | 'lastsAfterMs'): Partial<WhatIfFix> {
  const ms = waves?.waves.at(-1)?.endsMs;
  return ms === undefined ? {} : { [name]: ms };
}

function homeOf({ assessment }: Drilled): number {
  return assessment.machines.filter(isHome).length;
}

function isHome({ verdict }: MachineVerdict): boolean {
  return verdict === 'proven' || verdict === 'at risk';
}

function gainOf({ scoreBefore, scoreAfter }: WhatIfFix): number {
  return scoreAfter - scoreBefore;
}
