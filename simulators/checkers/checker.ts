import type { Fields } from '../kernel';
import type { Entries } from '../wire';

/** Did the run keep an invariant? `unknown`: the run did not come to where it could be told. */
export interface Verdict {
  readonly checker: string;
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  /** What was seen, the first breach first; each line names the machine and the virtual time. */
  readonly evidence: readonly string[];
}

/** An invariant as a fold over the journal and the final state. It reads and never touches.
 *  Shape: `see` gets every entry of its kinds in order; `conclude` comes once, at the end. */
export interface Checker {
  readonly name: string;
  /** The kinds of entries that it looks at; it is shown no others. */
  readonly kinds: readonly string[];
  see(time: number, kind: string, subject: string, fields: Fields): void;
  conclude(state: FinalState): Omit<Verdict, 'checker'>;
}

/** What is left at the end of a run, as far as checkers look at it. */
export interface FinalState {
  readonly now: number;
  /** Workflows that were still under way when the run ended. */
  readonly activeJobs: number;
  readonly vms: readonly {
    readonly name: string;
    readonly machine: string;
    readonly attachedTo: string | null;
    readonly busy: boolean;
  }[];
  readonly azureVms: readonly {
    readonly name: string;
    readonly machine: string;
    readonly running: boolean;
  }[];
  readonly items: readonly {
    readonly name: string;
    readonly state: string;
    readonly pair: string | null;
    readonly azureVm: string | null;
    /** What its test failover made, until it is cleaned up. */
    readonly testVm?: string | null;
  }[];
  /** Pairs that a master target still holds, and those with data on a process server's disk. */
  readonly attachedPairs: readonly string[];
  readonly queuedPairs: readonly string[];
  readonly failedJobs: readonly {
    readonly id: string;
    readonly item: string;
    readonly restartable: boolean;
  }[];
}

/** The fields of an entry, by its kind. */
export function fieldsOf<K extends keyof Entries>(_kind: K, fields: Fields): Entries[K] {
  return fields as unknown as Entries[K];
}

/** Keeps the first few breaches: enough to see what happened, bounded in memory. */
export class Evidence {
  private readonly lines: string[] = [];

  breach(time: number, what: string): void {
    if (this.lines.length < EVIDENCE_MAX) this.lines.push(`${time} ms: ${what}`);
  }

  verdict(): Omit<Verdict, 'checker'> {
    return { verdict: this.lines.length > 0 ? 'invalid' : 'valid', evidence: this.lines };
  }
}

const EVIDENCE_MAX = 10;
