import type { Phase } from '../simulators/faults';
import type { Stage } from './journey';
import type { VerdictWord } from './model';

/** What a report may hold besides the verdicts. Each section is absent until somebody has computed it, and is plain JSON. */
export interface Sections {
  readonly campaign?: Campaign;
  readonly score?: Score;
  readonly waves?: Waves;
  readonly whatIf?: WhatIf;
  readonly drift?: Drift;
  readonly matrix?: Matrix;
  readonly profiles?: Profiles;
  readonly history?: Earlier;
}

/** N seeded drills of the twin with faults. Shape: `machines` in the order of the report, `drills` in the order of their seeds.
 *  It speaks of the twin, never of Azure. */
export interface Campaign {
  readonly drills: readonly Drill[];
  readonly machines: readonly Confidence[];
  /** Of the undisturbed drill, and of the one that went worst. */
  readonly timelines?: readonly Timeline[];
  /** RPO over virtual time, for the machines whose RPO was worst. Units: ms. */
  readonly rpo?: readonly RpoSeries[];
}

/** How often a machine came home. Shape: `low` and `high` – Wilson's 95 % interval, 0 to 1. Units: ms of virtual time. */
export interface Confidence {
  readonly name: string;
  readonly home: number;
  readonly drills: number;
  readonly low: number;
  readonly high: number;
  readonly rtoMs?: Quantiles;
  readonly rpoMs?: Quantiles;
}

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** One drill of the campaign. Shape: `home` of `machines` came home within the target; `faults` – those that struck, by their names in the catalogue;
 *  `notRun` – the stages that not every machine came to.
 *  Units: ms of virtual time; `pointOfNoReturnMs` – the first commit on the site. `digest` is what a replay is compared with. */
export interface Drill {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly home: number;
  readonly machines: number;
  readonly endedAtMs: number;
  readonly pointOfNoReturnMs?: number;
  readonly notRun: readonly Stage[];
  readonly digest: string;
}

/** Where machines stood over the time of a drill. Shape: `seed` null – the drill that nothing disturbed; `machines` – those that took longest, in the order of
 *  their waves; `left` – how many others there were. Units: ms of virtual time from the first order. */
export interface Timeline {
  readonly seed: number | null;
  readonly endsMs: number;
  readonly left: number;
  readonly machines: readonly MachineTrack[];
  readonly faults: readonly FaultTrack[];
}

/** Whose copy of a machine runs. */
export type Runs = 'azure' | 'home' | 'none';

/** Shape: each entry holds from its moment until that of the next. */
export interface MachineTrack {
  readonly name: string;
  readonly phases: readonly (readonly [Phase, number])[];
  readonly runs: readonly (readonly [Runs, number])[];
}

/** A fault in force. Shape: `fromMs` = `toMs` – it passed at once. */
export interface FaultTrack {
  readonly fault: string;
  readonly on: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RpoSeries {
  readonly name: string;
  readonly points: readonly { readonly atMs: number; readonly rpoMs: number }[];
}

/** 0 to 100, a range while anything is unknown. Shape: the parts' weights add up to 1, their values are 0 to 1. */
export interface Score {
  readonly low: number;
  readonly high: number;
  readonly formula: string;
  readonly parts: readonly {
    readonly name: string;
    readonly weight: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** Failback in waves. Shape: `binds` names the limits that keep a wave from being larger. Units: ms from the first order. */
export interface Waves {
  readonly waves: readonly Wave[];
}

export interface Wave {
  readonly machines: readonly string[];
  readonly startsMs: number;
  readonly endsMs: number;
  readonly endsP95Ms?: number;
  readonly uses: readonly Use[];
  readonly binds: readonly string[];
}

/** How much of a limit a wave uses, for instance 58 of 60 disks. */
export interface Use {
  readonly limit: string;
  readonly used: number;
  readonly capacity: number;
  readonly unit: string;
}

/** What mending would gain, from runs with the same seeds. Shape: `fixes` by gain; `smallestSet` – ids that together reach the target, or, where it
 *  cannot be reached, as much as all fixes do: then `best` says how much that is. */
export interface WhatIf {
  readonly fixes: readonly WhatIfFix[];
  readonly target: number;
  readonly best?: number;
  readonly smallestSet: readonly string[];
  /** The score that drills of the twin with that set have. */
  readonly smallestSetScore: number;
}

/** Shape: scores are 0 to 100. `commands` are ready to paste; Homeward never runs them. */
export interface WhatIfFix {
  readonly id: string;
  readonly what: string;
  readonly code: string;
  readonly machines: readonly string[];
  readonly homeBefore: number;
  readonly homeAfter: number;
  readonly scoreBefore: number;
  readonly scoreAfter: number;
  /** How long all waves take when nothing disturbs them. Units: ms of virtual time. */
  readonly lastsBeforeMs?: number;
  readonly lastsAfterMs?: number;
  readonly commands: readonly string[];
}

/** What has changed since an earlier report. Shape: `before` absent – new, `after` absent – gone. */
export interface Drift {
  readonly since: { readonly run: string; readonly exportedAt: string | null };
  readonly changes: readonly DriftChange[];
  /** Claims of the earlier report that a change of what they read has voided, and those that still hold. */
  readonly voided: number;
  readonly kept: number;
  /** The voided ones, by the code of the check or `rehearsal`, and the facts that are not what they were. */
  readonly voidedClaims?: readonly VoidedClaim[];
}

export interface VoidedClaim {
  readonly name: string;
  readonly code: string;
  readonly facts: readonly string[];
}

export interface DriftChange {
  readonly name: string;
  readonly before?: VerdictWord;
  readonly after?: VerdictWord;
  readonly because: readonly string[];
}

/** Layers of faults against the phases of the way home. Shape: a cell that is missing was not tried; `home` of the `struck` waves came home whole and
 *  in time. Units: ms. */
export interface Matrix {
  readonly faults: readonly string[];
  readonly steps: readonly string[];
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  readonly fault: string;
  readonly step: string;
  readonly verdict: VerdictWord;
  readonly struck: number;
  readonly home: number;
  readonly downMs?: number;
  readonly dataAtRiskMs?: number;
}

/** Earlier runs of the same estate, oldest first; never none. */
export interface Earlier {
  readonly estate: string;
  readonly runs: readonly EarlierRun[];
}

/** What is kept of a run for the reports of later ones. Shape: `findings` – how many machines each code concerns. Units: ms of virtual time. */
export interface EarlierRun {
  readonly id: string;
  readonly exportedAt: string | null;
  readonly counts: Readonly<Record<VerdictWord, number>>;
  readonly score: { readonly low: number; readonly high: number } | null;
  readonly rtoP95Ms: number | null;
  readonly findings: Readonly<Record<string, number>>;
}

/** Verdicts under several profiles of the rules. Shape: `verdicts` in the order of `profiles`; only machines whose verdicts differ. */
export interface Profiles {
  readonly profiles: readonly string[];
  readonly machines: readonly { readonly name: string; readonly verdicts: readonly VerdictWord[] }[];
}
