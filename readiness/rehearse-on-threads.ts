import { onThreads } from '../exploration';
import type { RehearsalPlan } from './model';
import { groupsOf, Joined, type Rehearsal, type RehearsalWatch, rehearse } from './rehearse';

/** What the thread of a twin answers. Shape: `group` counts from 0; `journal` – in chunks. */
export interface GroupAnswer {
  readonly group: number;
  readonly journal: readonly string[];
  readonly rehearsal: Rehearsal;
}

export interface GroupOrder {
  readonly group: number;
  readonly plan: RehearsalPlan;
}

/** Rehearses a plan as `rehearse` does, and to the same outcome, with each of its twins on one of some threads. Errors: as of `rehearse`. */
export async function rehearseOnThreads(
  plan: RehearsalPlan,
  threads: number,
  watch: RehearsalWatch = {},
): Promise<Rehearsal> {
  const groups = groupsOf(plan);
  if (groups.length === 1 || threads === 1) return rehearse(plan, watch);
  const joined = new Joined(watch);
  const early = new Map<number, GroupAnswer>();
  let given = 0;
  let taken = 0;
  await onThreads<GroupOrder, GroupAnswer>({
    script: require.resolve('./rehearse-worker'),
    workerData: undefined,
    threads: Math.min(threads, groups.length),
    next: () => {
      const group = given++;
      const own = groups[group];
      return own && { group, plan: own };
    },
    done: (answer) => {
      early.set(answer.group, answer);
      for (let next = early.get(taken); next; next = early.get(taken)) {
        early.delete(taken);
        taken += 1;
        next.journal.forEach(joined.journal);
        joined.add(next.rehearsal);
      }
    },
  });
  return joined.rehearsal;
}
