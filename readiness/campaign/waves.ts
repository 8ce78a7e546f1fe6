import type { MachineDescription } from '../../simulators/description';
import type { RehearsalPlan } from '../model';
import type { Use } from '../sections';

/** What the site gives a wave. */
export interface Capacity {
  readonly masterTargets: number;
  readonly mbitPerSecond: number;
  /** So long the copies of a wave may be on the line. Units: ms. */
  readonly windowMs: number;
  /** Of the datastores whose free space is known. Changes that come home may grow thin disks by as much. */
  readonly freeBytes: ReadonlyMap<string, number>;
}

/** Machines that come home together. Shape: `uses` – every limit, and how much of it they take; `binds` – those that kept the next machine out. */
export interface PlannedWave {
  readonly machines: readonly string[];
  readonly uses: readonly Use[];
  readonly binds: readonly string[];
}

/** Source: Microsoft, "About reprotection": a master target takes 60 disks. */
const DISKS_PER_MASTER_TARGET = 60;
/** Source: Microsoft, "Create recovery plans": a plan holds up to 100 protected instances. */
const MACHINES_PER_PLAN = 100;
/** Source: Microsoft, Deployment Planner: a process server takes 2 TB of changes a day. */
const PROCESS_SERVER_GIB_PER_DAY = 2_048;
/** The limits that more servers or a faster line lift. */
export const DISKS_LIMIT = 'disks of the master targets';
export const LINE_LIMIT = 'time on the line';
const GIB = 1024 ** 3;
const EXTENT_BYTES = 64 * 1024;
const DAY_MS = 86_400_000;

/** Puts machines into waves, in the order of the plan: each takes as many as the limits of the site let it.
 *  `sentBytes`: what the line carried for each in the rehearsal; a machine that is too much by itself has a wave of its own. */
export function planWaves(
  { description }: RehearsalPlan,
  names: readonly string[],
  capacity: Capacity,
  sentBytes: ReadonlyMap<string, number>,
): readonly PlannedWave[] {
  const machines = new Map(description.machines.map((machine) => [machine.name, machine]));
  const weigh = (members: readonly string[]): readonly Use[] =>
    usesOf(
      members.flatMap((name) => machines.get(name) ?? []),
      capacity,
      sentBytes,
    );
  const waves: PlannedWave[] = [];
  let members: readonly string[] = [];
  for (const name of names) {
    const over = weigh([...members, name]).filter(({ used, capacity: most }) => used > most);
    if (members.length > 0 && over.length > 0) {
      waves.push({ machines: members, uses: weigh(members), binds: over.map(({ limit }) => limit) });
      members = [];
    }
    members = [...members, name];
  }
  if (members.length > 0) waves.push({ machines: members, uses: weigh(members), binds: [] });
  return waves;
}

function usesOf(
  machines: readonly MachineDescription[],
  { masterTargets, mbitPerSecond, windowMs, freeBytes }: Capacity,
  sentBytes: ReadonlyMap<string, number>,
): readonly Use[] {
  const bytesOf = ({ name }: MachineDescription): number => sentBytes.get(name) ?? 0;
  const sum = (of: (machine: MachineDescription) => number, among = machines): number =>
    among.reduce((total, machine) => total + of(machine), 0);
  const lineMinutes = (sum(bytesOf) * 8) / (mbitPerSecond * 1e6) / 60;
  const stores = [...new Set(machines.map(({ datastore }) => datastore))].flatMap((name) => {
    const bytes = name === undefined ? undefined : freeBytes.get(name);
    if (bytes === undefined) return [];
    const onIt = machines.filter(({ datastore }) => datastore === name);
    return [use(`space on ${name}`, sum(bytesOf, onIt) / GIB, bytes / GIB, 'GiB')];
  });
  return [
    use(
      DISKS_LIMIT,
      sum(({ disks }) => disks.length),
      masterTargets * DISKS_PER_MASTER_TARGET,
      'disks',
    ),
    use('machines of a recovery plan', machines.length, MACHINES_PER_PLAN, 'machines'),
    use(LINE_LIMIT, lineMinutes, windowMs / 60_000, 'min'),
    use(
      'changes through the process server',
      sum(churnPerDay) / GIB,
      PROCESS_SERVER_GIB_PER_DAY,
      'GiB a day',
    ),
    ...stores,
  ];
}

/** Units: bytes a day. */
function churnPerDay({ workload }: MachineDescription): number {
  return workload ? (workload.extentsPerWrite * EXTENT_BYTES * DAY_MS) / workload.everyMs : 0;
}

function use(limit: string, used: number, capacity: number, unit: string): Use {
  return { limit, used: Math.round(used * 100) / 100, capacity: Math.round(capacity * 100) / 100, unit };
}
