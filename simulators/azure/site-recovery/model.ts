import type { RecoveryPoint } from '../../storage';
import type {
  ReleaseMachine,
  ReverseChoice,
  ServerReport,
  StalledPair,
  StartPair,
  VcenterReport,
} from '../../wire';
import type { AzureServer } from './deployment';
import type { ItemState } from './states';

export type PointFacts = Omit<RecoveryPoint, 'views'>;
export type Health = 'Normal' | 'Warning' | 'Critical';

export interface Policy {
  readonly name: string;
  readonly direction: 'to-azure' | 'to-site';
  readonly rpoThresholdMs: number;
  readonly crashConsistentEveryMs: number;
  /** 0: never. */
  readonly applicationConsistentEveryMs: number;
  /** How long recovery points are kept. */
  readonly recoveryPointHistoryMs: number;
  /** Machines of one group are caught at common points. */
  readonly multiVm: boolean;
  /** Of a failback policy that was made by itself: the policy that it follows. */
  readonly follows?: string;
}

/** A protection group: an ARM protection container with its policy; each has its failback twin. */
export interface ProtectionGroup {
  readonly name: string;
  policy: string;
  readonly twin: string;
  readonly failback: boolean;
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
  /** How often a point is to be application-consistent; 0: never. */
  readonly applicationEveryMs: number;
  /** When the newest point was taken, and the newest application-consistent one. */
  lastPointAtMs: number | undefined;
  lastApplicationAtMs: number | undefined;
  /** When its source was last asked to shut down: a point that is older is not the latest. */
  shutDownAtMs?: number;
}

export type NewPair = Omit<Pair, 'startedAtMs' | 'lastPointAtMs' | 'lastApplicationAtMs'>;

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
  /** The choices of its newest reprotection to the site. */
  reverse: ReverseChoices | undefined;
  /** What someone must do by hand since the machine came home last; absent until something was told of it. */
  followUps?: readonly JobError[];
  /** The comparison of source and target that somebody asked for; absent once a point was made after it. */
  resync?: Resync | undefined;
  /** The point from which the copy that failed over last was made. */
  recoveryPoint?: string;
  /** The test failover that waits to be cleaned up. */
  testFailover?: TestFailover | undefined;
  lastTestFailoverAtMs?: number;
  /** The VM on the site in which it came home for good last. */
  homeVm?: string | undefined;
}

export interface Resync {
  readonly id: number;
  readonly state: 'required' | 'in progress';
  readonly sinceMs: number;
}

export interface TestFailover {
  readonly vm: string;
  readonly vnet: string;
  readonly point: string;
}

/** What the configuration server is asked for. */
export type ReverseChoices = Omit<ReverseChoice, 'machine'>;

export type TaskState = 'NotStarted' | 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled' | 'Other';
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
  /** Of a recovery plan's group: its machines, and the job of each once it has begun. */
  readonly children?: readonly PlanChild[];
}

export interface PlanChild {
  readonly machine: string;
  job: string | undefined;
  readonly groupPoint: string | undefined;
}

/** One long-running operation. Shape: tasks in their order; `errors` of the last attempt, in a stable order. */
export interface Job {
  readonly id: string;
  readonly workflow: string;
  readonly scenarioName: string;
  readonly friendlyName: string;
  /** The protected item; or the recovery plan or server that the job is for, as `owner` says. */
  readonly item: string;
  /** Absent for a protected item. */
  readonly owner?: 'plan' | 'azure-server' | 'process-server' | 'vcenter';
  readonly input: unknown;
  readonly startedAtMs: number;
  endedAtMs: number | undefined;
  state: JobState;
  tasks: JobTask[];
  errors: readonly JobError[];
  /** It is to be taken back at its next task boundary. */
  cancelling?: boolean;
  /** How its item stood before, where that can be brought back. */
  readonly before?: ItemBefore;
  /** What one task leaves for the next; survives a crash. */
  data: { [key: string]: string | number | boolean | undefined };
}

export type ItemBefore = Readonly<
  Pick<ProtectedItem, 'state' | 'container' | 'siteVm' | 'keptVm' | 'homeVm'>
>;

/** Whatever a job is for: one at a time. */
export interface JobOwner {
  activeJob: string | undefined;
  /** The newest job; an older one that failed cannot be restarted any more. */
  lastJob: string | undefined;
}

/** What a group of a recovery plan names: all machines of a protection group, or one machine. */
export type PlanEntry = { readonly group: string } | { readonly item: string };

export interface RecoveryPlan extends JobOwner {
  readonly name: string;
  /** Groups in their order. */
  entries: PlanEntry[][];
  /** The protection groups that each group of the plan names. */
  readonly groups: readonly (readonly string[])[];
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
  /** The connections of the configuration server to vSphere, and the names of its accounts. */
  vcenters: readonly VcenterReport[];
  accounts: readonly string[];
  /** The virtual machines that discovery found. */
  discovered: readonly string[];
  /** Physical servers that were entered by hand. */
  physicalServers: readonly string[];
  azureServers: Map<string, AzureServer & JobOwner>;
  /** Process servers that were deleted, and when. */
  removedServers: Map<string, number>;
  /** What else jobs are for, by kind and name. */
  owners: Map<string, JobOwner>;
  /** What the site is still to let go of machines that were purged. */
  purged: Map<string, ReleaseMachine>;
  /** The configuration server: where it registered, and where its last report came from. */
  configurationServer: {
    address: string;
    name: string;
    lastSeenAtMs: number;
    foreignAddress: string | undefined;
  };
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
  /** Of the modernized provider, in place of master target, process server and retention drive. */
  readonly reprotectAgent?: string;
  readonly logStorageAccount?: string;
  /** Physical hardware to come back to; never supported. */
  readonly physicalTarget?: string;
}

export interface FailoverInput {
  /** One of `WantedPoint`, or the id of a point. */
  readonly point: string;
  /** The common point of the multi-VM group that was chosen for all its machines. */
  readonly groupPoint?: string;
  /** Shut the source down first, its last changes sent; else its power is cut. */
  readonly shutDown: boolean;
}

/** Where a test failover makes its virtual machine, and from which point: one of `WantedPoint`, or the id of a point. */
export interface TestFailoverInput {
  readonly vnet: string;
  readonly point: string;
}

/** The choices of a plan's failover. Source: seed document, "run a failover to the on-premises site" – documented. */
export interface PlanFailoverInput extends FailoverInput {
  readonly direction: 'to-azure' | 'to-site';
}
