import type { Observer } from '../kernel';
import type { Checker, FinalState, Verdict } from './checker';
import { ComesHome } from './comes-home';
import { Copies } from './copies';
import { DeltaOnly } from './delta-only';
import { LeastPrivilege } from './least-privilege';
import { NoLostWrite } from './no-lost-write';
import { NoSilentGap } from './no-silent-gap';
import { NothingLeftBehind } from './nothing-left-behind';
import { OneActiveCopy } from './one-active-copy';
import { RefuseBeforeWrite } from './refuse-before-write';
import { TruthfulJobs } from './truthful-jobs';
import { WriteOrder } from './write-order';

export type { FinalState, Verdict } from './checker';

/** All ten invariants, watching one run.
 *  Shape: `observe` gets the journal from its first entry; `conclude` comes once, at the end. */
export class Checkers {
  private readonly copies = new Copies();
  private readonly checkers: readonly Checker[] = [
    new NoLostWrite(this.copies),
    new OneActiveCopy(),
    new WriteOrder(),
    new DeltaOnly(this.copies),
    new RefuseBeforeWrite(),
    new TruthfulJobs(),
    new NoSilentGap(),
    new NothingLeftBehind(),
    new LeastPrivilege(),
    new ComesHome(),
  ];

  private readonly byKind = new Map<string, Pick<Checker, 'see'>[]>();

  constructor() {
    // The copies come first: the checkers look into them.
    const { copies } = this;
    this.subscribe(copies.kinds, {
      see: (_time, kind, subject, fields) => copies.see(kind, subject, fields),
    });
    for (const checker of this.checkers) this.subscribe(checker.kinds, checker);
  }

  readonly observe: Observer = (time, kind, subject, fields) => {
    const interested = this.byKind.get(kind);
    if (interested) for (const checker of interested) checker.see(time, kind, subject, fields);
  };

  /** The verdicts, in the order of the list above. */
  conclude(state: FinalState): readonly Verdict[] {
    return this.checkers.map((checker) => ({ checker: checker.name, ...checker.conclude(state) }));
  }

  private subscribe(kinds: readonly string[], checker: Pick<Checker, 'see'>): void {
    for (const kind of kinds) this.byKind.set(kind, [...(this.byKind.get(kind) ?? []), checker]);
  }
}
