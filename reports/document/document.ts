import type { Assumption, Sections, Stage, VerdictWord, Where } from '../../readiness';
import type { RunJson } from '../run-json';

/** The version of `report.json`: a field that changes its meaning changes it. */
export const REPORT_SCHEMA = 'homeward.report/1';

/** Everything that a report says: `report.json`. Every other file of a report is a pure function of it.
 *  Shape: plain JSON; `machines` worst first; stable names; no time of day. Units: ms of virtual time. */
export interface ReportDocument extends Sections {
  readonly schema: typeof REPORT_SCHEMA;
  readonly sentence: string;
  readonly valid: boolean;
  readonly counts: Readonly<Record<VerdictWord, number>>;
  readonly rtoTargetMs: number;
  readonly run: RunJson;
  /** The rules behind the checks, by code. */
  readonly rules: Readonly<Record<string, RuleText>>;
  readonly unknownOfEstate: readonly EstateUnknown[];
  readonly declared: readonly string[];
  readonly assumptions: readonly Assumption[];
  readonly notCounted: readonly { readonly label: string; readonly why: string; readonly at: Where }[];
  readonly masterTargetHost: string;
  readonly notes: readonly ReportNote[];
  readonly checkers: readonly Checked[];
  /** How long evidence counts, from the day of the export it rests on. */
  readonly evidenceDays: number;
  readonly machines: readonly MachineReport[];
}

/** What a rule asks for, and the document behind it. */
export interface RuleText {
  readonly rule: string;
  readonly source: string;
}

/** What no export can tell of the estate, and how it is settled. */
export interface EstateUnknown extends RuleText {
  readonly code: string;
  readonly text: string;
  readonly settle: string;
}

/** Something that the import noticed. Shape: no `at` – it is about a whole export. */
export interface ReportNote {
  readonly severity: 'info' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly at?: Where;
}

/** What a checker found in the journal. Shape: `evidence` is empty where it is valid. */
export interface Checked {
  readonly checker: string;
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  readonly evidence: readonly string[];
}

/** What is said of one machine. Shape: `id` is its anchor, unique and fit for a file's name. */
export interface MachineReport {
  readonly name: string;
  readonly verdict: VerdictWord;
  readonly reasons: readonly ReportReason[];
  readonly id: string;
  readonly caveats: readonly ReportCheck[];
  readonly checks: readonly ReportCheck[];
  readonly assumed: readonly string[];
  readonly journey?: ReportJourney;
  /** What its claims rest on: every fact by its name, with a digest of its value. */
  readonly facts: Readonly<Record<string, string>>;
  readonly restsOn: readonly Where[];
  readonly knowledge: ReportKnowledge;
  /** The verdict under each profile of Microsoft's documents; absent: the same under all. */
  readonly profiles?: Readonly<Record<string, VerdictWord>>;
}

/** How each fact of a machine is known, by name. Shape: `conflicting` – exports contradict each other: every value, with its place. */
export interface ReportKnowledge {
  readonly proven: readonly string[];
  readonly observed: readonly string[];
  readonly assumed: readonly string[];
  readonly unknown: readonly string[];
  readonly conflicting: readonly {
    readonly fact: string;
    readonly values: readonly { readonly value: string; readonly where: Where }[];
  }[];
}

/** Why a machine has its verdict. Shape: `stage` – where the rehearsal met it. */
export interface ReportReason {
  readonly code: string;
  readonly text: string;
  readonly where?: Where;
  readonly stage?: Stage;
  readonly fix?: string;
  readonly source?: string;
}

/** One check. Shape: `text` is there unless it is proven: then the rule says it all. */
export interface ReportCheck {
  readonly code: string;
  readonly state: VerdictWord;
  readonly text?: string;
  readonly where?: Where;
  readonly settle?: string;
  /** The facts that it rests on. */
  readonly reads?: readonly string[];
}

/** How far a machine came in the rehearsal. Shape: stages in their order. Units: ms of virtual time. */
export interface ReportJourney {
  /** The facts that it rests on. */
  readonly reads?: readonly string[];
  readonly stagesPassed: readonly { readonly stage: Stage; readonly tookMs: number }[];
  readonly stoppedAt?: { readonly stage: Stage; readonly codes: readonly string[] };
  readonly rtoMs?: number;
  readonly unprotectedMs?: number;
  readonly overloaded?: boolean;
}
