import type { z } from 'zod';
import {
  FAULTS,
  type FaultKind,
  type Injector,
  type Outcome,
  type PlannedFault,
} from '../../simulators/faults';
import { Misuse, type Target } from '../../simulators/kernel';
import { type FAULT, plannedOf } from './request';

/** What somebody does with faults while an estate runs. Shape: plain JSON. */
export type FaultCommand =
  | { readonly inject: PlannedFault; readonly now: boolean }
  | { readonly heal: string }
  | { readonly heal: 'all' }
  | { readonly halt: string }
  | { readonly resume: true };

/** A halt: nothing is struck while it stands. Units: ms of virtual time. */
export interface Halt {
  readonly atMs: number;
  readonly why: string;
}

/** A fault as it is told. Units: ms of virtual time. */
export interface ToldFault {
  readonly id: string;
  readonly fault: string;
  readonly state: 'armed' | 'in force' | 'healed' | 'passed' | 'missed' | 'disarmed';
  readonly struck: readonly string[];
  readonly atMs?: number;
  readonly healedAtMs?: number;
  /** Why it struck nothing. */
  readonly why?: string;
  readonly target: string | number;
  readonly lastsMs: number | null;
  readonly when: PlannedFault['when'];
  readonly how: PlannedFault['how'];
}

/** The faults of an estate that is served: tells of them, and does what somebody asks. Whatever it does can be kept and done again. */
export class FaultCommands {
  private readonly injector: Injector;
  private readonly targets: () => readonly Target[];
  private readonly nowMs: () => number;
  private readonly acting: (command: FaultCommand) => void;
  private standing: Halt | undefined;

  constructor(options: {
    readonly injector: Injector;
    readonly targets: () => readonly Target[];
    readonly nowMs: () => number;
    /** Told of each command before it acts. */
    readonly acting?: (command: FaultCommand) => void;
  }) {
    this.injector = options.injector;
    this.targets = options.targets;
    this.nowMs = options.nowMs;
    this.acting = options.acting ?? (() => undefined);
  }

  /** Every kind that there is, the names of what there is to strike, by role, and what was asked for so far. */
  list(): {
    readonly faults: readonly ToldFault[];
    readonly targets: { readonly [role: string]: readonly string[] };
    readonly kinds: readonly FaultKind[];
  } {
    const targets: { [role: string]: string[] } = {};
    for (const { role, name } of this.targets()) targets[role] = [...(targets[role] ?? []), name];
    return { faults: this.told(), targets, kinds: FAULTS };
  }

  /** Does a fault now, or arms it where a trigger is named. Errors: HW-FAULT-UNKNOWN, -PHASE, -TARGET, -PARAMETER, -HALTED: nothing was done
   *  then. */
  inject(asked: z.infer<typeof FAULT>): ToldFault {
    if (this.standing)
      throw new Misuse(
        'HW-FAULT-HALTED',
        `everything was halted at ${this.standing.atMs} ms (${this.standing.why})`,
        'DELETE /homeward/halt lets faults strike again.',
      );
    const planned = plannedOf(asked, this.nowMs());
    const now = asked.when === undefined;
    const obstacle = now ? this.injector.obstacle(planned) : undefined;
    if (obstacle !== undefined)
      throw new Misuse(
        'HW-FAULT-TARGET',
        `${planned.fault} strikes nothing: ${obstacle}`,
        'GET /homeward/faults lists the targets that there are now, and what is in force.',
      );
    return this.act({ inject: planned, now })[0] as ToldFault;
  }

  /** Heals a fault, or disarms it. Errors: HW-FAULT-ID. */
  heal(id: string): ToldFault {
    if (!this.injector.outcomes.some((outcome) => outcome.id === id))
      throw new Misuse('HW-FAULT-ID', `there is no fault "${id}"`, 'GET /homeward/faults lists them.');
    return this.act({ heal: id })[0] as ToldFault;
  }

  /** Heals what is in force, and disarms what is armed. */
  healAll(): readonly ToldFault[] {
    return this.injector.outcomes.length === 0 ? [] : this.act({ heal: 'all' });
  }

  /** The halt that stands. */
  get halted(): Halt | undefined {
    return this.standing;
  }

  /** Stops everything at once: heals what is in force, disarms what is armed, and refuses new faults until `resume`. The first halt stands. */
  halt(why: string): readonly ToldFault[] {
    return this.standing ? this.told() : this.act({ halt: why });
  }

  /** Lets faults strike again; what was disarmed stays so. */
  resume(): void {
    if (this.standing) this.act({ resume: true });
  }

  /** Does a command that was kept again. */
  again(command: FaultCommand): readonly ToldFault[] {
    const { injector } = this;
    if ('halt' in command) {
      this.standing = { atMs: this.nowMs(), why: command.halt };
      injector.healAll();
      return this.told();
    }
    if ('resume' in command) {
      this.standing = undefined;
      return this.told();
    }
    if ('inject' in command) {
      const { inject, now } = command;
      return [this.tell(now ? injector.inject(inject) : injector.arm(inject))];
    }
    const { heal } = command;
    const meant = injector.outcomes.filter(({ id }) => heal === 'all' || id === heal);
    for (const outcome of meant) injector.heal(outcome);
    return meant.map((outcome) => this.tell(outcome));
  }

  private act(command: FaultCommand): readonly ToldFault[] {
    this.acting(command);
    return this.again(command);
  }

  private told(): readonly ToldFault[] {
    return this.injector.outcomes.map((outcome) => this.tell(outcome));
  }

  private tell(outcome: Outcome): ToldFault {
    const { id, planned, struck, atMs, healedAtMs, missed } = outcome;
    const { target, lastsMs, when, how } = planned;
    return {
      id,
      fault: planned.fault,
      state: this.stateOf(outcome),
      struck,
      ...(atMs === undefined ? {} : { atMs }),
      ...(healedAtMs === undefined ? {} : { healedAtMs }),
      ...(missed === undefined ? {} : { why: missed }),
      ...{ target, lastsMs, when, how },
    };
  }

  private stateOf(outcome: Outcome): ToldFault['state'] {
    if (outcome.missed !== undefined) return 'missed';
    if (outcome.disarmed) return 'disarmed';
    if (outcome.atMs === undefined) return 'armed';
    if (this.injector.isInForce(outcome)) return 'in force';
    return outcome.healedAtMs === undefined ? 'passed' : 'healed';
  }
}
