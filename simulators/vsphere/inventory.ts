import type { Guest, SystemState } from '../guest';
import type { Refusal } from '../network';
import type { Disk } from '../storage';
import type { VmHardware } from '../wire';
import type { Hierarchy } from './hierarchy';
import type { SnapshotTree } from './snapshots';

export interface License {
  readonly name: string;
  /** As in LicenseManagerLicenseInfo; `esxBasic` and `esx.hypervisor.*` are the free editions. */
  readonly editionKey: string;
  readonly expired: boolean;
  /** The key that it was added with; absent: it follows from the rest. */
  readonly key?: string;
}

export interface Datastore {
  readonly name: string;
  readonly type: 'VMFS' | 'NFS' | 'vsan';
  readonly capacityBytes: number;
  usedBytes: number;
  accessible: boolean;
}

export interface Host {
  readonly name: string;
  readonly address: string;
  /** Managed by the vCenter server, or standing alone. */
  readonly managed: boolean;
  license: License;
  connected: boolean;
  /** The datastores it has mounted. */
  readonly datastores: Set<string>;
}

export interface Vm {
  /** Its managed object in the tree; another after each registration. */
  id: string;
  readonly name: string;
  /** The protected machine that this VM is a copy of. */
  readonly machine: string;
  readonly instanceUuid: string;
  host: string;
  datastore: string;
  disks: readonly Disk[];
  /** The names of its snapshots, in the order they were made. Setting them makes new ones, each on the one before. */
  snapshots: string[];
  readonly snapshotTree: SnapshotTree;
  /** What a removed snapshot left could not be merged: the disks need consolidation. */
  needsConsolidation: boolean;
  cpus: number;
  memoryMb: number;
  annotation: string;
  readonly hardware: VmHardware;
  /** Configuration parameters. */
  readonly extraConfig: Map<string, string>;
  power: 'poweredOn' | 'poweredOff';
  /** The VM that holds this one's disks now, if not itself. */
  attachedTo: string | null;
  tools: 'running' | 'not-running';
  /** What the system disk says; given to the guest at power-on. */
  system: SystemState;
  readonly guest: Guest;
  address: string | undefined;
  busy: string | undefined;
}

export interface Role {
  readonly name: string;
  readonly privileges: ReadonlySet<string>;
}

export interface Account {
  readonly user: string;
  readonly password: string;
}

export interface TaskInfo {
  readonly key: string;
  readonly method: string;
  readonly entity: string;
  /** The managed object of the entity; undefined where it is not there yet. */
  readonly entityId: string | undefined;
  /** The tree that it stands in. */
  readonly tree: Hierarchy | undefined;
  readonly user: string;
  readonly queuedAtMs: number;
  completedAtMs: number | undefined;
  state: 'running' | 'success' | 'error';
  fault: string | undefined;
  /** What refused it, in full. */
  refusal: Refusal | undefined;
  /** The managed object that it made. */
  result: string | undefined;
  /** What it found, where it made nothing: in the words of the API that asked. */
  found?: unknown;
}

/** Something that happened, as the event manager tells it. */
export interface VimEvent {
  readonly key: number;
  readonly type: string;
  /** The VM that it is about; empty where it is about none. */
  readonly vm: string;
  readonly vmId: string | undefined;
  readonly host: string | undefined;
  readonly tree: Hierarchy | undefined;
  readonly userName: string;
  readonly createdAtMs: number;
}

/** What is left on a datastore of a VM that was unregistered. */
export interface LeftFiles {
  readonly datastore: string;
  readonly bytes: number;
  readonly vm: Vm;
}

/** Everything that vCenter and the hosts know; it survives their crashes. */
export interface Inventory {
  readonly hosts: Map<string, Host>;
  readonly datastores: Map<string, Datastore>;
  readonly vms: Map<string, Vm>;
  /** The VM of each snapshot, by the snapshot's id. */
  readonly snapshotOwners: Map<string, Vm>;
  /** What unregistered VMs left on their datastores, by path. */
  readonly files: Map<string, LeftFiles>;
  readonly accounts: Map<string, Account>;
  readonly tasks: TaskInfo[];
  readonly events: VimEvent[];
}

/** Why a license does not allow what failback does; undefined if it does. Source: VSPHERE.md §5.3 – documented. */
export function licenseBlock({ editionKey, expired }: License): 'free' | 'expired' | undefined {
  if (expired) return 'expired';
  return editionKey === 'esxBasic' || editionKey.startsWith('esx.hypervisor.') ? 'free' : undefined;
}
