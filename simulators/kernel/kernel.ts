import { Agenda } from './agenda';
import { Component } from './component';
import { type Fields, Journal } from './journal';
import { type Pending, Proc, type Process } from './process';
import { mix, Randomness, type Stream } from './random';

/** So many cancelled happenings may lie in the agenda before anyone looks. */
const STALE_MAX = 1_024;

/** Something to happen at its time, unless cancelled before (by `Kernel.cancel`). */
export interface Happening {
  cancelled: boolean;
  act(): void;
}

/** Calls a function at its time. */
export class Timer implements Happening {
  cancelled = false;
  readonly act: () => void;

  constructor(act: () => void) {
    this.act = act;
  }
}

/** Virtual time, processes, randomness, ids and the journal of one run. It knows no domain.
 *  Same seed and same calls: same order of steps, same draws, same journal, byte for byte.
 *  Units: ms of virtual time, whole numbers, from 0. */
export class Kernel {
  readonly journal = new Journal();
  readonly components = new Map<string, Component>();
  private readonly agenda = new Agenda<Happening | Proc>();
  private readonly randomness: Randomness;
  private readonly counters = new Map<string, number>();
  private time = 0;
  private order = 0;
  /** Cancelled happenings that still lie in the agenda. */
  private stale = 0;
  steps = 0;
  /** So many things were taken from the agenda. With `now` it names a point of a run exactly: much may happen in one ms. */
  turns = 0;
  /** Whether a component, by its name, runs in another process: then it never starts here. */
  isElsewhere: ((component: string) => boolean) | undefined;
  /** Called before each step of a component's process; it may kill, pause or restart anything. */
  beforeStep: ((proc: Proc) => void) | undefined;

  constructor(seed: number) {
    this.randomness = new Randomness(seed);
  }

  get seed(): number {
    return this.randomness.seed;
  }

  get now(): number {
    return this.time;
  }

  /** A digest of the order in which everything ran, 32 bits in hex; also steps that recorded nothing count. */
  get orderDigest(): string {
    return (this.order >>> 0).toString(16).padStart(8, '0');
  }

  random(purpose: string): Stream {
    return this.randomness.stream(purpose);
  }

  /** The next whole number of a named sequence, from 1; above `least`, which another process has counted to. */
  count(sequence: string, least = 0): number {
    const next = Math.max(this.counters.get(sequence) ?? 0, least) + 1;
    this.counters.set(sequence, next);
    return next;
  }

  record(kind: string, subject: string, fields?: Fields): void {
    this.journal.record(this.time, kind, subject, fields);
  }

  component<D>(name: string, durable: D): Component<D> {
    if (this.components.has(name)) throw new Error(`two components are called ${name}`);
    const component = new Component<D>(this, name, durable);
    this.components.set(name, component as Component);
    return component;
  }

  /** Starts a process that belongs to `owner` (killed with it), or to the harness if there is none. */
  spawn<T>(owner: Component | undefined, name: string, body: Process<T>): Proc<T> {
    const proc = new Proc<T>(owner, name, body);
    owner?.adopt(proc as Proc);
    this.agenda.addNow(proc as Proc);
    return proc;
  }

  /** Calls `act` after `delayMs`. */
  after(delayMs: number, act: () => void): Timer {
    const timer = new Timer(act);
    this.file(delayMs, timer);
    return timer;
  }

  /** Resumes `proc` now (after what is already due). */
  ready(proc: Proc): void {
    this.agenda.addNow(proc);
  }

  /** Waits for `pending`; past `timeoutMs` it throws what `late` makes. */
  *within<T>(pending: Pending<T>, timeoutMs: number, late: () => Error): Process<T> {
    if (pending.settled) return (yield pending) as T;
    const timer = this.after(timeoutMs, () => pending.fail(late()));
    try {
      return (yield pending) as T;
    } finally {
      this.cancel(timer);
    }
  }

  /** Takes back what was to happen. What is cancelled does not pile up, however far off its time. */
  cancel(item: Happening): void {
    if (item.cancelled) return;
    item.cancelled = true;
    this.stale += 1;
    if (this.stale > STALE_MAX && this.stale * 2 > this.agenda.length) {
      this.agenda.purge((other) => (other instanceof Proc ? other.over : other.cancelled));
      this.stale = 0;
    }
  }

  /** Runs until nothing is left, virtual time would pass `until`, or `stop` says so after a step.
   *  Time ends at `until` only when it was given and reached. An error in any process ends the run by being thrown here. */
  run(until = Number.POSITIVE_INFINITY, stop?: () => boolean): void {
    const { agenda } = this;
    for (;;) {
      const next = agenda.nextTime(this.time);
      if (next > until || next === Number.POSITIVE_INFINITY) break;
      const item = agenda.take(this.time);
      this.turns += 1;
      if (item instanceof Proc) {
        if (item.over) continue;
        this.time = next;
        this.step(item);
      } else {
        if (item.cancelled) {
          this.stale -= 1;
          continue;
        }
        this.time = next;
        item.act();
      }
      if (stop?.()) return;
    }
    if (until !== Number.POSITIVE_INFINITY && until > this.time) this.time = until;
  }

  /** Goes on to the point where a run of the same seed and calls stood: `turns` taken, and `now` reached. Does nothing when it is
   *  there already. Where `turns` then is another, the two runs are not the same. */
  reach(turns: number, now: number): void {
    if (this.turns < turns) this.run(now, () => this.turns >= turns);
    if (this.time < now) this.time = now;
  }

  /** How much is still to happen, cancelled happenings among it. */
  get pending(): number {
    return this.agenda.length;
  }

  /** When the next thing is due; Infinity when idle. For drivers that tie virtual time to a wall clock. */
  get nextDue(): number {
    return this.agenda.nextTime(this.time);
  }

  private step(proc: Proc): void {
    const { owner } = proc;
    if (owner) {
      if (this.beforeStep) {
        this.beforeStep(proc);
        if (proc.over) return;
      }
      if (owner.state === 'paused') {
        owner.defer(proc);
        return;
      }
    }
    this.steps += 1;
    this.order = mix(this.order ^ proc.nameHash) ^ this.time;
    proc.resume(this);
  }

  /** Wakes a process, or lets something happen, after `delayMs`. */
  file(delayMs: number, item: Happening | Proc): void {
    if (!(delayMs >= 0)) throw new Error(`a delay must be 0 ms or more, got ${delayMs}`);
    if (delayMs === 0) this.agenda.addNow(item);
    else this.agenda.add(this.time + Math.ceil(delayMs), item);
  }
}
