import type { PlannedFault, Schedule, Trigger } from '../simulators/faults';
import { type RunOptions, type RunResult, runOnce } from './run';

/** So many runs are spent on making one finding small. Source: CHAOS.md §5 (G8). */
const RUNS_MAX = 300;

/** A finding made small: its schedule, and how the run ended with it. */
export interface Shrunk {
  readonly schedule: Schedule;
  readonly result: RunResult;
  readonly runs: number;
}

/** Makes the schedule of a finding as small as it gets with the same invariant broken: first it leaves faults out, then it makes what is left
 *  plainer: struck at once, for a shorter time, one target. What is left needs every fault of it. */
export function shrink(options: RunOptions): Shrunk {
  const found = runOnce(options);
  if (!found.breach) throw new Error('there is nothing to shrink: the run is clean');
  const { invariant } = found.breach;
  let best = { schedule: options.schedule, result: found };
  let runs = 0;
  const still = (faults: readonly PlannedFault[]): boolean => {
    if (runs >= RUNS_MAX) return false;
    runs += 1;
    const schedule = { ...options.schedule, faults };
    const result = runOnce({ ...options, schedule });
    if (result.breach?.invariant !== invariant) return false;
    best = { schedule, result };
    return true;
  };
  // What never struck does nothing.
  const struck = found.outcomes.flatMap(({ struck: on, planned }) => (on.length > 0 ? [planned] : []));
  if (struck.length < best.schedule.faults.length) still(struck);
  for (let size = Math.ceil(best.schedule.faults.length / 2); size >= 1; size = Math.floor(size / 2))
    leaveOut(size);
  for (let again = true; again; ) again = plainer();
  return { ...best, runs };

  /** Leaves out as many stretches of `size` faults as possible. */
  function leaveOut(size: number): void {
    for (let at = 0; at < best.schedule.faults.length; ) {
      const { faults } = best.schedule;
      if (!still([...faults.slice(0, at), ...faults.slice(at + size)])) at += size;
    }
  }

  /** Makes one fault plainer; false if none can be. */
  function plainer(): boolean {
    return best.schedule.faults.some((fault, at) =>
      simpler(fault).some((other) => still(best.schedule.faults.with(at, other))),
    );
  }
}

/** The next plainer forms of a fault, the plainest first. */
function simpler(fault: PlannedFault): PlannedFault[] {
  const { when, lastsMs, target } = fault;
  const forms: PlannedFault[] = [];
  if (typeof target === 'number' && target > 0) forms.push({ ...fault, target: 0 });
  for (const other of earlier(when)) forms.push({ ...fault, when: other });
  if (lastsMs !== null)
    for (const shorter of [1_000, rounded(lastsMs / 2), rounded(lastsMs)])
      if (shorter > 0 && shorter < lastsMs) forms.push({ ...fault, lastsMs: shorter });
  return forms;
}

function earlier(when: Trigger): Trigger[] {
  const late = 'afterMs' in when ? (when.afterMs ?? 0) : 0;
  if (late > 0)
    return [0, rounded(late / 2), rounded(late)]
      .filter((afterMs) => afterMs < late)
      .map((afterMs) => ({ ...when, afterMs }));
  if ('atMs' in when) {
    const atMs = rounded(when.atMs);
    return atMs < when.atMs ? [{ atMs }] : [];
  }
  if ('nth' in when && when.nth > 1)
    return [
      { ...when, nth: 1 },
      { ...when, nth: Math.floor(when.nth / 2) },
    ];
  return [];
}

/** Down to what people say: whole minutes, or seconds. */
function rounded(ms: number): number {
  const unit = ms >= 120_000 ? 60_000 : 1_000;
  return Math.floor(ms / unit) * unit;
}
