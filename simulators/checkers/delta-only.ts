import type { Fields } from '../kernel';
import { ExtentMap, extentsIn } from '../storage';
import { type Checker, Evidence, fieldsOf, type Verdict } from './checker';
import type { Copies } from './copies';

interface Sending {
  readonly pair: string;
  /** What the target is known to hold: what the drain before brought, … */
  baseline: readonly ExtentMap[];
  /** … or, after a comparison, what the newest recovery point (or the kept disks) held. */
  confirmed: readonly ExtentMap[];
  allowed: number;
  sent: number;
}

/** No drain carries more than what differs: after a comparison, from what the target holds; then, from the drain before.
 *  So a VM that was kept receives only what changed. What is sent again after a failure, and checksums, are counted apart. */
export class DeltaOnly implements Checker {
  readonly name = 'delta-only';
  readonly kinds = ['pair.started', 'point.made', 'agent.compared', 'agent.drained', 'agent.sent'];
  private readonly evidence = new Evidence();
  private readonly sending = new Map<string, Sending>();
  private readonly copies: Copies;

  constructor(copies: Copies) {
    this.copies = copies;
  }

  see(time: number, kind: string, machine: string, fields: Fields): void {
    if (kind === 'pair.started') {
      const { pair, target, kept } = fieldsOf(kind, fields);
      const baseline = kept ? this.copies.of(machine, target) : [];
      this.sending.set(machine, { pair, baseline, confirmed: baseline, allowed: 0, sent: 0 });
    } else if (kind === 'point.made') this.confirm(machine, fields);
    else if (kind === 'agent.compared') this.compared(machine, fields);
    else if (kind === 'agent.drained') this.drained(machine, fields);
    else this.sent(time, machine, fields);
  }

  conclude(): Omit<Verdict, 'checker'> {
    return this.evidence.verdict();
  }

  private confirm(machine: string, fields: Fields): void {
    const { pair, drain } = fieldsOf('point.made', fields);
    const sending = this.sending.get(machine);
    const views = this.copies.atDrain(machine, pair, drain);
    if (sending?.pair === pair && views) sending.confirmed = views;
  }

  private compared(machine: string, fields: Fields): void {
    const sending = this.sending.get(machine);
    if (sending?.pair === fieldsOf('agent.compared', fields).pair) sending.baseline = sending.confirmed;
  }

  private drained(machine: string, fields: Fields): void {
    const { pair, copy } = fieldsOf('agent.drained', fields);
    const sending = this.sending.get(machine);
    if (sending?.pair !== pair) return;
    const present = this.copies.of(machine, copy);
    sending.allowed = present.reduce(
      (sum, disk, at) => sum + extentsIn(disk.changesSince(sending.baseline[at] ?? ExtentMap.empty)),
      0,
    );
    sending.sent = 0;
    sending.baseline = present;
  }

  private sent(time: number, machine: string, fields: Fields): void {
    const { pair, drain, extents, again } = fieldsOf('agent.sent', fields);
    const sending = this.sending.get(machine);
    if (sending?.pair !== pair || again) return;
    sending.sent += extents;
    if (sending.sent > sending.allowed) {
      this.evidence.breach(
        time,
        `drain ${drain} of ${machine} carried ${sending.sent} extents, but only ${sending.allowed} differ`,
      );
    }
  }
}
