import type {
  ChurnFacts,
  CompatibilityFact,
  Disagreement,
  RecoverySite,
  ReplicationFacts,
} from './replication-model';

/** Where a fact stands in a table, as Excel shows it. In a CSV file `sheet` is the command whose output it is.
 *  Units: `row` counts from 1, the header row included. `file` is a base name, never a path. */
interface CellPlace {
  readonly file: string;
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  readonly path?: undefined;
}

/** Where a fact stands in a document: a JSON pointer (RFC 6901), or an XPath in an XML file. */
export interface PathPlace {
  readonly file: string;
  readonly path: string;
  readonly sheet?: undefined;
  readonly row?: undefined;
  readonly column?: undefined;
}

/** Where a fact stands: in a table or in a document. */
export type Where = CellPlace | PathPlace;

/** A place as messages name it, after the file. */
export function placeText(at: Where): string {
  if (at.path !== undefined) return `${at.file}, at ${at.path === '' ? 'its top' : at.path}`;
  return `${at.file}, sheet ${at.sheet}, row ${at.row}, column ${at.column}`;
}

/** A fact that the export states, with the cell it rests on. What an export does not say is `undefined`, never a default. */
export interface Known<T> {
  readonly value: T;
  readonly at: Where;
}

/** A fact, or the knowledge that the export is silent about it. */
export type Fact<T> = Known<T> | undefined;

/** A moment as the exporting machine's wall clock showed it, `YYYY-MM-DDTHH:MM:SS`: RVTools writes no zone, so none is claimed. */
export type LocalTime = string;

/** Something the reader noticed that does not stop the import. Shape: `code` is stable, `HW-NOTE-…`. */
export interface Note {
  readonly severity: 'info' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly at: Where | undefined;
}

/** One export that was read: a workbook, a dump, or a folder of them. */
export interface Source {
  readonly file: string;
  readonly sha256: string;
  readonly rvtoolsVersion: string | undefined;
  readonly exportedAt: LocalTime | undefined;
  readonly vcenters: readonly string[];
}

/** The power state of a machine, in vSphere's words. */
export type PowerState = 'poweredOn' | 'poweredOff' | 'suspended';

/** One virtual disk of a machine. Units: `capacityMiB` (older exports write MB and mean MiB). */
export interface DiskFact {
  readonly at: Where;
  readonly label: Fact<string>;
  readonly path: Fact<string>;
  readonly datastore: Fact<string>;
  readonly capacityMiB: Fact<number>;
  readonly raw: Fact<boolean>;
  readonly mode: Fact<string>;
  readonly sharing: Fact<string>;
  readonly sharedBus: Fact<string>;
  readonly controller: Fact<string>;
  readonly thin: Fact<boolean>;
  readonly diskUuid: Fact<string>;
  readonly bootDisk?: Fact<boolean>;
}

/** One guest file system, as the guest tools reported it. */
export interface PartitionFact {
  readonly at: Where;
  readonly mount: Fact<string>;
  readonly capacityMiB: Fact<number>;
  readonly consumedMiB: Fact<number>;
}

/** One network adapter. `macType` says how the MAC was given (assigned, manual), not whether the address is static. */
export interface NicFact {
  readonly at: Where;
  readonly label: Fact<string>;
  readonly network: Fact<string>;
  readonly mac: Fact<string>;
  readonly ipv4: Fact<readonly string[]>;
  readonly connected: Fact<boolean>;
  readonly startsConnected: Fact<boolean>;
  readonly macType: Fact<string>;
}

/** One vSphere snapshot. */
export interface SnapshotFact {
  readonly at: Where;
  readonly name: Fact<string>;
  readonly description: Fact<string>;
  readonly takenAt: Fact<LocalTime>;
  readonly sizeMiB: Fact<number>;
}

/** One machine of the estate with all that the export says about it.
 *  Shape:  `key` is unique in an inventory; `name` is not. A list is `undefined` when its sheet is missing (not known) and
 *          known to be empty, resting on the sheet's header row, when the sheet has no row for this machine. Lists keep row order.
 *  Units:  MiB. */
export interface Machine {
  readonly key: string;
  readonly name: Known<string>;
  readonly id: Fact<string>;
  readonly vcenterUuid: Fact<string>;
  readonly instanceUuid: Fact<string>;
  readonly smbiosUuid: Fact<string>;
  readonly powerState: Fact<PowerState>;
  readonly template: Fact<boolean>;
  readonly srmPlaceholder: Fact<boolean>;
  /** connected, disconnected, orphaned, inaccessible or invalid; of the last three vCenter has no more than a memory. */
  readonly connectionState: Fact<string>;
  readonly host: Fact<string>;
  readonly cluster: Fact<string>;
  readonly datacenter: Fact<string>;
  readonly osConfigured: Fact<string>;
  readonly osReported: Fact<string>;
  readonly cpus: Fact<number>;
  readonly memoryMiB: Fact<number>;
  readonly firmware: Fact<string>;
  readonly secureBoot: Fact<boolean>;
  readonly enableUuid: Fact<boolean>;
  readonly cbt: Fact<boolean>;
  readonly ftState: Fact<string>;
  readonly consolidationNeeded: Fact<boolean>;
  readonly primaryIp: Fact<string>;
  /** How the guest comes to its IPv4 addresses, if VMware Tools said so; static if one of them is. */
  readonly addressMode: Fact<'dhcp' | 'static'>;
  readonly networks: readonly Known<string>[];
  readonly configDatastore: Fact<string>;
  readonly provisionedMiB: Fact<number>;
  readonly usedMiB: Fact<number>;
  /** Whether an annotation exists. Its text may hold passwords and is not kept. */
  readonly annotated: Fact<boolean>;
  readonly toolsState: Fact<string>;
  readonly disks: Fact<readonly DiskFact[]>;
  readonly partitions: Fact<readonly PartitionFact[]>;
  readonly nics: Fact<readonly NicFact[]>;
  readonly snapshots: Fact<readonly SnapshotFact[]>;
  /** Other rows that claim this machine's identity: when there are any, no verdict may rest on these facts. */
  readonly conflicts: readonly Where[];
  /** What Azure Site Recovery says of it; absent: nothing. */
  readonly replication?: ReplicationFacts;
  readonly churn?: ChurnFacts;
  readonly compatibility?: CompatibilityFact;
  /** Facts of which exports say different things: no verdict may rest on one of them. */
  readonly disagreements?: readonly Disagreement[];
}

/** One ESXi host. */
export interface Host {
  readonly key: string;
  readonly name: Known<string>;
  readonly vcenterUuid: Fact<string>;
  readonly esxVersion: Fact<string>;
  readonly licences: Fact<readonly string[]>;
  readonly maintenanceMode: Fact<boolean>;
  readonly cluster: Fact<string>;
  readonly datacenter: Fact<string>;
  readonly certificateExpiry: Fact<LocalTime>;
  readonly disagreements?: readonly Disagreement[];
}

/** One datastore. Shape: `type` as exported (VMFS, NFS, vsan …); `hosts` in the order of the cell. Units: MiB. */
export interface Datastore {
  readonly key: string;
  readonly name: Known<string>;
  readonly vcenterUuid: Fact<string>;
  readonly type: Fact<string>;
  readonly accessible: Fact<boolean>;
  readonly capacityMiB: Fact<number>;
  readonly freeMiB: Fact<number>;
  readonly hostCount: Fact<number>;
  readonly hosts: Fact<readonly string[]>;
  readonly disagreements?: readonly Disagreement[];
}

/** One licence; its key is never read. `expiration` is a local time or `never`. */
export interface Licence {
  readonly name: Known<string>;
  readonly vcenterUuid: Fact<string>;
  readonly total: Fact<number>;
  readonly used: Fact<number>;
  readonly expiration: Fact<LocalTime | 'never'>;
  readonly features: Fact<readonly string[]>;
}

/** Which role an account or a group has on one object of vCenter. Shape: `role` and `privileges` are unknown where no file has the roles. */
export interface PermissionFact {
  readonly at: Where;
  readonly principal: string;
  readonly group: boolean;
  readonly role: Fact<string>;
  readonly privileges: Fact<readonly string[]>;
}

/** All that one or several exports say about an estate.
 *  Shape:  machines, hosts, datastores and licences in file order, then row order. Hosts, datastores, licences and permissions
 *          are `undefined` when no export has them: not known, which is not the same as none. */
export interface Inventory {
  readonly sources: readonly Source[];
  readonly machines: readonly Machine[];
  readonly hosts: readonly Host[] | undefined;
  readonly datastores: readonly Datastore[] | undefined;
  readonly licences: readonly Licence[] | undefined;
  readonly permissions: readonly PermissionFact[] | undefined;
  /** The servers of Site Recovery; absent: no export has them. */
  readonly recovery?: RecoverySite;
  readonly notes: readonly Note[];
}
