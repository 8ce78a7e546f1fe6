import type { Job, ReprotectInput } from '../simulators/azure';
import { Checkers, type Verdict } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, type Estate, finalState } from '../simulators/estate';
import type { Fields } from '../simulators/kernel';
import { Refusal } from '../simulators/network';
import { sampleEstate } from './sample-estate';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** An estate with someone who operates it by the vault's own requests, step by step, and with the checkers watching. */
export class Operated {
  readonly estate: Estate;
  /** Every entry of the journal, its kind and subject first. */
  readonly journal: { kind: string; subject: string; fields: Fields }[] = [];
  private readonly checkers = new Checkers();

  constructor(change: Partial<EstateDescription> & { count?: number } = {}, seed = 1) {
    const { count = 1, ...rest } = change;
    this.estate = build({ ...sampleEstate({ machines: count, writes: 20 }), ...rest }, seed, [
      this.checkers.observe,
      (_time, kind, subject, fields) => this.journal.push({ kind, subject, fields }),
    ]);
  }

  get vault(): Estate['vault'] {
    return this.estate.vault;
  }

  /** The choices of a reprotection to the site. */
  get choices(): ReprotectInput {
    const { names, description } = this.estate;
    const datastore = description.masterTarget?.datastore ?? '';
    return this.vault.rules.provider === 'modernized'
      ? { reprotectAgent: names.masterTarget, logStorageAccount: names.processServer, datastore }
      : {
          masterTarget: names.masterTarget,
          processServer: names.processServer,
          account: names.account,
          retentionDrive: names.retentionDrive,
          datastore,
        };
  }

  /** The choices of the reprotection that a machine can have now, whichever way it goes. */
  choicesFor(machine: string): ReprotectInput {
    const { state, container } = this.vault.item(machine);
    const { policy } = this.vault.groupOf(this.vault.twinOf(container));
    return state.startsWith('failback') || state === 'failed-back' ? { policy } : { ...this.choices, policy };
  }

  run(ms: number): void {
    const { kernel } = this.estate;
    kernel.run(kernel.now + ms);
  }

  until(holds: () => boolean, withinMs = 48 * HOUR_MS): boolean {
    const { kernel } = this.estate;
    if (!holds()) kernel.run(kernel.now + withinMs, holds);
    return holds();
  }

  /** Waits for the end of a job and gives its last state. */
  end(job: Job): Job['state'] {
    this.until(() => job.state !== 'InProgress');
    return job.state;
  }

  /** Waits for the end of a job and restarts it while it fails. */
  persist(job: Job, restartsMax = 6): Job['state'] {
    for (let restarts = 0; ; restarts += 1) {
      if (this.end(job) !== 'Failed' || restarts === restartsMax) return job.state;
      this.run(5 * MINUTE_MS);
      this.vault.restartJob(job.id);
    }
  }

  /** Takes a machine to a state of its round trip, by the ordinary requests. */
  bring(
    machine: string,
    to: 'protected' | 'failed-over' | 'failover-committed' | 'protected-to-site' | 'failed-back',
  ): void {
    const { vault, estate } = this;
    const { group = 'PG1', physical = false } = estate.machines.get(machine) ?? {};
    const state = (): string => vault.items.get(machine)?.state ?? '';
    this.end(vault.enableReplication(machine, { group, vnet: estate.names.vnet, physical }));
    this.until(() => state() === 'protected');
    this.run(20 * MINUTE_MS);
    if (to === 'protected') return;
    this.end(vault.unplannedFailover(machine, { point: 'latest', shutDown: !physical }));
    if (physical) estate.physical.get(machine)?.switchOff();
    this.run(20 * MINUTE_MS);
    if (to === 'failed-over') return;
    this.end(vault.commit(machine));
    if (to === 'failover-committed') return;
    this.reprotect(machine);
    if (to === 'protected-to-site') return;
    const modernized = vault.rules.provider === 'modernized';
    this.end(
      modernized
        ? vault.plannedFailover(machine, { point: 'latest' })
        : vault.unplannedFailover(machine, { point: 'latest', shutDown: true }),
    );
    this.run(20 * MINUTE_MS);
  }

  reprotect(machine: string): void {
    const { vault } = this;
    this.end(vault.reprotect(machine, this.choicesFor(machine)));
    this.until(() => vault.items.get(machine)?.state === 'protected-to-site');
    this.run(20 * MINUTE_MS);
  }

  /** What is not valid after a while. */
  broken(afterMs = 30 * MINUTE_MS): readonly Verdict[] {
    this.run(afterMs);
    return this.checkers.conclude(finalState(this.estate)).filter(({ verdict }) => verdict !== 'valid');
  }
}

/** The code with which a request is refused; `accepted` if it is not. */
export function codeOf(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
