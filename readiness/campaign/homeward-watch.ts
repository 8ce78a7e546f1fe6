import type { Fields } from '../../simulators/kernel';
import type { RpoSeries } from '../sections';

/** How one machine came home. Units: ms of virtual time; undefined: it did not. `rtoMs` – from the first order to fail back until its guest ran at home;
 *  `downMs` – while it ran nowhere; `rpoMs` – the most that Azure had and the site had not, while it was protected to the site. */
export interface Homecoming {
  readonly machine: string;
  readonly rtoMs: number | undefined;
  readonly downMs: number | undefined;
  readonly rpoMs: number | undefined;
}

interface Seen {
  orderedAtMs?: number;
  upAtMs?: number | undefined;
  stoppedAtMs?: number;
  committed?: boolean;
  homeAtMs?: number | undefined;
  takenAtMs?: number;
  rpoMs?: number;
  readonly rpo: { readonly atMs: number; readonly rpoMs: number }[];
}

/** Measures the ways home from the journal. */
export class HomewardWatch {
  /** The first commit at home: from then on Azure's copy is no longer the machine. */
  noReturnAtMs: number | undefined;
  private readonly seen: ReadonlyMap<string, Seen>;
  private beganAtMs: number | undefined;

  constructor(machines: readonly string[]) {
    this.seen = new Map(machines.map((machine) => [machine, { rpo: [] }]));
  }

  /** Somebody asked for a machine's next step while it was in `state`. */
  asked(machine: string, state: string, nowMs: number): void {
    this.beganAtMs ??= nowMs;
    const seen = this.seen.get(machine);
    if (!seen || state !== 'protected-to-site') return;
    seen.orderedAtMs ??= nowMs;
    seen.upAtMs = undefined;
  }

  readonly observe = (timeMs: number, kind: string, subject: string, fields: Fields): void => {
    const seen = this.seen.get(subject);
    if (!seen || this.beganAtMs === undefined) return;
    if (kind === 'point.made') this.sawPoint(seen, timeMs, fields);
    else if (kind === 'guest.stopped' && fields.copy === 'azure') this.sawStop(seen, timeMs);
    else if (kind === 'guest.running' && fields.copy === 'on-premises') seen.upAtMs = timeMs;
    else if (kind === 'item.state' && fields.state === 'failback-committed') {
      this.noReturnAtMs ??= timeMs;
      seen.committed = true;
    }
    // It may be committed before its guest has come up.
    if (seen.committed) seen.homeAtMs ??= seen.upAtMs;
  };

  homecomings(): readonly Homecoming[] {
    return [...this.seen].map(([machine, { homeAtMs, orderedAtMs, stoppedAtMs, rpoMs }]) => ({
      machine,
      rtoMs: between(orderedAtMs, homeAtMs),
      downMs: between(stoppedAtMs, homeAtMs),
      rpoMs,
    }));
  }

  /** The RPO of the machine whose RPO was worst, at each recovery point. Undefined: no point was made. */
  worst(): RpoSeries | undefined {
    const [first] = [...this.seen].toSorted(([, a], [, b]) => (b.rpoMs ?? -1) - (a.rpoMs ?? -1));
    if (first?.[1].rpoMs === undefined) return undefined;
    const [name, { rpo }] = first;
    return { name, points: rpo.map(({ atMs, rpoMs }) => ({ atMs: atMs - (this.beganAtMs ?? 0), rpoMs })) };
  }

  private sawPoint(seen: Seen, timeMs: number, { pair, takenAtMs }: Fields): void {
    if (!String(pair).includes('/to-site-') || seen.homeAtMs !== undefined) return;
    this.measure(seen, timeMs);
    seen.takenAtMs = Number(takenAtMs);
  }

  private sawStop(seen: Seen, timeMs: number): void {
    if (seen.homeAtMs !== undefined) return;
    seen.stoppedAtMs = timeMs;
    this.measure(seen, timeMs);
  }

  /** What would have been lost had Azure gone away just now. */
  private measure(seen: Seen, timeMs: number): void {
    if (seen.takenAtMs === undefined) return;
    const rpoMs = timeMs - seen.takenAtMs;
    seen.rpoMs = Math.max(seen.rpoMs ?? 0, rpoMs);
    seen.rpo.push({ atMs: timeMs, rpoMs });
  }
}

function between(fromMs: number | undefined, toMs: number | undefined): number | undefined {
  return fromMs === undefined || toMs === undefined ? undefined : toMs - fromMs;
}
