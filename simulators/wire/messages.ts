import type { Batch, Consistency, ExtentMap, Marker, RecoveryPoint, Run } from '../storage';
import type { Copy } from './entries';
import type { VimDatastoreFacts } from './vim';

/** Messages that cross from one simulator folder to another, and their answers. Nothing else is shared between them.
 *  Each message names its `kind`; `Answer` says what comes back. */

/** Who logs in, where a password is needed. It never reaches the journal. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Where a pair's data go. `target` takes replica messages on `port`. */
export interface PairRoute {
  readonly pair: string;
  readonly machine: string;
  readonly processServer: string;
  /** Where the process server takes data. */
  readonly processServerPort: number;
  readonly target: string;
  readonly port: number;
}

/** What the agent of one copy is to do; the configuration server says so when the agent asks. */
export interface AgentSettings {
  /** Grows with every change. */
  readonly version: number;
  readonly route: PairRoute;
  readonly drainEveryMs: number;
  /** How often a drain is application-consistent; 0: never. */
  readonly applicationEveryMs: number;
  /** The agents of the machine's multi-VM group, first the one that leads; absent outside a group. */
  readonly group?: { readonly name: string; readonly members: readonly string[] };
  /** Source and target are to be compared anew, once for each number. */
  readonly resync?: number;
}

// To the configuration server, port 443.
export interface Register {
  readonly kind: 'cs.register';
  readonly role: 'process-server' | 'master-target' | 'agent';
  readonly name: string;
  readonly address: string;
  readonly passphrase: string;
  /** Of the server's software. */
  readonly version?: string;
  /** For an agent: the copy it runs on, and its disks. */
  readonly copy?: Copy;
  readonly disks?: readonly { readonly sizeBytes: number }[];
  readonly system?: SystemReport;
  /** For a master target: the virtual machine it runs in, its retention drives, and what a Linux server has to say of itself. */
  readonly vm?: string;
  readonly retentionDrives?: readonly RetentionDrive[];
  readonly linux?: LinuxFacts;
}
/** A volume on which a master target can keep its retention log. */
export interface RetentionDrive {
  readonly name: string;
  readonly fileSystem: 'NTFS' | 'FAT32' | 'ext4';
  /** Is it the volume that the process server uses for its cache? */
  readonly cache: boolean;
  readonly capacityBytes: number;
}
/** How far a Linux server is prepared to be a master target. */
export interface LinuxFacts {
  readonly version: string;
  /** Mount point → file system. */
  readonly partitions: { readonly [mount: string]: string };
  readonly swap: boolean;
  readonly staticAddress: boolean;
  readonly bootLoader: boolean;
  readonly packages: readonly string[];
  readonly agentUnpacked: boolean;
  /** Of `ApplyCustomChanges.sh`. */
  readonly scriptExecutable: boolean;
  readonly scriptRuns: number;
  /** Since the script ran last. */
  readonly rebooted: boolean;
}
/** Is this server ready to be a master target? Answered with everything that is missing. */
export interface CheckMasterTarget {
  readonly kind: 'cs.check-master-target';
  readonly name: string;
  readonly vm: string;
  readonly linux: LinuxFacts;
}
/** What an operating system says of itself, as far as someone may have to mend it by hand. */
export interface SystemReport {
  readonly family: 'windows' | 'linux';
  /** From which the machine starts. */
  readonly rootFileSystem: string;
  readonly addressMode: 'static' | 'dhcp';
  /** The static address that it lost; null: none. */
  readonly formerAddress: string | null;
  /** Packages that it had before its recovery in Azure, and has not got again. */
  readonly lostPackages: readonly string[];
}
export interface Heartbeat {
  readonly kind: 'cs.heartbeat';
  readonly role: 'process-server' | 'master-target';
  readonly name: string;
  readonly stalled: readonly StalledPair[];
  /** How long a master target needs for what waits to be written. */
  readonly backlogMs: number;
  /** Of a master target: the newest point of each pair, if nobody could be told of it when it was made. */
  readonly points?: readonly Pick<PointMade, 'pair' | 'point'>[];
}
export interface AgentPoll {
  readonly kind: 'cs.agent-poll';
  readonly machine: string;
  readonly copy: Copy;
  readonly address: string;
  /** The settings that the agent has; 0 for none. It is answered when there are others, or after a while. */
  readonly version: number;
  /** Why the agent cannot bring its data to the process server; null: it can. */
  readonly stalled: StalledPair | null;
}
/** A target tells that a point exists; the configuration server passes it on to the vault. */
export interface PointMade {
  readonly kind: 'cs.point-made';
  readonly pair: string;
  readonly point: Omit<RecoveryPoint, 'views'>;
}

// To the configuration server, port 443, from the vault.
/** A vCenter server or a host that stands alone, and the account to log in with, by its name. */
export interface AddVcenter {
  readonly kind: 'cs.add-vcenter';
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly account: string;
}
export interface UpdateVcenter {
  readonly kind: 'cs.update-vcenter';
  readonly name: string;
  readonly account: string;
}
export interface RemoveVcenter {
  readonly kind: 'cs.remove-vcenter';
  readonly name: string;
}
export interface ReverseChoice {
  readonly machine: string;
  readonly masterTarget: string;
  readonly processServer: string;
  readonly account: string;
  readonly retentionDrive: string;
  readonly datastore?: string;
}
export interface ReversePreflight extends ReverseChoice {
  readonly kind: 'cs.reverse-preflight';
}
export interface DiscoverReplica {
  readonly kind: 'cs.discover-replica';
  readonly machine: string;
  readonly azureAddress: string;
}
export interface PrepareReverse extends ReverseChoice {
  readonly kind: 'cs.prepare-reverse';
  /** What comes late is told apart by it: a machine that was released since is not prepared any more. */
  readonly askedAtMs: number;
  readonly pair: string;
  readonly disks: readonly { readonly sizeBytes: number }[];
  /** How long the master target keeps recovery points. */
  readonly retentionMs: number;
}
export interface PreparedReverse {
  readonly vm: string;
  readonly kept: boolean;
}
export interface StartPair {
  readonly kind: 'cs.start-pair';
  readonly machine: string;
  readonly copy: Copy;
  readonly pair: string;
  /** A process server by name; `null`: the one on the management server. */
  readonly processServer: string | null;
  /** A master target by name, or an address that takes replica messages. */
  readonly target: { readonly masterTarget: string } | { readonly address: string; readonly port: number };
  readonly drainEveryMs: number;
  readonly applicationEveryMs: number;
  readonly group: string | null;
  /** The VM on the site, where it is known. */
  readonly vm: string | null;
  /** As in `AgentSettings`. */
  readonly resync?: number;
}
export interface StopPair {
  readonly kind: 'cs.stop-pair';
  readonly machine: string;
  readonly pair: string;
}
/** What the site holds of a machine's replication goes: its protection is disabled, or its reprotection taken back. */
export interface ReleaseMachine {
  readonly kind: 'cs.release-machine';
  readonly askedAtMs: number;
  readonly machine: string;
  /** Where its failback was received, as far as the vault knows. */
  readonly masterTarget: string | null;
  /** It runs in Azure: a VM that the failback made is not finished, and goes too; unless the machine came home in it before. */
  readonly unfinished: boolean;
  readonly siteVm: string | null;
  readonly homeVm: string | null;
}
export interface ShutDownSource {
  readonly kind: 'cs.shut-down-source';
  readonly machine: string;
}
export interface RollBack {
  readonly kind: 'cs.roll-back';
  readonly machine: string;
  readonly pair: string;
  readonly masterTarget: string;
  readonly point: string;
}
export interface StartRecovered {
  readonly kind: 'cs.start-recovered';
  readonly machine: string;
  readonly pair: string;
  readonly masterTarget: string;
  readonly osPointSeq: number;
}
export interface SyncLatest {
  readonly kind: 'cs.sync-latest';
  readonly machine: string;
  readonly pair: string;
  /** False: what does not arrive soon is given up. */
  readonly wayNeeded: boolean;
}
/** Would a failback succeed, if the Azure copy went off now? Answered with everything that stands against it. */
export interface FailbackPreflight {
  readonly kind: 'cs.failback-preflight';
  readonly machine: string;
  readonly pair: string;
  readonly masterTarget: string;
  readonly processServer: string;
  /** Are the last changes still to arrive? */
  readonly wayNeeded: boolean;
}
/** Is the machine in the database, so that it can be failed back? And is the process server, where one was chosen? */
export interface CheckMachine {
  readonly kind: 'cs.check-machine';
  readonly machine: string;
  readonly processServer?: string;
  readonly account?: string;
}
/** A process server was deleted; one of that name that was heard of since is another. */
export interface RemoveServer {
  readonly kind: 'cs.remove-server';
  readonly name: string;
  readonly removedAtMs: number;
}
export interface EnableSource {
  readonly kind: 'cs.enable-source';
  readonly physical: boolean;
  readonly machine: string;
  /** The VM in which it came home: a configuration server that was restored may have forgotten it. */
  readonly vm?: string;
}
export interface SourceFacts {
  readonly disks: readonly { readonly sizeBytes: number }[];
}

// To a process server, port 9443, from an agent: `ps.batch`, `ps.marker` and `ps.checksums` carry what the three replica
// messages carry, which the process server sends on to a master target (9443) or the vault's replica store (443).
export type ToProcessServer<M extends { readonly kind: string }> = Omit<M, 'kind'> & {
  readonly kind: string;
};
export interface ReplicaBatch {
  readonly kind: 'replica.batch';
  readonly route: PairRoute;
  readonly batch: Batch;
  readonly bytes: number;
}
export interface ReplicaMarker {
  readonly kind: 'replica.marker';
  readonly route: PairRoute;
  readonly marker: Marker;
}
export interface ReplicaChecksums {
  readonly kind: 'replica.checksums';
  readonly route: PairRoute;
}
export type Checksums = readonly ExtentMap[];

// To a master target, port 9443, from the configuration server.
export interface AttachReplica {
  readonly kind: 'mt.attach';
  readonly askedAtMs: number;
  readonly pair: string;
  readonly machine: string;
  readonly vm: string;
  readonly host: string;
  readonly disks: number;
  readonly retentionMs: number;
}
export interface RollReplica {
  readonly kind: 'mt.roll';
  readonly pair: string;
  readonly point: string;
}
/** Answered by a Linux server with what it says of its preparation now. */
export interface ReadPreparation {
  readonly kind: 'mt.preparation';
}
export interface DetachReplica {
  readonly kind: 'mt.detach';
  readonly pair: string;
}
/** Everything that it holds of a machine goes. */
export interface ReleaseReplica {
  readonly kind: 'mt.release';
  readonly machine: string;
  readonly askedAtMs: number;
}

// To an ESXi host, port 902.
export interface DiskWrite {
  readonly kind: 'disk.write';
  readonly vm: string;
  readonly disk: number;
  readonly runs: readonly Run[];
  readonly by: string;
  /** What the system disk then says of the operating system, if that changes too. */
  readonly system?: unknown;
}
export interface DiskView {
  readonly kind: 'disk.view';
  readonly vm: string;
  readonly disk: number;
}

// Between the agents of a group, port 20004.
export interface GroupMessage {
  readonly kind: 'group.freeze' | 'group.snapshot' | 'group.thaw';
  readonly point: string;
  readonly consistency: Consistency;
  /** Until then every machine of the group holds its writes back; a share that is taken later is none. */
  readonly untilMs: number;
}

// To the vault, port 443, from the configuration server.
export interface VaultReport {
  readonly kind: 'vault.report';
  readonly configurationServer: string;
  readonly points: readonly { readonly pair: string; readonly point: Omit<RecoveryPoint, 'views'> }[];
  readonly servers: readonly ServerReport[];
  /** Every pair that the configuration server has set up; `null` in a report that is only about points. */
  readonly pairs: readonly PairReport[] | null;
  /** Pairs that a process server cannot pass on, and why. */
  readonly stalled: readonly StalledPair[];
  /** The virtual machines that discovery found. */
  readonly discovered: readonly string[];
  readonly homecomers: readonly Homecomer[];
  readonly vcenters: readonly VcenterReport[];
  /** The names of the accounts that it can log in with. */
  readonly accounts: readonly string[];
}
/** A connection to a vCenter server or a host that stands alone. */
export interface VcenterReport {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly account: string;
  readonly state: 'discovering' | 'discovered' | 'not-answering';
  /** When it answered last; null: never. */
  readonly lastSeenAtMs: number | null;
}
/** How a machine that came home was found there: what its agent says, or that it has no address to say it from. */
export interface Homecomer {
  readonly machine: string;
  readonly system: SystemReport | 'no-address';
}
/** A pair as the configuration server has set it up. */
export interface PairReport
  extends Pick<StartPair, 'drainEveryMs' | 'applicationEveryMs' | 'group' | 'resync'> {
  readonly machine: string;
  readonly pair: string;
  /** By name; null: it is registered no more. */
  readonly processServer: string | null;
}
export interface StalledPair {
  readonly pair: string;
  readonly code: string;
}
/** What the configuration server must set right: after a restoration its database may be older than the vault. */
export interface VaultAnswer {
  readonly start: readonly StartPair[];
  readonly stop: readonly StopPair[];
}
export interface ServerReport {
  readonly role: 'process-server' | 'master-target';
  readonly name: string;
  readonly address: string;
  readonly lastHeartbeatMs: number;
  /** Of a master target: the datastores that could be discovered on its host, with what is known of each, and the drives on which
   *  it can keep its retention log. */
  readonly datastores?: readonly string[];
  readonly datastoreFacts?: readonly VimDatastoreFacts[];
  readonly retentionDrives?: readonly RetentionDrive[];
  readonly backlogMs: number;
  /** `silent`: its last heartbeat is older than a quarter of an hour. */
  readonly state: 'connected' | 'silent';
  readonly version: string;
}
