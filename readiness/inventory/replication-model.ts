import type { Fact, Known, LocalTime, Where } from './model';

/** Which provider replicates a machine, as Azure names it: to Azure, then home; classic, then modernized. */
export type ReplicationProvider = 'InMageAzureV2' | 'InMage' | 'InMageRcm' | 'InMageRcmFailback';

/** One thing that Azure finds wrong with a replicated machine, without its prose. */
export interface HealthErrorFact {
  readonly at: Where;
  readonly code: Fact<string>;
  readonly level: Fact<string>;
  readonly summary: Fact<string>;
}

/** What Azure Site Recovery says of one machine: a replication protected item.
 *  Shape:  ids of servers are in lower case, as Azure compares them. A time that Azure leaves at year 1 or 1753 is unset, hence unknown.
 *  Units:  seconds, MiB (Azure writes MB). `dataRateMB` has no documented period and feeds no forecast. */
export interface ReplicationFacts {
  readonly at: Where;
  readonly provider: Known<ReplicationProvider>;
  readonly generation: 'classic' | 'modernized';
  readonly direction: 'to-azure' | 'to-site';
  readonly state: Fact<string>;
  readonly activeLocation: Fact<string>;
  readonly allowedOperations: Fact<readonly string[]>;
  readonly health: Fact<string>;
  readonly failoverHealth: Fact<string>;
  readonly healthErrors: Fact<readonly HealthErrorFact[]>;
  readonly rpoSeconds: Fact<number>;
  /** From its replication policy, where an export has that. */
  readonly rpoThresholdMinutes?: Fact<number>;
  readonly pendingAtSourceMiB: Fact<number>;
  readonly pendingInLogStoreMiB: Fact<number>;
  readonly dataRateMB: Fact<number>;
  readonly resyncRequired: Fact<boolean>;
  readonly agentRegistered: Fact<boolean>;
  readonly agentVersion: Fact<string>;
  readonly agentHeartbeat: Fact<LocalTime>;
  readonly lastSync: Fact<LocalTime>;
  readonly processServer: Fact<string>;
  readonly masterTarget: Fact<string>;
  readonly targetDatastore: Fact<string>;
}

/** What has been measured of how much a machine writes. Units: MiB/s, operations a second.
 *  Shape: `peak` – the 95th percentile of minutes, with growth (Deployment Planner); else the average (Azure Migrate). */
export interface ChurnFacts {
  readonly at: Where;
  readonly kind: 'peak' | 'average';
  readonly mibPerSecond: Known<number>;
  readonly iops: Fact<number>;
}

/** What the Deployment Planner says of whether a machine can be protected. */
export interface CompatibilityFact {
  readonly at: Where;
  readonly compatible: boolean;
  readonly text: string;
}

/** One server of Site Recovery. `id` and `hostId` in lower case. */
export interface RecoveryServer {
  readonly at: Where;
  readonly role: 'configuration server' | 'process server' | 'master target' | 'reprotect agent';
  readonly name: Known<string>;
  readonly id: Fact<string>;
  readonly ipAddress: Fact<string>;
  readonly version: Fact<string>;
  readonly health: Fact<string>;
  /** Running or Stopped, where Azure says so. */
  readonly service: Fact<string>;
  readonly heartbeat: Fact<LocalTime>;
  readonly certificateDaysLeft: Fact<number>;
  readonly certificateExpiry: Fact<LocalTime>;
  /** Master targets only: an empty list is none. */
  readonly retentionVolumes: Fact<readonly RetentionVolumeFact[]>;
  readonly datastores: Fact<readonly string[]>;
  readonly diskCount: Fact<number>;
  /** UUIDs of the machine that the server runs in, lower case: of its BIOS, and in vCenter. */
  readonly biosId: Fact<string>;
  readonly instanceUuid: Fact<string>;
}

/** One volume on which a master target keeps the points of a failback. Units: MiB. */
export interface RetentionVolumeFact {
  readonly at: Where;
  readonly name: Fact<string>;
  readonly capacityMiB: Fact<number>;
  readonly freeMiB: Fact<number>;
}

/** The servers of Site Recovery, and the accounts and vCenters that they know by name. Shape: in file order. */
export interface RecoverySite {
  readonly servers: readonly RecoveryServer[];
  readonly accounts: readonly Known<string>[];
  readonly vcenters: readonly Known<string>[];
}

/** One fact of which exports say different things. Shape: at least two values that differ, the one that the machine carries first. */
export interface Disagreement {
  readonly fact: string;
  readonly values: readonly Known<unknown>[];
}

/** Does the machine run in Azure, going by its replication? `undefined`: nothing says so. */
export function runsInAzure(replication: ReplicationFacts | undefined): boolean | undefined {
  if (replication === undefined) return undefined;
  if (replication.direction === 'to-site') return true;
  const { activeLocation } = replication;
  return activeLocation && activeLocation.value.toLowerCase() === 'recovery';
}
