import type { Guest, SystemState } from '../guest';
import type { Disk } from '../storage';

export interface License {
  readonly name: string;
  /** As in LicenseManagerLicenseInfo; `esxBasic` and `esx.hypervisor.*` are the free editions. */
  readonly editionKey: string;
  readonly expired: boolean;
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
  readonly name: string;
  /** The protected machine that this VM is a copy of. */
  readonly machine: string;
  readonly instanceUuid: string;
  readonly host: string;
  readonly datastore: string;
  readonly disks: readonly Disk[];
  snapshots: string[];
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
  role: Role;
}

export interface TaskInfo {
  readonly key: string;
  readonly method: string;
  readonly entity: string;
  state: 'running' | 'success' | 'error';
  fault: string | undefined;
}

/** Something that happened to a VM, as the event manager tells it. */
export interface VimEvent {
  readonly type: string;
  readonly vm: string;
  readonly userName: string;
  readonly createdAtMs: number;
}

/** Everything that vCenter and the hosts know; it survives their crashes. */
export interface Inventory {
  readonly hosts: Map<string, Host>;
  readonly datastores: Map<string, Datastore>;
  readonly vms: Map<string, Vm>;
  /** What unregistered VMs left on their datastores, by path. */
  readonly files: Map<string, { readonly datastore: string; readonly bytes: number }>;
  readonly accounts: Map<string, Account>;
  readonly tasks: TaskInfo[];
  readonly events: VimEvent[];
}

/** Why a license does not allow what failback does; undefined if it does. Source: VSPHERE.md §5.3 – documented. */
export function licenseBlock({ editionKey, expired }: License): 'free' | 'expired' | undefined {
  if (expired) return 'expired';
  return editionKey === 'esxBasic' || editionKey.startsWith('esx.hypervisor.') ? 'free' : undefined;
}
