import { withoutKeys } from '../estate-parts';
import type { Datastore, Fact, Host, Known, Licence, LocalTime, PathPlace, PermissionFact } from '../model';
import type { DumpNode } from './dump-node';
import type { ManagedObject, ObjectPool } from './object-pool';
import { mapped, mebibytes } from './units';
import { clusterOf } from './vim-machine';

/** What stands beside the managed objects: outputs of govc that are lists of their own. */
export interface VimLists {
  readonly licences: DumpNode[];
  /** Which licence each host has. */
  readonly assignments: DumpNode[];
  readonly roles: DumpNode[];
  readonly permissions: DumpNode[];
}

/** Reads the hosts. A host's licence is the one assigned to it; where only one licence exists, that one. */
export function readVimHosts(
  pool: ObjectPool,
  lists: VimLists,
  vcenterUuid: Fact<string>,
  scope: string,
): readonly Host[] | undefined {
  const hosts = pool.all('HostSystem').flatMap((host): Host[] => {
    const name = host.text('name', 'summary.config.name');
    if (name === undefined) return [];
    const maintenance =
      host.get('runtime.inMaintenanceMode') ?? host.get('summary.runtime.inMaintenanceMode');
    return [
      {
        key: `${vcenterUuid?.value.toLowerCase() ?? scope}/${name.value}`,
        name,
        vcenterUuid,
        esxVersion: host.text('config.product.fullName', 'summary.config.product.fullName'),
        licences: licencesOf(host, lists),
        maintenanceMode: maintenance?.flag(''),
        cluster: clusterOf(host, pool),
        datacenter: undefined,
        certificateExpiry: undefined,
      },
    ];
  });
  return hosts.length > 0 ? hosts : undefined;
}

/** Reads the datastores, and which hosts have mounted them: by the datastore, else by the hosts. */
export function readVimDatastores(
  pool: ObjectPool,
  vcenterUuid: Fact<string>,
  scope: string,
): readonly Datastore[] | undefined {
  const listed = listedByHosts(pool);
  const datastores = pool.all('Datastore').flatMap((datastore): Datastore[] => {
    const name = datastore.text('name', 'summary.name', 'info.name');
    if (name === undefined) return [];
    const hosts = mountsOf(datastore, pool, listed.get(datastore.ref.id) ?? []);
    return [
      {
        key: `${vcenterUuid?.value.toLowerCase() ?? scope}/${name.value}`,
        name,
        vcenterUuid,
        type: datastore.text('summary.type'),
        accessible: datastore.get('summary.accessible')?.flag(''),
        capacityMiB: mebibytes(datastore.get('summary.capacity')?.amount('')),
        freeMiB: mebibytes(datastore.get('summary.freeSpace')?.amount('')),
        hostCount: mapped(hosts, (names) => names.length),
        hosts,
      },
    ];
  });
  return datastores.length > 0 ? datastores : undefined;
}

/** Reads the licences; their keys are not even looked up. */
export function readVimLicences({ licences }: VimLists): readonly Licence[] | undefined {
  if (licences.length === 0) return undefined;
  return distinct(licences).flatMap((each): Licence[] => {
    const name = licenceName(each);
    if (name === undefined) return [];
    const properties = each.get('properties')?.items() ?? [];
    const features = properties.filter((property) => property.text('key')?.value === 'feature');
    const [first] = features;
    const names = features.flatMap((feature) => feature.text('value.value')?.value ?? []);
    return [
      {
        name,
        vcenterUuid: undefined,
        total: each.amount('total'),
        used: each.amount('used'),
        expiration: expirationOf(properties),
        features: first && { value: names.map(withoutKeys), at: first.at },
      },
    ];
  });
}

/** Reads who may do what. */
export function readVimPermissions({ roles, permissions }: VimLists): readonly PermissionFact[] | undefined {
  if (permissions.length === 0) return undefined;
  const byId = new Map(roles.map((role) => [role.text('roleId')?.value, role]));
  return permissions.flatMap((each): PermissionFact[] => {
    const principal = each.text('principal')?.value;
    if (principal === undefined) return [];
    const role = byId.get(each.text('roleId')?.value ?? '');
    const names = role && (role.get('privilege')?.items() ?? []).flatMap((one) => one.text()?.value ?? []);
    return [
      {
        at: each.at,
        principal,
        group: each.flag('group')?.value ?? false,
        role: role?.text('name'),
        privileges: role && names && { value: names, at: role.at },
      },
    ];
  });
}

function licencesOf(host: ManagedObject, { licences, assignments }: VimLists): Fact<readonly string[]> {
  const assigned = assignments.find((each) => each.text('entityId')?.value === host.ref.id);
  const name = assigned?.get('assignedLicense') && licenceName(assigned.get('assignedLicense') as DumpNode);
  if (name) return { value: [name.value], at: name.at };
  const [only, ...more] = distinct(licences);
  const sole = only && more.length === 0 ? licenceName(only) : undefined;
  return sole && { value: [sole.value], at: sole.at };
}

/** Two files may list a licence; its name is all that tells it apart once keys are not read. */
function distinct(licences: readonly DumpNode[]): readonly DumpNode[] {
  return [...new Map(licences.map((each) => [each.text('name')?.value, each])).values()];
}

function licenceName(licence: DumpNode): Known<string> | undefined {
  return mapped(licence.text('name'), withoutKeys);
}

function expirationOf(properties: readonly DumpNode[]): Fact<LocalTime | 'never'> {
  return properties.find((each) => each.text('key')?.value === 'expirationDate')?.time('value');
}

/** A host that has mounted a datastore, and where that stands. */
interface Mount {
  readonly name: string | undefined;
  readonly at: PathPlace;
}

/** What the hosts say of the datastores that they have mounted, by the datastore's id: each host once. */
function listedByHosts(pool: ObjectPool): ReadonlyMap<string, readonly Mount[]> {
  const listed = new Map<string, Mount[]>();
  for (const host of pool.all('HostSystem')) {
    const name = host.text('name', 'summary.config.name')?.value;
    const seen = new Set<string>();
    for (const entry of host.get('datastore')?.items() ?? []) {
      const id = entry.ref()?.id;
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      const mounts = listed.get(id);
      if (mounts) mounts.push({ name, at: entry.at });
      else listed.set(id, [{ name, at: entry.at }]);
    }
  }
  return listed;
}

/** The hosts that have mounted a datastore, by what it says and by what they say (`listing`).
 *  Shape: `undefined` unless every host that is meant has a name in some file: half of a list would say that the rest is not there. */
function mountsOf(
  datastore: ManagedObject,
  pool: ObjectPool,
  listing: readonly Mount[],
): Fact<readonly string[]> {
  const mounts = datastore.get('host');
  const mounting = (mounts?.items() ?? [])
    .filter((each) => each.flag('mountInfo.accessible')?.value !== false)
    .map((each): Mount => ({ name: pool.nameOf(each.get('key'))?.value, at: each.at }));
  const found = [...mounting, ...listing];
  const at = mounts?.at ?? found[0]?.at;
  const names = new Set(found.flatMap(({ name }) => name ?? []));
  if (at === undefined || found.some(({ name }) => name === undefined)) return undefined;
  return { value: [...names], at };
}
