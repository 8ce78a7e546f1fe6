import type { Fields, Kernel, Target, Undo } from '../kernel';
import { kindNamed } from './catalogue';
import { checkPhase } from './completed';
import type { FaultKind, Phase, PlannedFault, Schedule } from './kind';
import { Phases } from './phases';

/** What became of a planned fault. `struck` are the targets that it was done to; none: it never fired. Units: ms. */
export interface Outcome {
  /** `fault-1`, in the order in which they were armed. */
  readonly id: string;
  readonly planned: PlannedFault;
  readonly kind: FaultKind;
  struck: readonly string[];
  atMs: number | undefined;
  healedAtMs: number | undefined;
  /** Where the machine stood that it struck, or the one that brought it about. */
  phase: Phase | undefined;
  /** Why it did not strike when its trigger came. */
  missed: string | undefined;
  /** It was taken back before it struck. */
  disarmed: boolean;
}

interface Held {
  readonly outcome: Outcome;
  readonly target: Target;
  readonly undo: Undo;
}

/** Does the faults of a schedule to a running estate when their triggers come, and heals them. It knows targets by role, name and capability.
 *  Shape: it sees the journal and acts between two steps, never within one. What is in force on a target keeps others away from it. */
export class Injector {
  private readonly all: Outcome[] = [];
  private readonly kernel: Kernel;
  private readonly targets: (role: string) => readonly Target[];
  private readonly radius: number;
  private readonly phases = new Phases();
  private readonly seen = new Map<string, number>();
  private readonly inForce = new Map<string, Held>();

  /** Errors: HW-FAULT-UNKNOWN, HW-FAULT-PHASE – before anything is armed. */
  constructor(
    kernel: Kernel,
    targets: (role: string) => readonly Target[],
    { faults, radius = 1 }: Schedule,
  ) {
    this.kernel = kernel;
    this.targets = targets;
    this.radius = radius;
    for (const { fault, when } of faults) checkPhase(kindNamed(fault), when);
    kernel.journal.observe((_time, entry, subject, fields) => this.see(entry, subject, fields));
    for (const planned of faults) this.arm(planned);
  }

  /** Every fault that was armed, in that order. */
  get outcomes(): readonly Outcome[] {
    return this.all;
  }

  /** Arms a fault while the estate runs. Errors: HW-FAULT-UNKNOWN, HW-FAULT-PHASE. */
  arm(planned: PlannedFault): Outcome {
    const outcome = this.enter(planned);
    if ('atMs' in planned.when) this.soon(outcome, Math.max(0, planned.when.atMs - this.kernel.now));
    return outcome;
  }

  /** Does a fault at once, whatever its trigger. */
  inject(planned: PlannedFault): Outcome {
    const outcome = this.enter(planned);
    this.strike(outcome);
    return outcome;
  }

  private enter(planned: PlannedFault): Outcome {
    const kind = kindNamed(planned.fault);
    checkPhase(kind, planned.when);
    const outcome: Outcome = {
      id: `fault-${this.all.length + 1}`,
      planned,
      kind,
      struck: [],
      atMs: undefined,
      healedAtMs: undefined,
      phase: undefined,
      missed: undefined,
      disarmed: false,
    };
    this.all.push(outcome);
    return outcome;
  }

  /** Why a fault would strike nothing now; undefined: it would. */
  obstacle(planned: PlannedFault): string | undefined {
    const chosen = this.choose(kindNamed(planned.fault), planned);
    return typeof chosen === 'string' ? chosen : undefined;
  }

  isInForce(outcome: Outcome): boolean {
    return [...this.inForce.values()].some((held) => held.outcome === outcome);
  }

  /** Faults whose trigger never came, or that found nothing to strike. */
  get unfired(): readonly Outcome[] {
    return this.outcomes.filter(({ struck }) => struck.length === 0);
  }

  get holds(): boolean {
    return this.inForce.size > 0;
  }

  /** Ends the disturbances: what is in force is healed, and what is armed does not strike any more. */
  healAll(): void {
    for (const outcome of this.all) this.heal(outcome);
  }

  /** Ends one: heals it where it is in force; it does not strike where it has not. */
  heal(outcome: Outcome): void {
    if (outcome.atMs === undefined && outcome.missed === undefined) outcome.disarmed = true;
    for (const key of [...this.inForce.keys()]) this.takeBack(key, outcome);
  }

  private see(entry: string, subject: string, fields: Fields): void {
    const entered = this.phases.see(entry, subject, fields);
    const nth = (this.seen.get(entry) ?? 0) + 1;
    this.seen.set(entry, nth);
    for (const outcome of this.all) {
      if (outcome.atMs !== undefined || outcome.missed !== undefined || outcome.disarmed) continue;
      const { when } = outcome.planned;
      if ('phase' in when) {
        if (entered?.phase === when.phase && (when.machine ?? entered.machine) === entered.machine)
          this.soon(outcome, when.afterMs, entered.machine);
      } else if ('task' in when) {
        if (entry === 'job.task' && fields.task === when.task && fields.state === 'InProgress')
          this.soon(outcome, when.afterMs);
      } else if ('nth' in when) {
        if (entry === when.entry && nth === when.nth) this.soon(outcome, when.afterMs ?? 0);
      } else if ('chance' in when && entry === when.entry) {
        if (this.kernel.random(`chance of ${outcome.planned.fault}`).chance(when.chance))
          this.soon(outcome, 0);
      }
    }
  }

  private soon(outcome: Outcome, afterMs: number, cause?: string): void {
    this.kernel.after(afterMs, () => this.strike(outcome, cause));
  }

  private strike(outcome: Outcome, cause = ''): void {
    if (outcome.disarmed || outcome.atMs !== undefined) return;
    const { planned, kind } = outcome;
    const chosen = this.choose(kind, planned);
    if (typeof chosen === 'string') {
      outcome.missed = chosen;
      this.kernel.record('fault.missed', kind.name, { why: chosen });
      return;
    }
    outcome.atMs = this.kernel.now;
    outcome.struck = chosen.map(({ name }) => name);
    outcome.phase = this.phases.of(chosen[0]?.machine ?? outcome.struck[0] ?? '') ?? this.phases.of(cause);
    for (const target of chosen) {
      const { role, name } = target;
      this.kernel.record('fault.began', kind.name, { role, target: name, ...planned.how });
      const undo = target.able[kind.does]?.(planned.how);
      if (!undo) continue;
      const key = keyOf(target, kind, planned);
      this.inForce.set(key, { outcome, target, undo });
      if (planned.lastsMs !== null) this.kernel.after(planned.lastsMs, () => this.takeBack(key, outcome));
    }
  }

  /** The targets that a fault is done to; or why there are none. */
  private choose(kind: FaultKind, planned: PlannedFault): readonly Target[] | string {
    const { target } = planned;
    const all = this.targets(kind.on).filter(({ role }) => role === kind.on);
    const able = all.filter(
      ({ name, machine, able: can }) =>
        kind.does in can &&
        (kind.only === undefined || kind.only.includes(name)) &&
        this.isLegal(kind, machine ?? name),
    );
    if (able.length === 0) return `there is no ${kind.on} now`;
    const wanted =
      target === 'all'
        ? able
        : target === 'minority'
          ? able.slice(0, Math.max(1, Math.ceil(able.length / 2) - 1))
          : typeof target === 'number'
            ? [able[target % able.length] as Target]
            : able.filter(({ name }) => name === target);
    if (wanted.length === 0) return `there is no ${kind.on} called ${target} now`;
    const free = wanted.filter((each) => !this.inForce.has(keyOf(each, kind, planned)));
    if (free.length === 0) return `another fault holds ${wanted[0]?.name}`;
    // What is disturbed already does not add to the blast radius.
    const disturbed = new Set(
      [...this.inForce.values()].flatMap(({ target: { role, name } }) => (role === kind.on ? [name] : [])),
    );
    let left = Math.max(1, Math.floor(all.length * this.radius)) - disturbed.size;
    const within = free.filter(({ name }) => disturbed.has(name) || left-- > 0);
    return within.length > 0 ? within : `no more of role ${kind.on} may be disturbed at once`;
  }

  /** A fault that needs a phase is not done to a machine that is elsewhere by now. */
  private isLegal({ phases }: FaultKind, machine: string): boolean {
    const phase = this.phases.of(machine);
    return phases === undefined || phase === undefined || phases.includes(phase);
  }

  private takeBack(key: string, of: Outcome): void {
    const held = this.inForce.get(key);
    if (held?.outcome !== of) return;
    this.inForce.delete(key);
    held.undo();
    held.outcome.healedAtMs = this.kernel.now;
    this.kernel.record('fault.healed', held.outcome.kind.name);
  }
}

/** What keeps other faults away: a target as a whole; of a conversation, one thing that happens to it; of a front, one thing that happens to
 *  some calls. */
function keyOf({ role, name }: Target, { does }: FaultKind, { how }: PlannedFault): string {
  if (role === 'front') return `${role} ${name} ${does} ${how.method}`;
  return role === 'conversation' ? `${role} ${name} ${does}` : `${role} ${name}`;
}
