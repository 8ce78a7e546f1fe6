import type { Datastore, DiskFact, Fact, Host, Machine, SnapshotFact } from './model';

type Same<T, V> = readonly [(of: T) => Fact<V>, (one: V, other: V) => boolean];

function fact<T, V>(read: (of: T) => Fact<V>, same: (one: V, other: V) => boolean = Object.is): Same<T, V> {
  return [read, same];
}

/** The facts of a machine that exports may contradict each other in, and when two values of one say the same. Names, sizes that change
 *  by the hour and words of other tools for one thing are no contradiction. */
export const sameMachine = {
  powerState: fact((of: Machine) => of.powerState),
  template: fact((of: Machine) => of.template),
  host: fact((of: Machine) => of.host, sameName),
  os: fact((of: Machine) => of.osReported ?? of.osConfigured, sameFamily),
  cpus: fact((of: Machine) => of.cpus),
  memoryMiB: fact((of: Machine) => of.memoryMiB, nearly),
  firmware: fact((of: Machine) => of.firmware, sameWord),
  secureBoot: fact((of: Machine) => of.secureBoot),
  enableUuid: fact((of: Machine) => of.enableUuid),
  ftState: fact((of: Machine) => of.ftState, sameWord),
  consolidationNeeded: fact((of: Machine) => of.consolidationNeeded),
  primaryIp: fact((of: Machine) => of.primaryIp, sameWord),
  addressMode: fact((of: Machine) => of.addressMode),
  toolsState: fact((of: Machine) => of.toolsState, sameWord),
  disks: fact((of: Machine) => of.disks, sameDisks),
  snapshots: fact((of: Machine) => of.snapshots, sameSnapshots),
  'replication.provider': fact((of: Machine) => of.replication?.provider),
  'replication.state': fact((of: Machine) => of.replication?.state, sameWord),
  'replication.health': fact((of: Machine) => of.replication?.health, sameWord),
  'replication.agentRegistered': fact((of: Machine) => of.replication?.agentRegistered),
};

/** As sameMachine, of a host. */
export const sameHost = {
  licences: fact((of: Host) => of.licences, sameSet),
  maintenanceMode: fact((of: Host) => of.maintenanceMode),
};

/** As sameMachine, of a datastore. */
export const sameDatastore = {
  type: fact((of: Datastore) => of.type, sameStorage),
  hosts: fact((of: Datastore) => of.hosts, sameSet),
};

/** A fact that exports may contradict each other in. */
export type ComparedFact =
  | keyof typeof sameMachine
  | `host.${keyof typeof sameHost}`
  | `datastore.${keyof typeof sameDatastore}`;

function sameWord(one: string, other: string): boolean {
  return one.replace(/\s/g, '').toLowerCase() === other.replace(/\s/g, '').toLowerCase();
}

/** A short name and a full one may mean one host. */
function sameName(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** What names neither Windows nor a Linux contradicts nothing. */
function sameFamily(one: string, other: string): boolean {
  const isWindows = (name: string) => /windows/i.test(name);
  const isOther = (name: string) => /linux|ubuntu|debian|red ?hat|rhel|suse|centos|rocky|oracle/i.test(name);
  return !((isWindows(one) && isOther(other)) || (isWindows(other) && isOther(one)));
}

/** NFS and NFS41 are one type to Site Recovery. */
function sameStorage(one: string, other: string): boolean {
  const kind = (type: string) => type.toLowerCase().replace(/[\d.\s_-]+$/, '');
  return kind(one) === kind(other);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const sorted = (list: readonly string[]) =>
    [...new Set(list.map((each) => each.toLowerCase()))].sort().join('\n');
  return sorted(one) === sorted(other);
}

/** Exports round to MB, MiB or GB. */
function nearly(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.max(1, Math.max(one, other) * 0.001);
}

/** As many disks of the same sizes, in whatever order; one whose size is not known may be any of the other's. */
function sameDisks(one: readonly DiskFact[], other: readonly DiskFact[]): boolean {
  if (one.length !== other.length) return false;
  const sizes = (disks: readonly DiskFact[]) =>
    disks.flatMap(({ capacityMiB }) => (capacityMiB ? [capacityMiB.value] : [])).sort((a, b) => a - b);
  const left = sizes(other);
  let unmatched = 0;
  for (const size of sizes(one)) {
    const index = left.findIndex((each) => nearly(size, each));
    if (index < 0) unmatched += 1;
    else left.splice(index, 1);
  }
  // What is left of each side must be unknown on the other.
  return unmatched <= other.length - sizes(other).length && left.length <= one.length - sizes(one).length;
}

function sameSnapshots(one: readonly SnapshotFact[], other: readonly SnapshotFact[]): boolean {
  return sameSet(
    one.map(({ name }) => name?.value ?? ''),
    other.map(({ name }) => name?.value ?? ''),
  );
}
