import {
  type AgentSettings,
  type Copy,
  type Credentials,
  PORT,
  type PointMade,
  type RetentionDrive,
  type SystemReport,
} from '../wire';

/** Of the software of every server. Source: assumed. */
export const SERVER_VERSION = '9.10.1.1';

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
  /** When it was last asked to let the machine go. */
  releasedAtMs?: number;
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
  readonly version: string;
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
  readonly leaving: Set<Leaving>;
  /** The newest recovery point of each pair, while the vault does not know of it. */
  untold: Map<string, PointMade['point']>;
}

export interface MadeVm {
  readonly vm: string;
  readonly host: string;
  readonly datastore: string;
  readonly instead: string | undefined;
}

export interface Leaving {
  readonly machine: string;
  readonly pair: string;
  readonly processServer: string;
}

/** A vCenter server or standalone host, and what was found there; nothing is used before it was discovered. */
export interface Connection {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Absent: the account of the vCenter connection. */
  readonly account?: string;
  /** When it answered last, and whether it did when it was asked last. */
  readonly lastSeenAtMs: number | undefined;
  readonly answers: boolean;
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
  return { role, name, address, lastHeartbeatMs: 0, listedAtMs: 0, backlogMs: 0, version: SERVER_VERSION };
}

/** A connection of which nothing was found yet. */
export function newConnection(
  place: Pick<Connection, 'name' | 'address'> & Partial<Pick<Connection, 'port' | 'account'>>,
  discoveredAtMs: number | undefined,
): Connection {
  const found = { discoveredAtMs, lastSeenAtMs: discoveredAtMs, answers: true, vms: [], hosts: [] };
  return { port: PORT.control, ...place, ...found };
}

/** The account with which vSphere is asked at a connection; without one, at the first. */
export function accountAt({ connections, vcenterAccount }: Database, address?: string): string {
  const connection = address === undefined ? [...connections.values()][0] : connections.get(address);
  return connection?.account ?? vcenterAccount;
}

export function emptyDatabase(): Database {
  return {
    machines: new Map(),
    servers: new Map(),
    accounts: new Map(),
    connections: new Map(),
    vcenterAccount: '',
    leaving: new Set(),
    untold: new Map(),
    masterTargets: new Map(),
  };
}

/** A copy that shares nothing that changes. */
export function copyDatabase(database: Database): Database {
  return structuredClone(database);
}
