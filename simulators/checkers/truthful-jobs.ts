import type { Fields } from '../kernel';
import type { Copy } from '../wire';
import { type Checker, Evidence, type FinalState, fieldsOf, type Verdict } from './checker';

interface Running {
  readonly item: string;
  readonly scenario: string;
  readonly tasks: Map<string, string>;
  readonly seen: Set<string>;
}

/** An operating system that was started must be up within this time. */
const BOOT_MS_MAX = 10 * 60_000;

/** What must be in the journal between the start of a job and its success. */
const EFFECTS: { readonly [scenario: string]: readonly string[] } = {
  enableReplication: ['pair.started to azure'],
  failoverToAzure: ['recovered azure', 'state failed-over'],
  failoverToSite: ['recovered on-premises', 'state failed-back'],
  reprotectToSite: ['pair.started to on-premises'],
  reprotectToAzure: ['pair.started to azure'],
  plannedFailover: ['recovered on-premises', 'state failed-back'],
  cancelFailover: ['pair.started to on-premises'],
  commit: ['committed'],
  disableProtection: ['protection ended'],
  testFailover: ['tested'],
  changePoint: ['recovered azure'],
};

/** A job says Succeeded exactly if its effects exist: its tasks have ended well, what it is for is in the journal, and a
 *  machine that it started comes up. A failed job can be restarted. */
export class TruthfulJobs implements Checker {
  readonly name = 'truthful-jobs';
  readonly kinds = [
    'job.state',
    'job.task',
    'pair.started',
    'point.recovered',
    'test.recovered',
    'item.state',
    'protection.ended',
    'guest.running',
    'guest.stopped',
  ];
  private readonly evidence = new Evidence();
  private readonly jobs = new Map<string, Running>();
  private readonly running = new Set<string>();
  private readonly awaited = new Map<string, { machine: string; copy: Copy; since: number }>();

  see(time: number, kind: string, subject: string, fields: Fields): void {
    switch (kind) {
      case 'job.state':
        this.job(time, subject, fields);
        break;
      case 'job.task': {
        const { task, state } = fieldsOf(kind, fields);
        this.jobs.get(subject)?.tasks.set(task, state);
        break;
      }
      case 'pair.started':
        this.effect(subject, `pair.started to ${fieldsOf(kind, fields).target}`);
        break;
      case 'point.recovered': {
        this.effect(subject, `recovered ${fieldsOf(kind, fields).copy}`);
        break;
      }
      case 'test.recovered':
        this.effect(fieldsOf(kind, fields).machine, 'tested');
        break;
      case 'item.state': {
        const { state } = fieldsOf(kind, fields);
        this.effect(subject, state.endsWith('-committed') ? 'committed' : `state ${state}`);
        break;
      }
      case 'protection.ended':
        this.effect(subject, 'protection ended');
        break;
      case 'guest.running': {
        const copy = `${subject} ${fieldsOf(kind, fields).copy}`;
        this.running.add(copy);
        this.awaited.delete(copy);
        break;
      }
      case 'guest.stopped': {
        const copy = `${subject} ${fieldsOf(kind, fields).copy}`;
        this.running.delete(copy);
        this.giveUp(copy, time);
        break;
      }
      default:
    }
  }

  conclude(state: FinalState): Omit<Verdict, 'checker'> {
    for (const copy of [...this.awaited.keys()]) this.giveUp(copy, state.now);
    for (const job of state.failedJobs) {
      if (!job.restartable)
        this.evidence.breach(state.now, `the failed job ${job.id} of ${job.item} cannot be restarted`);
    }
    return this.evidence.verdict();
  }

  private job(time: number, id: string, fields: Fields): void {
    const { item, scenario, state } = fieldsOf('job.state', fields);
    const job = this.jobs.get(id) ?? { item, scenario, tasks: new Map(), seen: new Set() };
    this.jobs.set(id, job);
    if (state === 'Cancelled') this.jobs.delete(id);
    if (state !== 'Succeeded') return;
    this.jobs.delete(id);
    const undone = [...job.tasks].filter(
      ([, taskState]) => taskState !== 'Succeeded' && taskState !== 'Other',
    );
    if (job.tasks.size === 0) this.evidence.breach(time, `${scenario} of ${item} succeeded without any task`);
    for (const [task, taskState] of undone)
      this.evidence.breach(time, `${scenario} of ${item} succeeded, but ${task} is ${taskState}`);
    for (const effect of EFFECTS[scenario] ?? []) {
      if (!job.seen.has(effect))
        this.evidence.breach(time, `${scenario} of ${item} succeeded, but there is no “${effect}”`);
    }
    if (scenario === 'failoverToAzure' || scenario === 'changePoint') this.await(item, 'azure', time);
    if (scenario === 'testFailover') this.await(`${item}-test`, 'azure', time);
    if (scenario === 'cancelFailover') this.await(item, 'azure', time);
    if (scenario === 'failoverToSite' || scenario === 'plannedFailover')
      this.await(item, 'on-premises', time);
  }

  private await(machine: string, copy: Copy, since: number): void {
    if (!this.running.has(`${machine} ${copy}`))
      this.awaited.set(`${machine} ${copy}`, { machine, copy, since });
  }

  /** Nobody waits for the copy any longer; a breach if it had time enough to come up. */
  private giveUp(key: string, now: number): void {
    const awaited = this.awaited.get(key);
    this.awaited.delete(key);
    if (!awaited || now - awaited.since <= BOOT_MS_MAX) return;
    const { machine, copy, since } = awaited;
    this.evidence.breach(since, `the failover of ${machine} succeeded, but its ${copy} copy never came up`);
  }

  private effect(item: string, effect: string): void {
    for (const job of this.jobs.values()) if (job.item === item) job.seen.add(effect);
  }
}
