import { FAULT, issuesOf, plannedOf } from '../serving/faults/request';
import type { WatchedEstate } from '../serving/fronted-estate';
import { FAULTS, type FaultKind, type PlannedFault } from '../simulators/faults';
import { Misuse } from '../simulators/kernel';
import type { Activity } from './experiment';
import type { ReadExperiment } from './read-experiment';
import { substitute, type Values } from './substitute';

/** A fault that an activity of an experiment arms or does. */
export interface DrillFault {
  readonly activity: string;
  readonly kind: FaultKind;
  readonly planned: PlannedFault;
  /** So many targets of its role there are at the start, and so many of them it strikes at most. */
  readonly reach: { readonly all: number; readonly struck: number };
}

/** Reads the faults of an experiment, and looks whether each could be done to the estate.
 *  Errors: HW-FAULT-UNKNOWN, -PHASE, -TARGET, -PARAMETER, HW-DRILL-FILE – with the place in the file; HW-DRILL-RADIUS – it would strike more
 *  than the blast radius allows. Nothing was done then. */
export function faultsOf(
  read: ReadExperiment,
  watched: WatchedEstate,
  values: Values,
): readonly DrillFault[] {
  const { homeward, placeOf } = read;
  return read.method.flatMap((activity, index) => {
    const asked = faultAsked(activity, values);
    if (asked === undefined) return [];
    const place = placeOf('method', index, 'provider', 'arguments');
    const planned = told(place, () => plan(asked, place));
    const kind = FAULTS.find(({ name }) => name === planned.fault) as FaultKind;
    const reach = reachOf(planned, kind, watched, place);
    const most = Math.max(1, Math.floor(reach.all * homeward.radius));
    if (reach.struck > most)
      throw new Misuse(
        'HW-DRILL-RADIUS',
        `${place}: ${planned.fault} strikes ${reach.struck} of ${reach.all} targets (${kind.on}), expected ${most} at most by the radius of ${homeward.radius}`,
        'Name one target, or widen the radius in extensions.',
      );
    return [{ activity: activity.name, kind, planned, reach }];
  });
}

/** What an activity asks of the control API, if it is a fault. */
function faultAsked({ type, provider }: Activity, values: Values): unknown {
  if (type !== 'action' || provider.type !== 'http' || provider.method !== 'POST') return undefined;
  const url = `${substitute(provider.url, values)}`;
  return /\/homeward\/faults$/.test(url) ? (substitute(provider.arguments, values) ?? {}) : undefined;
}

function plan(asked: unknown, place: string): PlannedFault {
  const read = FAULT.safeParse(asked);
  if (!read.success)
    throw new Misuse(
      'HW-DRILL-FILE',
      `expected a fault: ${issuesOf(read.error, 'it')}`,
      `docs/faults.md lists them; see ${place}.`,
    );
  return plannedOf(read.data, 0);
}

/** A copy of a machine is a target only while it is there: its name alone is known at the start. */
function reachOf(
  { target, fault }: PlannedFault,
  kind: FaultKind,
  { estate, targets }: WatchedEstate,
  place: string,
): DrillFault['reach'] {
  const there = targets().filter(({ role, able }) => role === kind.on && kind.does in able);
  const names = there.map(({ name }) => name).filter((name) => kind.only?.includes(name) ?? true);
  const later = /VM$|guest|agent/.test(kind.on) ? [...estate.machines.keys()] : [];
  const all = Math.max(names.length, later.length);
  if (all === 0)
    throw new Misuse(
      'HW-FAULT-TARGET',
      `${place}: ${fault} strikes nothing here: this estate has no ${kind.on}`,
      'Choose another fault, or another estate.',
    );
  if (target === 'all') return { all, struck: all };
  if (target === 'minority') return { all, struck: Math.max(1, Math.ceil(all / 2) - 1) };
  const known = [...new Set([...names, ...later])];
  if (typeof target === 'string' && !known.includes(target))
    throw new Misuse(
      'HW-FAULT-TARGET',
      `${place}: there is no ${kind.on} called "${target}"`,
      `There are: ${known.slice(0, 20).join(', ')}.`,
    );
  return { all, struck: 1 };
}

/** Says where in the file it is that somebody misuses something. */
function told<T>(place: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    throw new Misuse(error.code, `${place}: ${error.message}`, error.next);
  }
}
