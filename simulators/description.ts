import type { Workload } from './guest';
import type { RuleProfile } from './wire';

/** An estate in words: what stands on the site, what in Azure, and what joins them. `estate.ts` builds it.
 *  Units: bytes, Mbit/s, ms. Names are unique within their kind. */
export interface EstateDescription {
  readonly name: string;
  /** Whose rules hold where Microsoft's documents disagree. `classic-2017`, the source document, if absent. */
  readonly profile?: RuleProfile;
  readonly datastores: readonly DatastoreDescription[];
  readonly hosts: readonly HostDescription[];
  /** The account with which the configuration server works in vSphere. */
  readonly account: { readonly name: string; readonly role: RoleName };
  /** False: hosts stand alone. */
  readonly vcenter: boolean;
  /** The vCenter server (`vcenter`) or standalone hosts that the configuration server was not told of yet. */
  readonly undiscovered?: readonly string[];
  readonly machines: readonly MachineDescription[];
  readonly groups: readonly { readonly name: string; readonly multiVm: boolean }[];
  readonly plans: readonly { readonly name: string; readonly groups: readonly (readonly string[])[] }[];
  /** Absent where there is no VMware environment: the master target then has no virtual machine. */
  readonly masterTarget?: { readonly host: string; readonly datastore: string };
  /** Ports that the setup of the management server changed; 443 and 9443 if absent. */
  readonly ports?: { readonly control?: number; readonly data?: number };
  /** How fast the master target on the management server writes; 400 MiB/s if absent. Unit: bytes per second. */
  readonly masterTargetBytesPerSecond?: number;
  /** How much the cache of the process server in Azure holds; 600 GiB if absent. */
  readonly processServerCacheBytes?: number;
  /** Is a process server for the failback deployed in Azure from the start? */
  readonly processServerInAzure: boolean;
  /** What joins the virtual network and the site; `none`: only the internet. */
  readonly connection: {
    readonly kind: 'vpn' | 'expressroute' | 'none';
    readonly mbitPerSecond: number;
    readonly latencyMs: number;
    readonly loss: number;
    /** Of an ExpressRoute circuit: *private* reaches the virtual network, *public* Azure's public endpoints. Private alone if absent. */
    readonly peerings?: readonly ('private' | 'public')[];
    /** The virtual network on which it is set up; the one that machines fail over to if absent. */
    readonly vnet?: string;
  };
  /** Virtual networks besides the one that machines fail over to. */
  readonly vnets?: readonly string[];
  /** `none`: a site that reaches nothing but the other end of its connection. */
  readonly internet: { readonly mbitPerSecond: number; readonly latencyMs: number } | 'none';
  /** How many addresses the site leases to machines by DHCP; 20,001 if absent. */
  readonly dhcpAddresses?: number;
}

export type RoleName = 'replication' | 'read-only' | 'administrator' | 'no-access';

export interface DatastoreDescription {
  readonly name: string;
  readonly type: 'VMFS' | 'NFS' | 'vsan';
  readonly capacityBytes: number;
}

export interface HostDescription {
  readonly name: string;
  readonly license: { readonly name: string; readonly editionKey: string; readonly expired: boolean };
  readonly datastores: readonly string[];
}

export interface MachineDescription {
  readonly name: string;
  readonly physical: boolean;
  /** Both absent for a physical machine. */
  readonly host?: string;
  readonly datastore?: string;
  readonly os: 'windows' | 'linux';
  /** From which it starts; ext4 or NTFS if absent. */
  readonly rootFileSystem?: string;
  readonly disks: readonly { readonly sizeBytes: number; readonly usedBytes: number }[];
  readonly address: 'dhcp' | { readonly static: string };
  readonly snapshots: readonly string[];
  readonly group: string;
  readonly workload: Workload;
  /** How the machine stands at the start; on if absent. */
  readonly power?: 'poweredOn' | 'poweredOff';
}

/** Licenses by name. Source: VSPHERE.md §5.3; the edition key of the 6.x free edition is not confirmed there. */
export const LICENSES = {
  evaluation: { name: 'Evaluation Mode', editionKey: 'eval', expired: false },
  'expired evaluation': { name: 'Evaluation Mode', editionKey: 'eval', expired: true },
  'ESXi 5.5 Free': { name: 'vSphere 5 Hypervisor', editionKey: 'esxBasic', expired: false },
  'vSphere 6 Free': { name: 'vSphere 6 Hypervisor', editionKey: 'esx.hypervisor.cpuPackage', expired: false },
  'vSphere 6 Standard': {
    name: 'VMware vSphere 6 Standard',
    editionKey: 'esx.standard.cpuPackage',
    expired: false,
  },
} as const satisfies { readonly [name: string]: HostDescription['license'] };

export type LicenseName = keyof typeof LICENSES;

export const evaluationLicense = { name: 'Evaluation Mode', editionKey: 'eval', expired: false } as const;
export const freeLicense = { name: 'vSphere 6 Hypervisor', editionKey: 'esxBasic', expired: false } as const;
