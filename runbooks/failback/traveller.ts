import type { Cause } from './asking';
import type { Item, Standing } from './item';

/** A machine on its way home, and what this run remembers of it. Nothing of that is needed to go on in another run. */
export class Traveller {
  item: Item;
  /** The group of the recovery plan that it is in, from 0. */
  readonly wave: number;
  /** Since when it stands where it stands. */
  since: number;
  /** Since when something stands against its next step. */
  troubledSince: number | undefined;
  trouble: Cause | undefined;
  /** Since when its replication is reported as critical. */
  criticalSince: number | undefined;
  /** It has a fresh recovery point at home. */
  fresh = false;
  outcome: 'home' | 'stopped' | undefined;
  cause: Cause | undefined;

  constructor(item: Item, wave: number, now: number) {
    this.item = item;
    this.wave = wave;
    this.since = now;
  }

  get name(): string {
    return this.item.name;
  }

  get settled(): boolean {
    return this.outcome !== undefined;
  }

  /** Does it run at home, for good? */
  get isBack(): boolean {
    return BACK.has(this.item.standing);
  }

  /** Takes up what the vault says now. Gives true where it stands elsewhere than before. */
  see(item: Item, now: number): boolean {
    const moved = item.standing !== this.item.standing;
    this.item = item;
    if (!moved) return false;
    this.since = now;
    this.forgive();
    this.criticalSince = undefined;
    this.fresh = false;
    return true;
  }

  /** Nothing stands against it any more. */
  forgive(): void {
    this.troubledSince = undefined;
    this.trouble = undefined;
  }
}

const BACK = new Set<Standing>(['unprotected', 'protecting', 'home']);
