import type { Fields } from '../kernel';
import { type Checker, type FinalState, fieldsOf, type Verdict } from './checker';

/** With nothing standing against it, a failback that was begun completes within this time. */
const BOUND_MS = 48 * 3_600_000;
const DISTURBANCES = new Set([
  'component.killed',
  'component.paused',
  'link.down',
  'network.blocked',
  'cs.lost',
  'link.bandwidth',
  'fault.began',
  'fault.healed',
]);
const HOME = new Set(['failed-back', 'failback-committed', 'reprotecting-to-azure', 'protected']);

/** Liveness: once faults are healed and causes mended, a failback completes within its bound.
 *  `unknown` while a failback is under way within its bound, or rests on a failed job that nobody has mended. */
export class ComesHome implements Checker {
  readonly name = 'comes-home';
  readonly kinds = ['job.state', 'item.state', 'protection.ended', ...DISTURBANCES];
  private readonly begun = new Map<string, number>();
  private lastDisturbance = 0;

  see(time: number, kind: string, subject: string, fields: Fields): void {
    if (DISTURBANCES.has(kind)) this.lastDisturbance = time;
    else if (kind === 'job.state') {
      const { scenario, item, state } = fieldsOf(kind, fields);
      if (scenario === 'reprotectToSite' || scenario === 'failoverToSite') this.begun.set(item, time);
      if (state === 'Failed') this.lastDisturbance = time;
      if (state === 'Cancelled') this.begun.delete(item);
    } else if (kind === 'protection.ended') this.begun.delete(subject);
    else if (HOME.has(fieldsOf('item.state', fields).state)) this.begun.delete(subject);
  }

  conclude(state: FinalState): Omit<Verdict, 'checker'> {
    const late: string[] = [];
    const open: string[] = [];
    for (const [item, since] of this.begun) {
      const clear = state.now - Math.max(since, this.lastDisturbance);
      const failed = state.failedJobs.some((job) => job.item === item);
      const facts = state.items.find((candidate) => candidate.name === item);
      const waiting = facts?.state === 'protected-to-site';
      if (!failed && !waiting && clear > BOUND_MS)
        late.push(`${item} is ${facts?.state} ${Math.round(clear / 3_600_000)} h after the last disturbance`);
      else open.push(`${item} is ${facts?.state}`);
    }
    if (late.length > 0) return { verdict: 'invalid', evidence: late };
    return open.length > 0 ? { verdict: 'unknown', evidence: open } : { verdict: 'valid', evidence: [] };
  }
}
