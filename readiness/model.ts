import type { EstateDescription } from '../simulators/description';
import type { RuleProfile } from '../simulators/wire';
import type { Disagreement, Machine, Where } from './inventory';

/** What is said of a machine, and of each check. There is no fifth word. Source: VISUAL.md. */
export type VerdictWord = 'proven' | 'at risk' | 'blocked' | 'unknown';

/** Something that the twin had to take for granted. Shape: `about` names the machine, host or datastore; absent: the estate. */
export interface Assumption {
  readonly what: string;
  readonly why: string;
  readonly settle: string;
  /** How many machines, hosts or datastores it was made for, and the first few of them. */
  readonly count: number;
  readonly examples: readonly string[];
}

/** A counted machine in the twin: what it is called there, what people call it, and the facts it rests on.
 *  Shape: `name` is unique; `label` is the exported name, with its row where two machines share it. */
export interface TwinMachine {
  readonly name: string;
  readonly label: string;
  readonly machine: Machine;
  readonly host: string;
  readonly datastores: readonly string[];
  /** Absent: the machine is rehearsed. */
  readonly leftOut: string | undefined;
  readonly restsOn: readonly Where[];
}

/** What the export lists but nobody would fail over: templates and placeholders. */
export interface NotCounted {
  readonly label: string;
  readonly why: string;
  readonly at: Where;
}

/** An estate's twin. Shape: `machines` in the order of the inventory; `plan` is all that a replay needs. */
export interface Twin {
  readonly plan: RehearsalPlan;
  readonly machines: readonly TwinMachine[];
  readonly notCounted: readonly NotCounted[];
  readonly assumptions: readonly Assumption[];
  readonly masterTargetHost: string;
}

/** Everything that decides a rehearsal. It is plain JSON: the same plan gives the same journal, byte for byte.
 *  Shape: `machines` are the names of the description's machines, in the order in which they set out.
 *  Units: Mbit/s, ms of virtual time. */
export interface RehearsalPlan {
  readonly description: EstateDescription;
  readonly seed: number;
  readonly machines: readonly string[];
  readonly mbitPerSecond: number;
  readonly workInAzureMs: number;
}

/** What one check says of one machine, or of the estate.
 *  Shape: `decides` – an unknown that forbids a verdict; `confirmedBy` – the code with which the simulated service refuses
 *  for the same cause; `assumed` – the --assume that it rests on. `source` is the document behind the rule. */
export interface Finding {
  readonly rule: string;
  readonly code: string;
  readonly state: VerdictWord;
  readonly text: string;
  readonly at: Where | undefined;
  readonly source: string;
  readonly decides?: boolean;
  readonly fix?: string;
  readonly settle?: string;
  readonly confirmedBy?: string;
  readonly assumed?: string;
  /** What each profile of Microsoft's documents says, where they differ; `state` is the worst of them. */
  readonly profiles?: Readonly<Record<RuleProfile, VerdictWord>>;
  /** The facts in which the exports contradict each other: then the rule says unknown. */
  readonly contested?: readonly Disagreement[];
  /** The facts that it rests on, each with a digest of its value. */
  readonly reads?: Readonly<Record<string, string>>;
}

/** How a fact's place is written everywhere: `vInfo!B12`-like, but by row, since columns are found by header; in a document its path. */
export function placeOf(at: Where): string {
  return at.path ?? `${at.sheet}!${at.row}`;
}
