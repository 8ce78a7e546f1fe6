import type { Rehearsed } from '../assess';
import type { Fix } from './fixes';

/** What each machine needs before it comes home. Shape: one entry for each that does with all fixes; empty: it does so now. */
export type Needs = readonly (readonly Fix[])[];

/** The fixes without which a machine does not come home: those of its findings that block it or leave it unknown. */
export function needsOf(
  { twin, findings }: Rehearsed,
  fixes: readonly Fix[],
  comesHome: ReadonlySet<string>,
): Needs {
  return twin.machines
    .filter(({ label }) => comesHome.has(label))
    .map(({ name, label }) => {
      const stopping = new Set(
        (findings.get(name) ?? [])
          .filter(({ state, decides }) => state === 'blocked' || (state === 'unknown' && decides))
          .map(({ code }) => code),
      );
      return fixes.filter(
        ({ machines, code, stops }) => machines.includes(label) && (stops || stopping.has(code)),
      );
    });
}

/** A smallest set of fixes with which at least `count` machines come home. Each step takes the fixes of that machine which frees most machines for each fix; what
 *  turns out to be unneeded is left out again. It is the smallest where machines need one fix each, and a small one otherwise. */
export function smallestSet(needs: Needs, count: number): readonly Fix[] {
  const freed = (set: readonly Fix[]): number =>
    needs.filter((need) => need.every((fix) => set.includes(fix))).length;
  let set: readonly Fix[] = [];
  while (freed(set) < Math.min(count, needs.length)) {
    const bundles = needs
      .map((need) => need.filter((fix) => !set.includes(fix)))
      .filter((missing) => missing.length > 0)
      .map((missing) => ({ missing, gain: (freed([...set, ...missing]) - freed(set)) / missing.length }));
    const [best] = bundles.toSorted((a, b) => b.gain - a.gain);
    set = [...set, ...(best?.missing ?? [])];
  }
  for (const fix of set.toReversed()) {
    const without = set.filter((each) => each !== fix);
    if (freed(without) >= Math.min(count, needs.length)) set = without;
  }
  return set;
}
