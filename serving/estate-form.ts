import { Document, isMap, isSeq, type YAMLMap } from 'yaml';
import type {
  EstateDescription,
  HostDescription,
  LicenseName,
  MachineDescription,
} from '../simulators/description';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** A file may hold names of at most so many characters, as vSphere does. */
const NAME_CHARS_MAX = 80;

/** What the form of an estate file cannot say of a host or machine: a comment behind its line, by list and name. */
export type Remarks = ReadonlyMap<string, string>;

/** An estate as its file has it (`estate-file.ts` reads it). Shape: what has the usual value is left out; of the machines in `measured`,
 *  by name, it is told what they write. */
export function estateForm(estate: EstateDescription, measured: ReadonlySet<string> = new Set()): object {
  const { name, datastores, hosts, account, machines, masterTarget, connection } = estate;
  const datastoreNames = formNames(datastores);
  const hostNames = formNames(hosts);
  const machineNames = formNames(machines);
  const onDatastore = (each: string | undefined) => datastoreNames.get(each ?? '');
  const onHost = (each: string | undefined) => hostNames.get(each ?? '');
  return {
    name,
    datastores: datastores.map(({ capacityBytes, ...datastore }) => ({
      ...datastore,
      name: onDatastore(datastore.name),
      capacityGib: Math.max(1, Math.round(capacityBytes / GIB)),
    })),
    hosts: hosts.map((host) => ({
      name: onHost(host.name),
      license: licenseName(host.license),
      datastores: host.datastores.map(onDatastore),
    })),
    account,
    machines: machines.map(
      ({ host, datastore, os, disks, address, snapshots, power, workload, ...machine }) => ({
        name: machineNames.get(machine.name),
        host: onHost(host),
        datastore: onDatastore(datastore),
        os,
        ...(power ? { power } : {}),
        ...(address === 'dhcp' ? {} : { address: address.static }),
        ...(snapshots.length > 0 ? { snapshots: snapshots.map(plainName) } : {}),
        ...(measured.has(machine.name) ? { writes: writesOf(workload) } : {}),
        disks: disks.map(({ sizeBytes, usedBytes }) => ({
          sizeGib: sizeBytes / GIB,
          usedGib: Math.floor(usedBytes / MIB) / 1024,
        })),
      }),
    ),
    ...(masterTarget
      ? { masterTarget: { host: onHost(masterTarget.host), datastore: onDatastore(masterTarget.datastore) } }
      : {}),
    connection: { kind: connection.kind, mbitPerSecond: connection.mbitPerSecond },
  };
}

/** A machine goes on writing for as long as it is served. */
function writesOf({
  everyMs,
  extentsPerWrite,
  regionExtents,
}: MachineDescription['workload']): object | string {
  if (everyMs === 0) return 'none';
  return {
    everySeconds: everyMs / 1_000,
    mibPerWrite: extentsPerWrite / EXTENTS_PER_MIB,
    regionMib: regionExtents / EXTENTS_PER_MIB,
  };
}

const EXTENTS_PER_MIB = 16;

/** The file as YAML: a header of comments, then a line for each datastore, host and machine.
 *  Shape: the same estate gives the same bytes. */
export function writeForm(form: object, header: readonly string[], remarks: Remarks): string {
  const document = new Document(form);
  document.commentBefore = header.map((line) => ` ${inComment(line)}`).join('\n');
  for (const key of ['datastores', 'hosts', 'machines']) {
    const list = document.get(key);
    if (!isSeq(list)) continue;
    for (const item of list.items as YAMLMap[]) {
      item.flow = true;
      const remark = remarks.get(`${key}/${item.get('name')}`);
      if (remark !== undefined) item.comment = ` ${inComment(remark)}`;
    }
  }
  for (const key of ['account', 'masterTarget', 'connection']) {
    const map = document.get(key);
    if (isMap(map)) map.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** The names that things have in the file, by their own: vSphere's escapes for slashes, no control characters, and unique still. */
export function formNames(things: readonly { readonly name: string }[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    things.map(({ name }) => {
      let plain = plainName(name);
      for (let count = 2; taken.has(plain); count += 1)
        plain = `${plainName(name).slice(0, NAME_CHARS_MAX - 6)} #${count}`;
      taken.add(plain);
      return [name, plain];
    }),
  );
}

function plainName(name: string): string {
  const plain = name
    .replace(/\p{C}+/gu, ' ')
    .replaceAll('/', '%2f')
    .replaceAll('\\', '%5c')
    .trim();
  return [...plain].slice(0, NAME_CHARS_MAX).join('').trim() || 'unnamed';
}

/** The form knows licences by what they allow: free, evaluation (over or not), paid. */
function licenseName({ editionKey, expired }: HostDescription['license']): LicenseName {
  if (expired) return 'expired evaluation';
  if (editionKey === 'eval') return 'evaluation';
  return editionKey === 'esxBasic' ? 'vSphere 6 Free' : 'vSphere 6 Standard';
}

/** A name from an export must not end the comment that it stands in. */
function inComment(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
}
