/** What an outside observer reads: plain answers, the same whichever transport carries them. Units: ms of virtual time, bytes. */
export interface ErrorView {
  readonly code: string;
  readonly message: string;
  readonly recommendedAction: string;
  /** What it is about: a machine, a host, a snapshot … */
  readonly about: readonly string[];
}

export interface TaskView {
  readonly name: string;
  readonly state: string;
  readonly startedAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
}

export interface JobView {
  readonly id: string;
  readonly scenario: string;
  readonly item: string;
  readonly state: string;
  readonly percent: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly allowedActions: readonly string[];
  readonly tasks: readonly TaskView[];
  /** The jobs of its machines, for the job of a recovery plan. */
  readonly children: readonly string[];
  readonly errors: readonly ErrorView[];
}

export interface PointView {
  readonly id: string;
  readonly takenAtMs: number;
  /** Is it a point that all machines of a multi-VM group have in common? */
  readonly common: boolean;
  readonly consistency: 'crash' | 'application';
}

export interface ItemView {
  readonly name: string;
  readonly state: string;
  /** What a refusal in this state says must come first. */
  readonly first: string;
  readonly provider: string;
  readonly protectionState: string;
  readonly allowedOperations: readonly string[];
  readonly protected: boolean;
  readonly group: string;
  readonly health: string;
  readonly healthErrors: readonly string[];
  /** What someone must do by hand since the machine came home. */
  readonly followUps: readonly ErrorView[];
}

/** What someone sees who logs in to a machine. */
export interface GuestView {
  readonly addressMode: 'static' | 'dhcp';
  /** Undefined: it has none. */
  readonly address: string | undefined;
  readonly packages: readonly string[];
}

export interface VmView {
  readonly name: string;
  readonly instanceUuid: string;
  readonly host: string;
  readonly datastore: string;
  readonly running: boolean;
  readonly attachedTo: string | null;
  readonly snapshots: readonly string[];
}

export interface AzureVmView {
  readonly name: string;
  readonly running: boolean;
}

export interface EventView {
  readonly atMs: number;
  readonly code: string;
  readonly about: string;
  readonly severity: string;
}

export interface VerdictView {
  readonly checker: string;
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  readonly evidence: readonly string[];
}

/** The service's answer to a request: a job, or a refusal. */
export type Answer =
  | { readonly job: string; readonly refusal?: undefined }
  | { readonly job?: undefined; readonly refusal: ErrorView };

/** What a disk holds at one instant. */
export interface DiskContents {
  equals(other: DiskContents): boolean;
  /** How many extents were ever written. */
  written(): number;
}

/** One entry of the journal, as observers get it. */
export type Entry = (
  timeMs: number,
  kind: string,
  subject: string,
  fields: { readonly [field: string]: unknown },
) => void;
