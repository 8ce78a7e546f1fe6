import {
  type DatastoreDescription,
  evaluationLicense,
  freeLicense,
  type HostDescription,
} from '../simulators/description';
import type { AssumptionBook } from './assumption-book';
import type { Fact, Inventory, LocalTime } from './inventory';
import { masterTargetHostOf } from './recovery';
import type { UserAssumptions } from './user-assumptions';

/** The twin's datastore for machines of which the export does not say where they lie. */
export const UNNAMED_DATASTORE = 'datastore not named';
/** The twin's host for machines of which the export does not say where they run. */
const UNNAMED_HOST = 'host not named';

const GIB = 2 ** 30;
const CAPACITY_ASSUMED_BYTES = 64 * 1024 * GIB;

export interface TwinSite {
  readonly hosts: readonly HostDescription[];
  readonly datastores: readonly DatastoreDescription[];
  readonly masterTargetHost: string;
}

/** Builds hosts, datastores and who mounts what. Hosts and datastores that only machines name are added. */
export function buildSite(inventory: Inventory, assumed: UserAssumptions, book: AssumptionBook): TwinSite {
  const hostNames = namesOfHosts(inventory, book);
  const datastores = describeDatastores(inventory, book);
  const mounts = mountsOf(inventory, hostNames, datastores, book);
  const licences = new Map(hostNames.map((name) => [name, licenceOf(name, inventory, assumed, book)]));
  const known = masterTargetHostOf(inventory);
  const masterTargetHost =
    known !== undefined && hostNames.includes(known)
      ? known
      : chooseMasterTargetHost(workingHosts(hostNames, inventory), mounts, licences);
  for (const { kind, subject } of assumed.all)
    if (kind === 'mounted' && subject !== undefined) mounts.get(masterTargetHost)?.add(subject);
  const hosts = hostNames.map((name) => {
    return {
      name,
      license: licences.get(name) as HostDescription['license'],
      datastores: [...(mounts.get(name) ?? [])],
    };
  });
  return { hosts, datastores, masterTargetHost };
}

/** Is this the name of a free edition? `undefined`: the export does not say which licence the host has. */
export function isFreeEdition(names: readonly string[] | undefined): boolean | undefined {
  if (names === undefined || names.length === 0) return undefined;
  return names.every((name) => /\bhypervisor\b|\bfree\b/i.test(name));
}

/** When a host's licence has ended by the time of the export; undefined if it has not, or nothing says so. */
export function expiryOf(licences: readonly string[], inventory: Inventory): Fact<LocalTime> {
  const exportedAt = inventory.sources
    .map((source) => source.exportedAt ?? '')
    .sort()
    .at(-1);
  for (const { name, expiration } of inventory.licences ?? []) {
    if (!licences.includes(name.value) || !expiration || expiration.value === 'never') continue;
    if (exportedAt && expiration.value < exportedAt) return { value: expiration.value, at: expiration.at };
  }
  return undefined;
}

function namesOfHosts({ hosts, machines }: Inventory, book: AssumptionBook): string[] {
  const names = new Set((hosts ?? []).map((host) => host.name.value));
  for (const { host } of machines) {
    if (!host || names.has(host.value)) continue;
    names.add(host.value);
    book.add(
      'hosts that only machines name exist and work',
      hosts ? 'the list of hosts does not have them' : 'the export has no list of hosts',
      'govc host.info -json; or an RVTools export with the sheet vHost of all vCenters',
      host.value,
    );
  }
  if (names.size === 0) names.add(UNNAMED_HOST);
  return [...names].sort();
}

function describeDatastores(
  { datastores, machines }: Inventory,
  book: AssumptionBook,
): DatastoreDescription[] {
  const found = new Map<string, DatastoreDescription>();
  for (const { name, type, capacityMiB } of datastores ?? []) {
    const capacityBytes = capacityMiB ? capacityMiB.value * 1024 * 1024 : CAPACITY_ASSUMED_BYTES;
    found.set(name.value, { name: name.value, type: kindOf(type?.value), capacityBytes });
  }
  const named = machines.flatMap(({ disks, configDatastore }) => [
    ...(disks?.value ?? []).flatMap(({ datastore }) => (datastore ? [datastore.value] : [])),
    ...(configDatastore ? [configDatastore.value] : []),
  ]);
  for (const name of [...new Set(named)].sort()) {
    if (found.has(name)) continue;
    found.set(name, { name, type: 'VMFS', capacityBytes: CAPACITY_ASSUMED_BYTES });
    book.add(
      'datastores that only disks name are VMFS and have room',
      datastores ? 'the list of datastores does not have them' : 'the export has no list of datastores',
      'govc datastore.info -json; or an RVTools export with the sheet vDatastore',
      name,
    );
  }
  const type = 'VMFS';
  found.set(UNNAMED_DATASTORE, { name: UNNAMED_DATASTORE, type, capacityBytes: CAPACITY_ASSUMED_BYTES });
  return [...found.values()];
}

function kindOf(type: string | undefined): DatastoreDescription['type'] {
  if (/^nfs/i.test(type ?? '')) return 'NFS';
  return /^vsan/i.test(type ?? '') ? 'vsan' : 'VMFS';
}

function mountsOf(
  { datastores }: Inventory,
  hosts: readonly string[],
  described: readonly DatastoreDescription[],
  book: AssumptionBook,
): Map<string, Set<string>> {
  const mounts = new Map(hosts.map((host) => [host, new Set<string>()]));
  const exported = new Map((datastores ?? []).map((datastore) => [datastore.name.value, datastore.hosts]));
  for (const { name } of described) {
    const known = exported.get(name)?.value.filter((host) => mounts.has(host)) ?? [];
    if (known.length === 0 && name !== UNNAMED_DATASTORE) {
      book.add(
        'all hosts have mounted the datastore',
        'the export does not say which hosts have',
        'an RVTools export with vDatastore, column Hosts; or: govc object.collect -json <datastore> host',
        name,
      );
    }
    for (const host of known.length > 0 ? known : hosts) mounts.get(host)?.add(name);
  }
  return mounts;
}

function licenceOf(
  host: string,
  inventory: Inventory,
  assumed: UserAssumptions,
  book: AssumptionBook,
): HostDescription['license'] {
  const declared = assumed.find('licence', host)?.value;
  if (declared === 'free') return freeLicense;
  if (declared === 'evaluation') return evaluationLicense;
  if (declared === 'paid') return PAID;
  const licences = inventory.hosts?.find((each) => each.name.value === host)?.licences?.value;
  const free = isFreeEdition(licences);
  if (free === undefined) {
    book.add(
      'the licence of the host allows failback',
      'the export names no licence for it',
      'govc license.ls -json; or an RVTools export with vHost, column Assigned License(s)',
      host,
    );
    return PAID;
  }
  const name = (licences ?? []).join(', ');
  const expired = expiryOf(licences ?? [], inventory) !== undefined;
  if (free) return { name, editionKey: freeLicense.editionKey, expired };
  const editionKey = /evaluation/i.test(name) ? evaluationLicense.editionKey : PAID.editionKey;
  return { name, editionKey, expired };
}

const PAID = { name: 'a paid edition', editionKey: 'esx.enterprisePlus', expired: false } as const;

/** Hosts that are not in maintenance; all of them if there is no other. */
function workingHosts(names: readonly string[], { hosts }: Inventory): readonly string[] {
  const resting = new Set(
    (hosts ?? []).flatMap((host) => (host.maintenanceMode?.value ? [host.name.value] : [])),
  );
  const working = names.filter((name) => !resting.has(name));
  return working.length > 0 ? working : names;
}

/** The host that mounts most datastores; of several, one whose licence allows failback; then the first by name. */
function chooseMasterTargetHost(
  hosts: readonly string[],
  mounts: ReadonlyMap<string, ReadonlySet<string>>,
  licences: ReadonlyMap<string, HostDescription['license']>,
): string {
  const rank = (host: string) => {
    const licence = licences.get(host);
    const usable = licence && !licence.expired && licence.editionKey !== freeLicense.editionKey;
    return (mounts.get(host)?.size ?? 0) * 2 + (usable ? 1 : 0);
  };
  return [...hosts].sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1))[0] as string;
}
