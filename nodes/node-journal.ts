import type { Fields, Observer } from '../simulators/kernel';

/** An entry of the journal of one node. `stamp` grows with all that a node writes and hears, so that entries of one ms in several nodes
 *  can be put in order: what was heard of stands before what came of it. */
export interface Entry {
  readonly t: number;
  readonly stamp: number;
  readonly kind: string;
  readonly subject: string;
  readonly fields: Fields;
}

/** What a node has written and nobody has taken yet. */
export class NodeJournal {
  /** Whether it keeps what is written. */
  telling = true;
  stamp = 0;
  private kept: Entry[] = [];
  private forgotten = 0;

  readonly observe: Observer = (t, kind, subject, fields) => {
    this.stamp += 1;
    if (this.telling) this.kept.push({ t, stamp: this.stamp, kind, subject, fields });
  };

  /** Something was heard that bore this stamp. */
  after(stamp: number): void {
    this.stamp = Math.max(this.stamp, stamp) + 1;
  }

  /** Somebody has the first `have` entries. */
  forget(have: number): void {
    const gone = Math.max(0, Math.min(this.kept.length, have - this.forgotten));
    this.kept = this.kept.slice(gone);
    this.forgotten += gone;
  }

  get entries(): readonly Entry[] {
    return this.kept;
  }
}
