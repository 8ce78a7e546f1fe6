/** How long a runbook waits for what. Units: ms by the service's clock. */
export interface Limits {
  /** Something stands against the next step, or its job failed: so long somebody, or time, may mend it. */
  readonly troubleMs: number;
  /** Between the failure of a job and its restart. */
  readonly restartMs: number;
  /** One job. */
  readonly jobMs: number;
  /** All data of a machine, one way. */
  readonly replicationMs: number;
  /** Replication that is reported as critical all the time. */
  readonly stalledMs: number;
  /** A recovery point that is fresh, and how old a fresh one is at most. */
  readonly pointMs: number;
  readonly freshMs: number;
  /** The others of a multi-VM group, or of the groups before it in the recovery plan. */
  readonly othersMs: number;
  /** Azure does not answer. */
  readonly serviceMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const USUAL_LIMITS: Limits = {
  troubleMs: HOUR_MS,
  restartMs: 5 * MINUTE_MS,
  jobMs: 12 * HOUR_MS,
  replicationMs: 48 * HOUR_MS,
  stalledMs: 4 * HOUR_MS,
  pointMs: 2 * HOUR_MS,
  freshMs: 30 * MINUTE_MS,
  othersMs: 24 * HOUR_MS,
  serviceMs: HOUR_MS,
};

export interface FailbackOptions {
  /** The machines to bring home; all that are protected if absent. */
  readonly machines?: readonly string[];
  /** Only looks whether they could come. */
  readonly dryRun?: boolean;
  /** Between two looks; what the service says in Retry-After if absent, and 30 s where it says nothing. Units: ms. */
  readonly pollMs?: number;
  readonly limits?: Partial<Limits>;
}

export interface MachineResult {
  readonly machine: string;
  readonly home: boolean;
  /** Where it stands. */
  readonly stage: string;
  /** Why it went no further, and what to do about it. */
  readonly cause?: string;
  readonly next?: string;
}

export interface FailbackResult {
  /** Is every machine home, and protected again? In a dry run: can every machine come home? */
  readonly ok: boolean;
  readonly machines: readonly MachineResult[];
}
