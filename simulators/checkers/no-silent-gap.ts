import type { Fields } from '../kernel';
import { type Checker, Evidence, type FinalState, fieldsOf, type Verdict } from './checker';

interface Watched {
  readonly machine: string;
  thresholdMs: number;
  /** When the newest point was taken, and when the vault learned of it. */
  lastPointAt: number | undefined;
  learnedAt: number;
  /** Since when the target refuses what is brought to it. */
  stalledAt: number | undefined;
  /** Since then a message was lost that would have told of it. */
  unheard: boolean;
  health: string;
  warnedAt: number | undefined;
  criticalAt: number | undefined;
  /** The vault was away in this gap, so nobody could have said anything. */
  excused: boolean;
}

/** How late the vault may notice: it looks every five minutes. */
const SLACK_MS = 6 * 60_000;
/** A stall comes to the vault with the heartbeat of the process server, the report of the configuration server and the vault's next look. */
const STALL_MS_MAX = 17 * 60_000;
/** Where heartbeats or reports do not get through, only their absence tells: critical after 15 minutes, counted five later for the reports,
 *  and the vault's next look. Source: AZURE.md §4.3. */
const SILENCE_MS_MAX = 26 * 60_000;
const TELLERS = /^(process|configuration) server /;
const TELLING: readonly unknown[] = ['cs.heartbeat', 'vault.report'];

/** Replication that stops making recovery points turns health Warning, then Critical, within its deadline. */
export class NoSilentGap implements Checker {
  readonly name = 'no-silent-gap';
  readonly kinds = [
    'pair.started',
    'pair.stopped',
    'pair.changed',
    'point.made',
    'pair.stalled',
    'pair.flowing',
    'health.changed',
    'component.killed',
    'component.paused',
    'component.started',
    'component.resumed',
    'link.down',
    'link.up',
    'message.lost',
    'message.meddled',
  ];
  private readonly evidence = new Evidence();
  private readonly pairs = new Map<string, Watched>();

  see(time: number, kind: string, subject: string, fields: Fields): void {
    switch (kind) {
      case 'pair.started': {
        const { pair, rpoThresholdMs } = fieldsOf(kind, fields);
        this.pairs.set(pair, {
          machine: subject,
          thresholdMs: rpoThresholdMs,
          lastPointAt: undefined,
          learnedAt: time,
          stalledAt: undefined,
          unheard: false,
          health: 'Normal',
          warnedAt: undefined,
          criticalAt: undefined,
          excused: false,
        });
        break;
      }
      case 'pair.stopped':
        this.endGap(time, fieldsOf(kind, fields).pair);
        this.checkStall(time, fieldsOf(kind, fields).pair);
        this.pairs.delete(fieldsOf(kind, fields).pair);
        break;
      case 'pair.changed': {
        const { pair, rpoThresholdMs } = fieldsOf(kind, fields);
        const watched = this.pairs.get(pair);
        if (!watched) break;
        // A stricter threshold counts from now on.
        watched.thresholdMs = rpoThresholdMs;
        watched.learnedAt = time;
        break;
      }
      case 'point.made':
        this.point(time, fields);
        break;
      case 'pair.stalled': {
        const watched = this.pairs.get(fieldsOf(kind, fields).pair);
        if (!watched) break;
        watched.stalledAt = time;
        watched.unheard = false;
        break;
      }
      case 'pair.flowing': {
        const { pair } = fieldsOf(kind, fields);
        this.checkStall(time, pair);
        const watched = this.pairs.get(pair);
        if (watched) watched.stalledAt = undefined;
        break;
      }
      case 'health.changed': {
        const { pair, to } = fieldsOf(kind, fields);
        this.health(time, pair, to);
        break;
      }
      case 'component.killed':
      case 'component.paused':
      case 'component.started':
      case 'component.resumed':
      case 'link.down':
      case 'link.up':
        this.disturbed(time, kind, subject);
        break;
      case 'message.lost':
      case 'message.meddled':
        if (TELLING.includes(fields.message))
          for (const watched of this.pairs.values()) watched.unheard = true;
        break;
      default:
    }
  }

  conclude(state: FinalState): Omit<Verdict, 'checker'> {
    for (const pair of this.pairs.keys()) {
      this.endGap(state.now, pair);
      this.checkStall(state.now, pair);
    }
    return this.evidence.verdict();
  }

  private point(time: number, fields: Fields): void {
    const { pair, takenAtMs } = fieldsOf('point.made', fields);
    this.endGap(time, pair);
    const watched = this.pairs.get(pair);
    if (!watched) return;
    watched.lastPointAt = Math.max(takenAtMs, watched.lastPointAt ?? 0);
    watched.learnedAt = time;
    watched.excused = false;
    watched.warnedAt = watched.health === 'Normal' ? undefined : time;
    watched.criticalAt = watched.health === 'Critical' ? time : undefined;
  }

  /** While the vault is away nobody can say anything; whatever else comes or goes, a stall has its time from then on. Of a server that left before
   *  it told, only its silence tells. */
  private disturbed(time: number, kind: string, subject: string): void {
    const left = kind === 'component.killed' || kind === 'component.paused';
    for (const watched of this.pairs.values()) {
      if (left && subject === 'vault') watched.excused = true;
      if (left && TELLERS.test(subject)) watched.unheard = true;
      if (watched.stalledAt !== undefined) watched.stalledAt = time;
    }
  }

  /** A pair that never had a point and whose target refuses must not look healthy for long. */
  private checkStall(time: number, pair: string): void {
    const watched = this.pairs.get(pair);
    if (watched?.stalledAt === undefined) return;
    const { machine, stalledAt, unheard, lastPointAt, health, excused } = watched;
    const msMax = unheard ? SILENCE_MS_MAX : STALL_MS_MAX;
    if (lastPointAt !== undefined || excused || health !== 'Normal' || time - stalledAt <= msMax) return;
    const minutes = Math.round((time - stalledAt) / 60_000);
    this.evidence.breach(
      time,
      `the first copy of ${machine} (${pair}) stood still for ${minutes} minutes, and health was Normal`,
    );
  }

  private health(time: number, pair: string, to: string): void {
    const watched = this.pairs.get(pair);
    if (!watched) return;
    // A warning that comes too late was silence until then.
    this.checkStall(time, pair);
    watched.health = to;
    if (to !== 'Normal') watched.warnedAt ??= time;
    if (to === 'Critical') watched.criticalAt ??= time;
  }

  private endGap(time: number, pair: string): void {
    const watched = this.pairs.get(pair);
    if (!watched || watched.lastPointAt === undefined || watched.excused) return;
    const { machine, lastPointAt, learnedAt, thresholdMs, warnedAt, criticalAt } = watched;
    const late = (thresholds: number, saidAt: number | undefined): boolean => {
      const deadline = Math.max(lastPointAt + thresholds * thresholdMs, learnedAt) + SLACK_MS;
      return (saidAt ?? time) > deadline;
    };
    const silence = `no recovery point of ${machine} (${pair}) for ${Math.round((time - lastPointAt) / 60_000)} minutes`;
    if (late(1, warnedAt)) this.evidence.breach(time, `${silence}, and no warning in time`);
    if (late(2, criticalAt)) this.evidence.breach(time, `${silence}, and not critical in time`);
  }
}
