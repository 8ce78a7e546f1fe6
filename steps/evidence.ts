import type { Copy } from './drivers/driver';
import type { Entry } from './drivers/views';

/** A failed job or a refused request, and whether a step looked at it. */
export interface Trouble {
  readonly atMs: number;
  readonly what: string;
  /** The job's id, or the item whose request was refused. */
  readonly subject: string;
  readonly codes: readonly string[];
  seen: boolean;
}

/** How much an agent sent to one target; what was sent again is not counted twice. Units: extents of 64 KiB, bytes. */
export interface Traffic {
  extents: number;
  bytes: number;
  comparedBytes: number;
}

/** What the journal of one scenario tells, kept for assertions and for the guards. */
export class Evidence {
  readonly troubles: Trouble[] = [];
  /** Requests that the simulators do not know. */
  readonly notSimulated: string[] = [];
  /** Machines that came home at least once. */
  readonly failedBack = new Set<string>();
  /** When both copies of a machine ran at once. */
  readonly bothRunning: string[] = [];
  /** `from>to` of each change of health, by machine. */
  readonly health = new Map<string, string[]>();
  /** Machines of which a job failed at least once. */
  readonly failedFor = new Set<string>();
  /** The recovery point at which each machine was recovered last. */
  readonly recoveredAt = new Map<string, string>();
  /** The newest common point that each machine was caught at. */
  readonly caughtAt = new Map<string, string>();
  /** By pair. */
  readonly traffic = new Map<string, Traffic>();
  /** Extents that guests wrote, by machine and copy; each write counts. */
  private readonly writes = new Map<string, number>();
  /** Writes that are still to come of the transaction under way, by machine and copy; and at each recovery point. */
  private readonly open = new Map<string, number>();
  private readonly halves = new Map<string, number>();
  /** The common point that a recovery point belongs to. */
  private readonly groups = new Map<string, string>();
  /** The replication under way, by machine. */
  private readonly pairs = new Map<string, string>();
  private readonly states = new Map<string, string[]>();
  private readonly running = new Map<string, Set<string>>();
  private readonly takers: { readonly [kind: string]: Entry } = {
    'job.state': (atMs, _kind, subject, { state, codes, item }) => {
      if (state !== 'Failed') return;
      this.failedFor.add(`${item}`);
      this.trouble(atMs, `the job of ${item} failed`, subject, codes);
    },
    'request.refused': (atMs, _kind, subject, { operation, codes }) =>
      this.trouble(atMs, `${operation} of ${subject} was refused`, subject, codes),
    'not-simulated': (_atMs, _kind, subject) => void this.notSimulated.push(subject),
    'item.state': (_atMs, _kind, subject, { state }) => {
      entry(this.states, subject, () => []).push(`${state}`);
      if (state === 'failed-back') this.failedBack.add(subject);
    },
    'point.recovered': (_atMs, _kind, subject, { point }) => void this.recoveredAt.set(subject, `${point}`),
    'health.changed': (_atMs, _kind, subject, { to }) =>
      void entry(this.health, subject, () => []).push(`${to}`),
    'agent.sent': (_atMs, _kind, _subject, { pair, extents, bytes, again }) => {
      if (again) return;
      const traffic = this.trafficOf(`${pair}`);
      traffic.extents += extents as number;
      traffic.bytes += bytes as number;
    },
    'agent.compared': (_atMs, _kind, _subject, { pair, bytes }) => {
      this.trafficOf(`${pair}`).comparedBytes += bytes as number;
    },
    'agent.drained': (_atMs, _kind, subject, { copy, pair, drain, group }) => {
      this.halves.set(`${pair}/${drain}`, this.open.get(`${subject} ${copy}`) ?? 0);
      if (group === null) return;
      this.caughtAt.set(subject, `${group}`);
      this.groups.set(`${pair}/${drain}`, `${group}`);
    },
    'pair.started': (_atMs, _kind, subject, { pair }) => void this.pairs.set(subject, `${pair}`),
    'pair.stopped': (_atMs, _kind, subject, { pair }) => {
      if (this.pairs.get(subject) === pair) this.pairs.delete(subject);
    },
    'guest.write': (_atMs, _kind, subject, { copy, count, open }) => {
      const key = `${subject} ${copy}`;
      this.open.set(key, open as number);
      this.writes.set(key, (this.writes.get(key) ?? 0) + (count as number));
    },
    'guest.running': (atMs, _kind, subject, { copy }) => {
      const copies = entry(this.running, subject, () => new Set<string>()).add(`${copy}`);
      if (copies.size > 1) this.bothRunning.push(`${subject} at ${atMs} ms`);
    },
    'guest.stopped': (_atMs, _kind, subject, { copy }) => void this.running.get(subject)?.delete(`${copy}`),
  };

  readonly observe: Entry = (atMs, kind, subject, fields) => this.takers[kind]?.(atMs, kind, subject, fields);

  /** Marks the troubles of a job or an item as looked at. */
  look(subject: string): void {
    for (const trouble of this.troubles) if (trouble.subject === subject) trouble.seen = true;
  }

  /** Undefined while the machine does not replicate. */
  pairOf(machine: string): string | undefined {
    return this.pairs.get(machine);
  }

  /** The common point of a multi-VM group that a recovery point belongs to. */
  commonPointOf(point: string): string | undefined {
    return this.groups.get(point);
  }

  trafficOf(pair: string): Traffic {
    return entry(this.traffic, pair, () => ({ extents: 0, bytes: 0, comparedBytes: 0 }));
  }

  extentsWritten(machine: string, copy: Copy): number {
    return this.writes.get(`${machine} ${copy}`) ?? 0;
  }

  /** The states that a protected item came to, in their order. */
  statesOf(machine: string): readonly string[] {
    return this.states.get(machine) ?? [];
  }

  /** How many writes of a transaction a recovery point lacks. */
  missingAt(point: string): number {
    return this.halves.get(point) ?? 0;
  }

  /** Is this copy up? */
  runsAt(machine: string, copy: Copy): boolean {
    return this.running.get(machine)?.has(copy) ?? false;
  }

  private trouble(atMs: number, what: string, subject: string, codes: unknown): void {
    this.troubles.push({ atMs, what, subject, codes: codes as readonly string[], seen: false });
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
