/** What a drill came to, as its journal tells it under `extensions`. Shape: plain JSON; the same drill gives the same bytes.
 *  Units: ms of virtual time since the estate was built, unless a name says otherwise. */
export interface DrillReport {
  readonly name: 'homeward';
  readonly schema: 'homeward.drill/1';
  readonly drill: string;
  readonly title: string;
  readonly description: string;
  readonly estate: string;
  readonly seed: number;
  readonly version: string;
  /** The program under test: a command, or the reference runbook. */
  readonly program: string;
  readonly expect: string;
  readonly objectives: { readonly rtoMs: number | null; readonly rpoMs: number | null };
  readonly limitMs: number;
  readonly verdict: 'proven' | 'at risk' | 'blocked' | 'unknown';
  readonly because: string;
  readonly halted: string | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly checks: readonly DrillCheck[];
  readonly machines: readonly DrillMachine[];
  /** From when on there was no way back to Azure without failing over anew; null: it did not come to that. */
  readonly pointOfNoReturn: { readonly machine: string; readonly atMs: number } | null;
  readonly faults: readonly DrillFaultTold[];
  readonly unfired: readonly string[];
  readonly programs: readonly DrillProgram[];
  /** Digests of everything that happened in the estate. */
  readonly journal: { readonly sha256: string; readonly order: string };
}

/** What a drill promised, and whether that was kept. `excused`: it was broken, and a fault that struck accounts for it. */
export interface DrillCheck {
  readonly check: string;
  readonly verdict: 'kept' | 'broken' | 'excused' | 'unknown';
  /** What was seen, the first breach first. */
  readonly evidence: readonly string[];
}

export interface DrillMachine {
  readonly machine: string;
  readonly home: boolean;
  readonly state: string;
  readonly runs: string;
  /** In the order of a failback; null: not done. */
  readonly steps: readonly { readonly step: string; readonly atMs: number | null }[];
  readonly recoveryTimeMs: number | null;
  readonly recoveryPointMs: number | null;
  readonly writesLost: number;
}

export interface DrillFaultTold {
  readonly fault: string;
  readonly what: string;
  readonly struck: readonly string[];
  readonly atMs: number | null;
  readonly healedAtMs: number | null;
  /** Why it struck nothing. */
  readonly why: string | null;
}

export interface DrillProgram {
  readonly ended: string;
  readonly exitCode: number | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly outputBytes: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: Readonly<Record<string, number>>;
}

/** A point of a drill, as people read it: from its beginning. */
export function clock(ms: number, { startedAtMs }: Pick<DrillReport, 'startedAtMs'>): string {
  const seconds = Math.max(0, Math.round((ms - startedAtMs) / 1_000));
  const two = (value: number): string => `${value}`.padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Whole minutes; seconds below two minutes. */
export function lasted(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}
