import {
  type Drawn,
  FAULTS,
  type FaultKind,
  kindNamed,
  LAYERS,
  PHASES,
  type PlannedFault,
  type Schedule,
  type Trigger,
} from '../simulators/faults';
import { type How, Randomness, type Stream } from '../simulators/kernel';
import type { Row } from './covering';

/** Of what a schedule is drawn. */
export interface Lot {
  /** The kinds that can strike in the estate. */
  readonly kinds: readonly FaultKind[];
  /** The tasks of its jobs. */
  readonly tasks: readonly string[];
  /** The kinds of entries in the journal of an undisturbed run, and how many there are of each. */
  readonly entries: readonly (readonly [entry: string, times: number])[];
  readonly faultsMax: number;
}

/** Of the layers and kinds, each run has some and not the others: what comes together often then is seen, what disturbs it is away.
 *  Source: swarm testing, as in TigerBeetle's VOPR. */
const SHARE_OF_LAYERS = 0.5;
const SHARE_OF_KINDS = 0.5;
/** So many are drawn so that what is done to a component counts as much as what is done to its messages, of which there are ten times as many kinds. */
const SHARE_BY_GROUP = 0.5;
/** How far behind its trigger a fault strikes: of the order of one of these. Units: ms. */
const SCALES_MS = [0, 1_000, 15_000, 120_000, 600_000, 1_800_000];
/** The same, where all are to strike in the phase that they are drawn for. Units: ms. */
const SOON_MS = [0, 1_000, 15_000, 120_000, 300_000];

/** Draws a schedule from a seed: a function of the seed and the lot, and of nothing else. */
export function drawSchedule(seed: number, lot: Lot): Schedule {
  const draws = new Randomness(seed).stream('schedule');
  const layers = new Set(LAYERS.filter(() => draws.chance(SHARE_OF_LAYERS)));
  const some = lot.kinds.filter(({ layer }) => layers.has(layer) && draws.chance(SHARE_OF_KINDS));
  const kinds = some.length > 0 ? some : lot.kinds;
  const count = draws.between(1, lot.faultsMax);
  return {
    faults: Array.from({ length: count }, () =>
      drawFault(draws.chance(SHARE_BY_GROUP) ? pickKind(draws, kinds) : pick(draws, kinds), lot, draws),
    ),
  };
}

/** A row's faults: each strikes soon after a machine enters the phase, on a target and for a time that the seed draws. */
export function drawRow(seed: number, { phase, kinds }: Row): Schedule {
  const draws = new Randomness(seed).stream('row');
  const faults = kinds.map(kindNamed).map((kind) => ({
    fault: kind.name,
    when: { phase, afterMs: Math.floor(draws.fraction() * pick(draws, SOON_MS)) },
    target: draws.between(0, 99),
    lastsMs: drawLasting(kind, draws),
    how: drawHow(kind, draws),
  }));
  return { faults };
}

function drawFault(kind: FaultKind, lot: Lot, draws: Stream): PlannedFault {
  const whom = draws.between(0, 9);
  return {
    fault: kind.name,
    when: drawTrigger(kind, lot, draws),
    target: whom === 0 ? 'all' : whom === 1 ? 'minority' : draws.between(0, 99),
    lastsMs: drawLasting(kind, draws),
    how: drawHow(kind, draws),
  };
}

/** How long a fault lasts; null: it passes by itself. Units: ms. */
export function drawLasting({ lasts }: FaultKind, draws: Stream): number | null {
  return lasts === 'passes' ? null : between(draws, lasts);
}

function drawTrigger(kind: FaultKind, { tasks, entries, faultsMax }: Lot, draws: Stream): Trigger {
  const scale = pick(draws, SCALES_MS);
  const afterMs = Math.floor(draws.fraction() * scale);
  const way = kind.phases ? 0 : draws.between(0, 9);
  if (way === 7 && tasks.length > 0) return { task: pick(draws, tasks), afterMs };
  if (way === 5 || way === 6) {
    const [entry, times] = pick(draws, entries);
    return { entry, nth: draws.between(1, times), ...(way === 5 ? {} : { afterMs }) };
  }
  // Soon after another fault has struck.
  if (way === 8) return { entry: 'fault.began', nth: draws.between(1, faultsMax), afterMs };
  if (way === 9) return { atMs: draws.between(0, 4 * 3_600_000) };
  return { phase: pick(draws, kind.phases ?? PHASES), afterMs };
}

/** Draws what a fault needs to be told. */
export function drawHow({ how = {} }: FaultKind, draws: Stream): How {
  return Object.fromEntries(
    Object.entries(how).map(([name, from]) => [name, typeof from === 'object' ? drawn(from, draws) : from]),
  );
}

function drawn(from: Drawn, draws: Stream): number | string {
  const [first, second] = from;
  return typeof first === 'number'
    ? draws.between(first, second as number)
    : pick(draws, from as readonly string[]);
}

/** Short ones are as likely as long ones. */
export function between(draws: Stream, [from, to]: readonly [number, number]): number {
  return Math.round(from * (to / from) ** draws.fraction());
}

/** Each thing that can be done to each role is as likely as any other, however many kinds it comes in. */
export function pickKind(draws: Stream, kinds: readonly FaultKind[]): FaultKind {
  const groups = new Map<string, FaultKind[]>();
  for (const kind of kinds) {
    const name = `${kind.does} ${kind.on}`;
    const group = groups.get(name);
    if (group) group.push(kind);
    else groups.set(name, [kind]);
  }
  return pick(draws, pick(draws, [...groups.values()]));
}

export function pick<T>(draws: Stream, from: readonly T[]): T {
  return from[draws.between(0, from.length - 1)] as T;
}

/** The kinds that can strike in an estate, by the roles of its targets. */
export function kindsFor(roles: ReadonlySet<string>): readonly FaultKind[] {
  return FAULTS.filter(({ on }) => roles.has(on));
}
