import type { Fields, Observer } from '../simulators/kernel';

/** The steps of a failback, by the state of the item that says that one is done. */
export const STEPS = {
  'reprotected to the site': 'protected-to-site',
  'failed over to the site': 'failed-back',
  committed: 'failback-committed',
  'protected again': 'protected',
} as const;
export type Step = keyof typeof STEPS;

/** What a machine's way home came to, by the journal alone. Units: ms of virtual time. */
export interface Journey {
  readonly machine: string;
  /** When each step was done last; absent: it was not done. */
  readonly steps: Readonly<Partial<Record<Step, number>>>;
  /** Recovery time: from when the copy in Azure stopped serving until the VM on the site served, which takes an address. Of several outages the
   *  longest; absent: it never served on the site. */
  readonly recoveryTimeMs: number | undefined;
  /** Since when it serves nowhere; absent: it serves. */
  readonly downSinceMs: number | undefined;
  /** Recovery point: how far back in time the VM on the site went, from the oldest acknowledged write in Azure that it does not have until the
   *  copy in Azure wrote its last. 0: it has all; absent: it never came to the site. */
  readonly recoveryPointMs: number | undefined;
  /** So many acknowledged writes were lost so. */
  readonly writesLost: number;
  /** When its failback was committed: from then on there is no way back to the copy in Azure without failing over anew. */
  readonly noReturnAtMs: number | undefined;
  /** When the copy in Azure was deleted while it was the only way back. */
  readonly wayBackLostAtMs: number | undefined;
  /** When its failback was committed although it served nowhere yet. */
  readonly committedBlindAtMs: number | undefined;
}

interface Write {
  readonly seq: number;
  readonly atMs: number;
}

class Following {
  readonly steps: Partial<Record<Step, number>> = {};
  state = '';
  /** Its VM on the site runs, and nobody reaches it: it has no address. */
  mute = false;
  away = false;
  committing = false;
  downSinceMs: number | undefined;
  recoveryTimeMs: number | undefined;
  recoveryPointMs: number | undefined;
  writesLost = 0;
  noReturnAtMs: number | undefined;
  wayBackLostAtMs: number | undefined;
  committedBlindAtMs: number | undefined;
  /** Acknowledged in Azure during its present stay there. */
  writes: Write[] = [];
  /** The last write that each drain took, by pair and drain. */
  readonly drained = new Map<string, number>();
}

const STEP_OF = new Map<string, Step>(Object.entries(STEPS).map(([step, state]) => [state, step as Step]));
/** The copy in Azure is all there is, or all that is known to be good. */
const NEEDS_AZURE = new Set([
  'failed-over',
  'failover-committed',
  'reprotecting',
  'protected-to-site',
  'failed-back',
  'failback-committed',
  'reprotecting-to-azure',
]);

/** Follows every machine of a run from its first entry in the journal. */
export class Journeys {
  private readonly following = new Map<string, Following>();

  readonly observe: Observer = (time, kind, subject, fields) => {
    if (kind === 'job.state') this.job(fields);
    else if (KINDS.has(kind)) this.see(time, kind, subject, fields);
  };

  of(machine: string): Journey {
    const { steps, downSinceMs, recoveryTimeMs, recoveryPointMs, writesLost, ...points } =
      this.machine(machine);
    const { noReturnAtMs, wayBackLostAtMs, committedBlindAtMs } = points;
    return {
      machine,
      steps,
      recoveryTimeMs,
      downSinceMs,
      recoveryPointMs,
      writesLost,
      noReturnAtMs,
      wayBackLostAtMs,
      committedBlindAtMs,
    };
  }

  private machine(name: string): Following {
    let found = this.following.get(name);
    if (!found) {
      found = new Following();
      this.following.set(name, found);
    }
    return found;
  }

  private job({ item, scenario, state }: Fields): void {
    if (scenario === 'commit') this.machine(`${item}`).committing = state === 'InProgress';
  }

  private see(time: number, kind: string, subject: string, fields: Fields): void {
    const azure = fields.copy === 'azure';
    if (kind === 'item.state') this.moved(this.machine(subject), time, `${fields.state}`);
    else if (kind === 'guest.write' && azure)
      this.machine(subject).writes.push({ seq: Number(fields.seq), atMs: time });
    else if (kind === 'agent.drained' && azure)
      this.machine(subject).drained.set(`${fields.pair} ${fields.drain}`, Number(fields.seq));
    else if (kind === 'point.recovered' && !azure) this.recovered(this.machine(subject), fields);
    else if (kind === 'guest.stopped') stops(this.machine(subject), time);
    else if (kind === 'guest.running') runs(this.machine(subject), time, { azure, address: fields.address });
    else if (kind === 'dhcp.leased') reached(this.machine(`${fields.holder}`), time);
    else if (kind === 'guest.configured' && fields.what === 'address' && !azure)
      reached(this.machine(subject), time);
    else if (kind === 'vm.deleted' && azure) this.deleted(this.machine(`${fields.machine}`), time);
  }

  private moved(machine: Following, time: number, state: string): void {
    machine.state = state;
    if (state === 'failed-over') {
      machine.away = true;
      machine.writes = [];
    }
    const step = STEP_OF.get(state);
    if (!step || !machine.away) return;
    machine.steps[step] = time;
    if (step !== 'committed') return;
    machine.noReturnAtMs ??= time;
    if (machine.downSinceMs !== undefined) machine.committedBlindAtMs ??= time;
  }

  private recovered(machine: Following, { pair, drain }: Fields): void {
    const seq = machine.drained.get(`${pair} ${drain}`) ?? 0;
    const lost = machine.writes.filter((write) => write.seq > seq);
    machine.writesLost = lost.length;
    machine.recoveryPointMs = lost.length === 0 ? 0 : (lost.at(-1) as Write).atMs - (lost[0] as Write).atMs;
    // The very last write alone is worth the time until it was acknowledged, which nobody measures: it counts as one ms.
    if (lost.length > 0) machine.recoveryPointMs = Math.max(1, machine.recoveryPointMs);
  }

  private deleted(machine: Following, time: number): void {
    const byService = machine.state === 'failed-back' && machine.committing;
    if (NEEDS_AZURE.has(machine.state) && !byService) machine.wayBackLostAtMs ??= time;
  }
}

const KINDS = new Set([
  'item.state',
  'guest.write',
  'agent.drained',
  'point.recovered',
  'guest.stopped',
  'guest.running',
  'vm.deleted',
  'dhcp.leased',
  'guest.configured',
]);

function stops(machine: Following, time: number): void {
  machine.downSinceMs ??= time;
  machine.mute = false;
}

function runs(
  machine: Following,
  time: number,
  { azure, address }: { readonly azure: boolean; readonly address: unknown },
): void {
  if (!azure && (address ?? null) === null) machine.mute = true;
  else serves(machine, time, azure);
}

/** A VM on the site that ran without an address has one. */
function reached(machine: Following, time: number): void {
  if (machine.mute) serves(machine, time, false);
}

function serves(machine: Following, time: number, azure: boolean): void {
  const { downSinceMs } = machine;
  machine.downSinceMs = undefined;
  machine.mute = false;
  if (azure || !machine.away) return;
  const outage = downSinceMs === undefined ? 0 : time - downSinceMs;
  machine.recoveryTimeMs = Math.max(machine.recoveryTimeMs ?? 0, outage);
}
