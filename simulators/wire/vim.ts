import type { Credentials } from './messages';

/** A call of the vSphere API, as one message to port 443 of a vCenter server or a host. The methods are those of vim25. */
export interface VimCall<M extends VimMethod = VimMethod> {
  readonly kind: 'vim';
  readonly login: Credentials;
  readonly method: M;
  readonly args: VimMethods[M]['args'];
}

export interface VimMethods {
  /** What discovery reads of one VM and of a host; what the account may not see is left out. */
  RetrieveProperties: { args: { vm: string; host?: string }; answer: VimFacts };
  /** What discovery lists: the VMs and hosts that the account may see. */
  RetrieveInventory: { args: Record<string, never>; answer: VimInventory };
  PowerOnVM_Task: { args: { vm: string }; answer: Record<string, never> };
  PowerOffVM_Task: { args: { vm: string }; answer: Record<string, never> };
  ShutdownGuest: { args: { vm: string; timeoutMs: number }; answer: Record<string, never> };
  CreateSnapshot_Task: {
    args: { vm: string; name: string; description?: string; memory?: boolean; quiesce?: boolean };
    answer: Record<string, never>;
  };
  /** Removes the snapshot with an id, or all that have the name; with `removeChildren` also what stands on them. Not consolidated, the disks
   *  need it until somebody does. */
  RemoveSnapshot_Task: {
    args: { vm: string; name: string; snapshot?: string; removeChildren?: boolean; consolidate?: boolean };
    answer: Record<string, never>;
  };
  RemoveAllSnapshots_Task: { args: { vm: string; consolidate?: boolean }; answer: Record<string, never> };
  RevertToSnapshot_Task: {
    args: { vm: string; snapshot: string; suppressPowerOn?: boolean };
    answer: Record<string, never>;
  };
  RenameSnapshot: {
    args: { vm: string; snapshot: string; name?: string; description?: string };
    answer: Record<string, never>;
  };
  /** Merges what removed snapshots left of the disks. */
  ConsolidateVMDisks_Task: { args: { vm: string }; answer: Record<string, never> };
  ResetVM_Task: { args: { vm: string }; answer: Record<string, never> };
  /** Takes a VM that was unregistered back into the inventory, by its path `[datastore] vm`. */
  RegisterVM_Task: {
    args: { path: string; name?: string; host: string; folder?: string };
    answer: Record<string, never>;
  };
  RelocateVM_Task: { args: { vm: string; host?: string; datastore?: string }; answer: Record<string, never> };
  CreateVM_Task: { args: NewVm; answer: Record<string, never> };
  /** Attaches the disks of `vm` to the master target's VM (reconfigure), or takes them off. */
  ReconfigVM_Task: { args: { vm: string } & Reconfiguration; answer: Record<string, never> };
  Destroy_Task: { args: { vm: string }; answer: Record<string, never> };
  /** Takes a VM out of the inventory; its files stay on the datastore. */
  UnregisterVM: { args: { vm: string }; answer: Record<string, never> };
  /** Deletes what an unregistered VM left, by its path `[datastore] vm`, through a host. */
  DeleteDatastoreFile_Task: { args: { name: string; host: string }; answer: Record<string, never> };
}
export type VimMethod = keyof VimMethods;

/** What a reconfiguration changes; what is left out stays. */
export interface Reconfiguration {
  readonly attachDisksOf?: string;
  readonly detachDisksOf?: string;
  /** Configuration parameters; an empty value takes one away. They can be edited while the VM is off. */
  readonly extraConfig?: ExtraConfig | readonly ExtraConfig[];
  readonly annotation?: string;
  readonly cpus?: number;
  readonly memoryMb?: number;
  readonly addDisks?: readonly { readonly sizeBytes: number }[];
  /** Numbers of disks, from 0. */
  readonly removeDisks?: readonly number[];
}
interface ExtraConfig {
  readonly key: string;
  readonly value: string;
}

export interface NewVm {
  readonly name: string;
  readonly machine: string;
  readonly host: string;
  readonly datastore: string;
  readonly disks: readonly { readonly sizeBytes: number }[];
  /** The folder that it is created in; absent: where VMs usually are. */
  readonly folder?: string;
  readonly cpus?: number;
  readonly memoryMb?: number;
  readonly annotation?: string;
  readonly extraConfig?: readonly ExtraConfig[];
  readonly hardware?: VmHardware;
}

/** What of a VM's hardware is not the same for all. Shape: the names of the vSphere API. */
export interface VmHardware {
  readonly guestId?: string;
  /** The hardware version: `vmx-13`. */
  readonly version?: string;
  readonly firmware?: 'bios' | 'efi';
  readonly controller?: string;
  readonly card?: string;
}

export interface VimInventory {
  readonly vms: readonly string[];
  readonly hosts: readonly string[];
}

export interface VimFacts {
  readonly vm: VimVmFacts | undefined;
  readonly host: VimHostFacts | undefined;
  /** Datastores that the account may browse and `host` has mounted. */
  readonly datastores: readonly VimDatastoreFacts[];
  /** Privileges that the account has, so that a server can tell which of those it needs are missing. */
  readonly privileges: readonly string[];
}
export interface VimVmFacts {
  readonly name: string;
  readonly instanceUuid: string;
  readonly power: 'poweredOn' | 'poweredOff';
  /** What is being done to it now; null: nothing. */
  readonly task: string | null;
  readonly host: string;
  readonly hostAddress: string;
  readonly datastores: readonly string[];
  readonly snapshots: readonly string[];
  readonly disks: readonly { readonly sizeBytes: number }[];
  /** Set while the disks are attached to another VM. */
  readonly attachedTo: string | null;
  /** The configuration parameter `disk.EnableUUID`; null: not set. */
  readonly enableUuid: string | null;
  readonly toolsRunning: boolean;
  readonly bootedOnce: boolean;
  /** As VMware Tools tell it: null where the guest has none, undefined while it tells nothing. */
  readonly guestAddress: string | null | undefined;
}
export interface VimHostFacts {
  readonly name: string;
  readonly address: string;
  readonly license: string;
  /** Why its license does not allow failback, if it does not. */
  readonly licenseBlocks: 'free' | 'expired' | null;
  readonly connected: boolean;
}
export interface VimDatastoreFacts {
  readonly name: string;
  readonly type: string;
  readonly accessible: boolean;
  readonly capacityBytes: number;
  readonly freeBytes: number;
}
