import { type FaultKind, PHASES, type PlannedFault, type Schedule } from '../simulators/faults';
import { Randomness, type Stream } from '../simulators/kernel';
import { between, drawHow, drawLasting, type Lot, pick, pickKind } from './draw';

/** For whom one of the pipeline waits: roles, and of conversations those that are named. */
interface Waiter {
  readonly role: string;
  readonly waitsFor: readonly string[];
  readonly asks: readonly string[];
}

/** Who waits for whom: the lineage of a failback, from the last write in Azure to the machine that runs at home.
 *  Source: docs/decisions/0005-replication-protocol.md. */
const LINEAGE: readonly Waiter[] = [
  {
    role: 'mobility agent',
    waitsFor: ['line', 'process server'],
    asks: [
      'data to the process server',
      'markers to the process server',
      'comparisons through the process server',
      'agent polls',
      'registrations',
    ],
  },
  {
    role: 'process server',
    waitsFor: ['line', 'master target', 'replica store'],
    asks: ['data to the target', 'markers to the target', 'comparisons at the target'],
  },
  {
    role: 'master target',
    waitsFor: ['ESXi host', 'datastore', 'process server'],
    asks: ['writes through the host', 'reads through the host', 'recovery point reports'],
  },
  {
    role: 'configuration server',
    waitsFor: [
      'line',
      'vCenter server',
      'process server',
      'master target',
      'host',
      'datastore',
      'mobility agent',
    ],
    asks: [
      'disk attachments',
      'disk releases',
      'disk rolls',
      'vSphere calls',
      'vSphere power calls',
      'vSphere reconfigurations',
      'group freezes',
      'group snapshots',
      'heartbeats',
    ],
  },
  {
    role: 'vault',
    waitsFor: [
      'line',
      'configuration server',
      'replica store',
      'process server',
      'master target',
      'vCenter server',
    ],
    asks: [
      'failback preparation',
      'failback checks',
      'pair starts',
      'pair stops',
      'machine releases',
      'source shutdowns',
      'latest synchronization',
      'roll backs',
      'recovered starts',
      'vault reports',
    ],
  },
  { role: 'vCenter server', waitsFor: ['ESXi host', 'host', 'site VM'], asks: [] },
];
/** Whoever operates the failback loses patience where somebody waits: at the keyboard, or on a machine. */
const IMPATIENT = ['operator', 'database', 'Azure VM', 'site VM'];
const SHARE_IMPATIENT = 0.3;
/** Now and then the one who waits is struck first, and what it then needs does not answer. */
const SHARE_BEFORE = 0.3;
const SHARE_WITH_A_THIRD = 0.3;
const SHARE_ALL = 0.2;
/** So long somebody does not answer; and the other is struck soon after. Units: ms. */
const SILENT_MS = [30_000, 1_800_000] as const;
const SOON_MS = [0, 1_000, 15_000, 120_000, 300_000];
const STRUCK_WITHIN_MS = 600_000;

/** Draws a story, directed by the lineage of a failback: somebody does not answer for a while, and meanwhile something happens to the one who
 *  waits for the answer, or somebody loses patience. Little else happens, so that nothing hides what comes of it. Undefined where an
 *  estate has none to whom that could happen. */
export function drawStory(seed: number, { kinds }: Lot): Schedule | undefined {
  const draws = new Randomness(seed).stream('story');
  const waiter = pick(draws, LINEAGE);
  const phase = pick(draws, PHASES);
  const who = draws.chance(SHARE_IMPATIENT) ? pick(draws, IMPATIENT) : waiter.role;
  const legal = kinds.filter(({ phases = PHASES }) => phases.includes(phase));
  const silences = legal.filter((kind) => keepsWaiting(kind, waiter));
  const strikes = legal.filter(({ on }) => on === who);
  if (silences.length === 0 || strikes.length === 0) return undefined;
  const [silence, strike] = [pickKind(draws, silences), pickKind(draws, strikes)];
  const lastsMs = between(draws, SILENT_MS);
  const soon = (): number => Math.floor(draws.fraction() * pick(draws, SOON_MS));
  const first = { phase, afterMs: soon() };
  const meanwhile = Math.floor(draws.fraction() * Math.min(lastsMs, STRUCK_WITHIN_MS));
  const faults = draws.chance(SHARE_BEFORE)
    ? [planned(strike, draws, first), planned(silence, draws, after(1, soon()), lastsMs)]
    : [planned(silence, draws, first, lastsMs), planned(strike, draws, after(1, meanwhile))];
  if (draws.chance(SHARE_WITH_A_THIRD)) faults.push(planned(pickKind(draws, legal), draws, after(2, soon())));
  return { faults };
}

function keepsWaiting({ on, only = [], lasts }: FaultKind, { waitsFor, asks }: Waiter): boolean {
  if (lasts === 'passes') return false;
  return waitsFor.includes(on) || (on === 'conversation' && only.some((name) => asks.includes(name)));
}

function after(nth: number, afterMs: number): PlannedFault['when'] {
  return { entry: 'fault.began', nth, afterMs };
}

function planned(
  kind: FaultKind,
  draws: Stream,
  when: PlannedFault['when'],
  lastsMs = drawLasting(kind, draws),
): PlannedFault {
  const target = draws.chance(SHARE_ALL) ? 'all' : draws.between(0, 99);
  return { fault: kind.name, when, target, lastsMs, how: drawHow(kind, draws) };
}
