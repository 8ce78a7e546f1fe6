import type { Observer } from '../kernel';
import type { Checker, FinalState, Verdict } from './checker';

export type { FinalState, Verdict } from './checker';

/** All invariants, watching one run. */
export class Checkers {
  private readonly checkers: readonly Checker[] = makeAll();

  readonly observe: Observer = (time, kind, subject, fields) => {
    for (const checker of this.checkers) checker.see(time, kind, subject, fields);
  };

  /** The verdicts in the order of ARCHITECTURE's list. Call once, at the end of the run. */
  conclude(state: FinalState): readonly Verdict[] {
    return this.checkers.map((checker) => ({ checker: checker.name, ...checker.conclude(state) }));
  }
}

function makeAll(): Checker[] {
  return [];
}
