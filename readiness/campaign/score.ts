import type { Score } from '../sections';
import type { MachineVerdict } from '../verdict';
import type { Fate } from './told';

const HOME_WEIGHT = 0.6;
const FORMULA =
  '100 × (0.6 × home + 0.4 × in time). home: the share of drills in which a machine came home, averaged over all counted machines; in time: the share in which it did so within the target. A blocked machine counts 0; an unknown one counts 0 in the lower score, and its drills (1 if there were none) in the upper.';

/** The score of an estate: a range while anything is unknown. Without drills the one rehearsal counts as one. */
export function scoreOf(
  machines: readonly MachineVerdict[],
  fates: ReadonlyMap<string, Fate>,
  rtoTargetMs: number,
): Score {
  const shares = machines.map((machine) => sharesOf(machine, fates.get(machine.twinName), rtoTargetMs));
  const mean = (of: (share: Shares) => number): number =>
    shares.length === 0 ? 0 : shares.reduce((sum, each) => sum + of(each), 0) / shares.length;
  const part = (name: string, weight: number, of: (share: Shares) => number) => ({
    name,
    weight,
    low: rounded(mean((each) => (each.known ? of(each) : 0))),
    high: rounded(mean(of)),
  });
  const parts = [
    part('home', HOME_WEIGHT, ({ home }) => home),
    part('in time', 1 - HOME_WEIGHT, ({ inTime }) => inTime),
  ];
  const total = (end: 'low' | 'high'): number =>
    Math.round(1_000 * parts.reduce((sum, each) => sum + each.weight * each[end], 0)) / 10;
  return { low: total('low'), high: total('high'), formula: FORMULA, parts };
}

interface Shares {
  readonly known: boolean;
  readonly home: number;
  readonly inTime: number;
}

function sharesOf({ verdict, journey }: MachineVerdict, fate: Fate | undefined, rtoTargetMs: number): Shares {
  const known = verdict !== 'unknown';
  if (verdict === 'blocked') return { known, home: 0, inTime: 0 };
  const seen = fate ? fate.drills.map(({ rtoMs }) => rtoMs) : journey ? [journey.rtoMs] : [];
  if (seen.length === 0) return { known, home: 1, inTime: 1 };
  const share = (passes: (ms: number) => boolean): number =>
    seen.filter((ms) => ms !== undefined && passes(ms)).length / seen.length;
  return { known, home: share(() => true), inTime: share((ms) => ms <= rtoTargetMs) };
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
