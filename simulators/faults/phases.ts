import type { Fields } from '../kernel';
import type { Phase } from './kind';

/** Begins a phase: a job of this kind. */
const JOBS: { readonly [scenario: string]: Phase } = {
  enableReplication: 'protecting',
  failoverToAzure: 'failing over',
  reprotectToSite: 'reprotecting',
  failoverToSite: 'failing back',
  plannedFailover: 'failing back',
  reprotectToAzure: 'protecting again',
};
const STATES: { readonly [state: string]: Phase } = {
  enabling: 'protecting',
  protected: 'protected',
  'failed-over': 'in Azure',
  'failover-committed': 'in Azure',
  reprotecting: 'copying back',
  'protected-to-site': 'replicating back',
  'failed-back': 'at home',
  'failback-committed': 'at home',
  'reprotecting-to-azure': 'protecting again',
};

/** Tells from the journal where each machine stands. A phase that a machine comes to again (a job that was restarted) is not entered anew. */
export class Phases {
  private readonly at = new Map<string, Phase>();

  /** The machine and the phase that it enters with this entry; undefined if none does. */
  see(
    kind: string,
    subject: string,
    fields: Fields,
  ): { readonly machine: string; readonly phase: Phase } | undefined {
    const machine = kind === 'job.state' ? String(fields.item) : subject;
    let phase: Phase | undefined;
    if (kind === 'job.state' && fields.state === 'InProgress') phase = JOBS[String(fields.scenario)];
    else if (kind === 'item.state') phase = STATES[String(fields.state)];
    const before = this.at.get(machine);
    if (phase === 'protected' && (before === 'protecting again' || before === 'protected again'))
      phase = 'protected again';
    if (phase === undefined || phase === before) return undefined;
    this.at.set(machine, phase);
    return { machine, phase };
  }

  of(machine: string): Phase | undefined {
    return this.at.get(machine);
  }
}
