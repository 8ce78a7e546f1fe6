/** What the console shows, as `GET /homeward/console/view` tells it. Shape: plain JSON; it holds no secret. Units: ms of virtual time, Mbit/s. */
export interface View {
  readonly estate: { readonly name: string; readonly profile: string; readonly seed: number };
  readonly clock: {
    readonly nowMs: number;
    readonly time: string;
    readonly mode: 'virtual' | 'paced';
    readonly speed: number;
    readonly paused: boolean;
  };
  readonly halt: { readonly halted: boolean; readonly atMs?: number; readonly why?: string };
  readonly counts: Readonly<Record<'all' | 'home' | 'away' | 'down' | 'split' | 'critical', number>>;
  readonly groups: readonly GroupView[];
  /** At most so many as `MACHINES_MAX` says; where there are more, those that need a look come first. */
  readonly machines: readonly MachineView[];
  readonly servers: readonly ServerView[];
  readonly links: readonly LinkView[];
  readonly faults: readonly FaultView[];
  readonly verdicts: readonly {
    readonly checker: string;
    readonly verdict: 'valid' | 'invalid' | 'unknown';
    readonly evidence: readonly string[];
  }[];
}

export type Health = 'Normal' | 'Warning' | 'Critical';

/** Machines that belong together: a protection group, and the recovery plans that name its machines. */
export interface GroupView {
  readonly name: string;
  readonly multiVm: boolean;
  readonly plans: readonly string[];
}

export interface MachineView {
  readonly name: string;
  readonly group: string;
  readonly physical: boolean;
  readonly runs: 'azure' | 'site' | 'both' | 'nowhere';
  /** Where a copy exists, whether it runs or not. */
  readonly copies: readonly ('azure' | 'site')[];
  readonly state: string;
  readonly health: Health;
  readonly home: boolean;
}

export interface ServerView {
  readonly name: string;
  readonly role: string;
  readonly side: 'site' | 'azure';
  readonly state: 'running' | 'paused' | 'stopped';
}

/** A line between the site and Azure. What passes each way was measured over the last interval; null: not long enough yet. */
export interface LinkView {
  readonly name: string;
  readonly kind: string;
  readonly up: boolean;
  readonly health: Health;
  /** Why it is not Normal. */
  readonly because: readonly string[];
  readonly capacityMbit: number;
  readonly toAzureMbit: number | null;
  readonly toSiteMbit: number | null;
  /** The interval. Units: ms of virtual time. */
  readonly overMs: number | null;
}

/** A fault that is armed or in force. */
export interface FaultView {
  readonly id: string;
  readonly fault: string;
  readonly what: string;
  readonly state: 'armed' | 'in force';
  readonly role: string;
  readonly struck: readonly string[];
  /** Of one in force that ends by itself. */
  readonly remainingMs: number | null;
  /** What an armed one waits for, in words. */
  readonly waitsFor: string | null;
}

/** Something notable that happened: an entry of the journal. */
export interface Happened {
  readonly id: number;
  readonly atMs: number;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
}

/** What a drill came to. */
export interface Outcome {
  readonly verdict: string;
  readonly because: string;
  /** Where its report lies. */
  readonly folder: string;
}
