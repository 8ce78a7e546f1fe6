import type { RecoveryPoint } from '../../storage';
import type { ServerReport, StalledPair, StartPair } from '../../wire';
import type { ItemState } from './states';

export type PointFacts = Omit<RecoveryPoint, 'views'>;
export type Health = 'Normal' | 'Warning' | 'Critical';

export interface Policy {
  readonly name: string;
  readonly direction: 'to-azure' | 'to-site';
  readonly rpoThresholdMs: number;
  readonly crashConsistentEveryMs: number;
}

/** A protection group: an ARM protection container with its policy; each has its failback twin. */
export interface ProtectionGroup {
  readonly name: string;
  readonly policy: string;
  readonly twin: string;
  readonly failback: boolean;
  /** Machines of one group are caught at common points. */
  readonly multiVm: boolean;
}

export interface Pair {
  readonly id: string;
  readonly target: 'azure' | 'on-premises';
  readonly startedAtMs: number;
  readonly rpoThresholdMs: number;
  readonly masterTarget: string | null;
  readonly processServer: string | null;
  /** What the configuration server was told, to tell it again if it forgets. */
  readonly start: StartPair;
  /** When the newest point was taken. */
  lastPointAtMs: number | undefined;
}

export interface ProtectedItem {
  readonly name: string;
  readonly physical: boolean;
  readonly vnet: string;
  state: ItemState;
  /** The protection group it is in now. */
  container: string;
  pair: Pair | undefined;
  points: PointFacts[];
  health: Health;
  healthErrors: readonly string[];
  activeJob: string | undefined;
  /** The newest job; an older one that failed cannot be restarted any more. */
  lastJob: string | undefined;
  azureVm: string | undefined;
  /** The VM on the site that receives or received the failback, and whether it is the original one. */
  siteVm: string | undefined;
  keptVm: boolean | undefined;
  /** What someone must do by hand since the machine came home last; absent until something was told of it. */
  followUps?: readonly JobError[];
}

export type TaskState = 'NotStarted' | 'InProgress' | 'Succeeded' | 'Failed' | 'Other';
export type JobState = 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled';

export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly recommendedAction: string;
  readonly about: readonly string[];
}

export interface JobTask {
  readonly taskId: string;
  readonly name: string;
  readonly friendlyName: string;
  state: TaskState;
  startedAtMs: number | undefined;
  endedAtMs: number | undefined;
}

/** One long-running operation. Shape: tasks in their order; `errors` of the last attempt, in a stable order. */
export interface Job {
  readonly id: string;
  readonly workflow: string;
  readonly scenarioName: string;
  readonly friendlyName: string;
  readonly item: string;
  readonly input: unknown;
  readonly startedAtMs: number;
  endedAtMs: number | undefined;
  state: JobState;
  tasks: JobTask[];
  errors: readonly JobError[];
  /** What one task leaves for the next; survives a crash. */
  data: { [key: string]: string | number | boolean | undefined };
}

export interface RecoveryPlan {
  readonly name: string;
  /** Groups in their order; each names protection groups. */
  readonly groups: string[][];
}

export interface VaultEvent {
  readonly atMs: number;
  readonly code: string;
  readonly about: string;
  readonly description: string;
  readonly severity: 'Info' | 'Warning' | 'Critical';
}

/** Everything that the vault keeps. */
export interface VaultDurable {
  items: Map<string, ProtectedItem>;
  groups: Map<string, ProtectionGroup>;
  policies: Map<string, Policy>;
  plans: Map<string, RecoveryPlan>;
  jobs: Map<string, Job>;
  events: VaultEvent[];
  servers: readonly ServerReport[];
  stalled: readonly StalledPair[];
  /** The configuration server: where it registered, and where its last report came from. */
  configurationServer: { address: string; lastSeenAtMs: number; foreignAddress: string | undefined };
}

/** The choices of a reprotection to the site. Source: seed document, "reprotect the Azure VMs" – documented. */
export interface ReprotectInput {
  readonly masterTarget?: string;
  readonly processServer?: string;
  readonly account?: string;
  /** The failback policy. */
  readonly policy?: string;
  readonly retentionDrive?: string;
  readonly datastore?: string;
  /** Physical hardware to come back to; never supported. */
  readonly physicalTarget?: string;
}

export interface FailoverInput {
  /** `latest`, `latest-group` (the newest point common to the multi-VM group) or the id of a point. */
  readonly point: string;
  /** Shut the source down first, its last changes sent; else its power is cut. */
  readonly shutDown: boolean;
}
