import { type Outcome, type Phase, Phases } from '../../simulators/faults';
import type { Fields } from '../../simulators/kernel';
import type { FaultTrack, MachineTrack, Runs } from '../sections';

/** Writes down from the journal where each machine of a drill stands, and whose copy of it runs. */
export class TimelineWatch {
  private readonly phases = new Phases();
  private readonly tracks: ReadonlyMap<string, { phases: [Phase, number][]; runs: [Runs, number][] }>;
  private readonly running = new Map<string, Set<unknown>>();
  private beganAtMs: number | undefined;

  constructor(machines: readonly string[]) {
    this.tracks = new Map(machines.map((machine) => [machine, { phases: [], runs: [] }]));
  }

  /** From now on it is written down: every machine is in Azure. */
  begin(nowMs: number): void {
    this.beganAtMs = nowMs;
    for (const [machine, { phases, runs }] of this.tracks) {
      phases.push([this.phases.of(machine) ?? 'in Azure', 0]);
      runs.push([this.whoRuns(machine), 0]);
    }
  }

  readonly observe = (timeMs: number, kind: string, subject: string, fields: Fields): void => {
    const entered = this.phases.see(kind, subject, fields);
    if (entered && this.beganAtMs !== undefined)
      this.tracks.get(entered.machine)?.phases.push([entered.phase, timeMs - this.beganAtMs]);
    if (kind !== 'guest.running' && kind !== 'guest.stopped') return;
    const copies = this.running.get(subject) ?? new Set();
    this.running.set(subject, copies);
    if (kind === 'guest.running') copies.add(fields.copy);
    else copies.delete(fields.copy);
    const track = this.tracks.get(subject);
    const runs = this.whoRuns(subject);
    if (this.beganAtMs !== undefined && track && track.runs.at(-1)?.[0] !== runs)
      track.runs.push([runs, timeMs - this.beganAtMs]);
  };

  trackOf(machine: string): MachineTrack {
    return { name: machine, ...(this.tracks.get(machine) ?? { phases: [], runs: [] }) };
  }

  faultsOf(outcomes: readonly Outcome[]): readonly FaultTrack[] {
    return outcomes.flatMap(({ kind, struck, atMs, healedAtMs }) => {
      if (struck.length === 0 || atMs === undefined) return [];
      const began = this.beganAtMs ?? 0;
      // A fault that passes by itself is a moment.
      return [{ fault: kind.name, on: struck, fromMs: atMs - began, toMs: (healedAtMs ?? atMs) - began }];
    });
  }

  private whoRuns(machine: string): Runs {
    const copies = this.running.get(machine);
    if (copies?.has('on-premises')) return 'home';
    return copies?.has('azure') ? 'azure' : 'none';
  }
}
