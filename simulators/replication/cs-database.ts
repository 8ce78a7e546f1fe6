import type { AgentSettings, Copy, Credentials, RetentionDrive, SystemReport } from '../wire';

/** What the configuration server knows of one protected machine. */
export interface MachineRecord {
  readonly machine: string;
  readonly physical: boolean;
  /** The VM on the site, once known; a physical machine has none until it came home. */
  vm: string | undefined;
  readonly agents: { [C in Copy]?: AgentRecord };
  readonly settings: { [C in Copy]?: AgentSettings };
  /** When the VM on the site was started after a failback, as long as it is not reprotected to the site again. */
  cameHomeAtMs?: number | undefined;
  /** The master target that was asked to receive its failback, until the machine is home or the failback is given up. */
  receiving?: string | undefined;
  /** The VM that its failback made, and what the machine's VM was called before. */
  made?: MadeVm | undefined;
}

export interface AgentRecord {
  readonly address: string;
  readonly seenAtMs: number;
  readonly disks: readonly { readonly sizeBytes: number }[];
  readonly system?: SystemReport | undefined;
}

export interface ServerRecord {
  readonly role: 'process-server' | 'master-target';
  readonly name: string;
  address: string;
  lastHeartbeatMs: number;
  /** From when on it is listed among the servers, and can be chosen. */
  readonly listedAtMs: number;
  backlogMs: number;
}

/** The database of a configuration server; it can be backed up and restored. */
export interface Database {
  machines: Map<string, MachineRecord>;
  servers: Map<string, ServerRecord>;
  accounts: Map<string, Credentials>;
  /** vCenter servers and standalone hosts, by address. */
  connections: Map<string, Connection>;
  /** The account of the vCenter connection. */
  vcenterAccount: string;
  /** Master targets: the VM and host each runs on, its retention drives. */
  masterTargets: Map<string, MasterTargetRecord>;
  /** Pairs that process servers, by address, are still to forget. */
  leaving: Leaving[];
}

export interface MadeVm {
  readonly vm: string;
  readonly host: string;
  readonly datastore: string;
  readonly instead: string | undefined;
}

export interface Leaving {
  readonly pair: string;
  readonly processServer: string;
}

/** A vCenter server or standalone host, and what was found there; nothing is used before it was discovered. */
export interface Connection {
  readonly address: string;
  readonly discoveredAtMs: number | undefined;
  readonly vms: readonly string[];
  readonly hosts: readonly string[];
}

export interface MasterTargetRecord {
  readonly name: string;
  readonly vm: string;
  readonly retentionDrives: readonly RetentionDrive[];
}

/** A server that was there before the run. */
export function presentServer(role: ServerRecord['role'], name: string, address: string): ServerRecord {
  return { role, name, address, lastHeartbeatMs: 0, listedAtMs: 0, backlogMs: 0 };
}

/** A connection of which nothing was found yet. */
export function newConnection(address: string, discoveredAtMs: number | undefined): Connection {
  return { address, discoveredAtMs, vms: [], hosts: [] };
}

/** A copy that shares nothing that changes. */
export function copyDatabase(database: Database): Database {
  return structuredClone(database);
}
