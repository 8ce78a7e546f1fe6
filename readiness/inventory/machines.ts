import { dealRows, type Identity, MachineIndex, type RowsOf, readIdentity } from './machine-index';
import { datastoreOf, readDisk, readNic, readPartition, readSnapshot } from './machine-parts';
import { type Fact, type Known, type Machine, type PowerState, placeText, type Where } from './model';
import type { NoteBook } from './notes';
import type { Row, Table } from './table';

/** The sheets from which machines are read; all but vInfo may be missing. */
export interface MachineTables {
  readonly vinfo: Table<'vinfo'>;
  readonly vdisk: Table<'vdisk'> | undefined;
  readonly vpartition: Table<'vpartition'> | undefined;
  readonly vnetwork: Table<'vnetwork'> | undefined;
  readonly vsnapshot: Table<'vsnapshot'> | undefined;
  readonly vtools: Table<'vtools'> | undefined;
}

interface Draft {
  readonly key: string;
  readonly identity: Identity;
  readonly row: Row<'vinfo'>;
  readonly conflicts: Where[];
}

interface Parts {
  readonly vdisk: RowsOf<'vdisk'>;
  readonly vpartition: RowsOf<'vpartition'>;
  readonly vnetwork: RowsOf<'vnetwork'>;
  readonly vsnapshot: RowsOf<'vsnapshot'>;
  readonly vtools: RowsOf<'vtools'>;
}

/** Reads the machines of one workbook. `scope` stands in for the vCenter where the export does not name it.
 *  Shape:  in vInfo's row order. A second row of the same identity is not a machine: it is listed in `conflicts` and noted.
 *  Errors: HW-INPUT-CELL – a row without a name, an unknown power state, a capacity that is no number. */
export function readMachines(tables: MachineTables, scope: string, notes: NoteBook): readonly Machine[] {
  const drafts = collectDrafts(tables.vinfo, scope, notes);
  const index = new MachineIndex();
  for (const draft of drafts) index.add(draft.identity);
  const parts: Parts = {
    vdisk: dealRows(tables.vdisk, index, notes),
    vpartition: dealRows(tables.vpartition, index, notes),
    vnetwork: dealRows(tables.vnetwork, index, notes),
    vsnapshot: dealRows(tables.vsnapshot, index, notes),
    vtools: dealRows(tables.vtools, index, notes),
  };
  return drafts.map((draft) => readMachine(draft, parts));
}

function collectDrafts(table: Table<'vinfo'>, scope: string, notes: NoteBook): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const row of table.rows) {
    const identity = readIdentity(row);
    if (isRepeatedHeader(identity, row)) continue;
    if (table.has('vmId') && identity.id === undefined && identity.uuid === undefined) {
      const message = `"${identity.name.value}" has neither VM ID nor VM UUID: it is told apart by name alone`;
      notes.add('warning', 'HW-NOTE-NO-IDENTITY', message, row.at('vmId'));
    }
    const own = identity.id?.value ?? identity.uuid?.value.toLowerCase() ?? `name:${identity.name.value}`;
    const key = `${identity.vcenterUuid?.value.toLowerCase() ?? scope}/${own}`;
    const earlier = drafts.get(key);
    if (earlier === undefined) {
      drafts.set(key, { key, identity, row, conflicts: [] });
      continue;
    }
    earlier.conflicts.push(row.at('vm'));
    const message =
      `"${identity.name.value}" has the identity of "${earlier.identity.name.value}" (${placeText(earlier.identity.name.at)}): ` +
      'which one is right cannot be told';
    notes.add('warning', 'HW-NOTE-SAME-IDENTITY', message, row.at('vm'));
  }
  return [...drafts.values()];
}

/** Sheets put together by hand repeat the header row between the parts. */
function isRepeatedHeader(identity: Identity, row: Row<'vinfo'>): boolean {
  return identity.name.value === 'VM' && row.text('powerState')?.value.toLowerCase() === 'powerstate';
}

function readMachine({ key, identity, row, conflicts }: Draft, parts: Parts): Machine {
  const annotation = row.text('annotation');
  return {
    key,
    name: identity.name,
    id: identity.id,
    vcenterUuid: identity.vcenterUuid,
    instanceUuid: identity.uuid,
    smbiosUuid: row.text('smbiosUuid'),
    powerState: readPowerState(row),
    template: row.flag('template'),
    srmPlaceholder: row.flag('srmPlaceholder'),
    connectionState: row.text('connectionState'),
    host: row.text('host'),
    cluster: row.text('cluster'),
    datacenter: row.text('datacenter'),
    osConfigured: row.text('osConfigured'),
    osReported: row.text('osReported'),
    cpus: row.amount('cpus'),
    memoryMiB: row.amount('memoryMiB'),
    firmware: row.text('firmware'),
    secureBoot: row.flag('secureBoot'),
    enableUuid: row.flag('enableUuid'),
    cbt: row.flag('cbt'),
    ftState: row.text('ftState'),
    consolidationNeeded: row.flag('consolidationNeeded'),
    primaryIp: row.text('primaryIp'),
    addressMode: undefined,
    networks: NETWORKS.flatMap((column) => row.text(column) ?? []),
    configDatastore: datastoreOf(row.text('path')),
    provisionedMiB: row.amount('provisionedMiB'),
    usedMiB: row.amount('usedMiB'),
    annotated: annotation === undefined ? undefined : { value: true, at: annotation.at },
    toolsState: firstRow(parts.vtools(identity))?.text('tools'),
    disks: readEach(parts.vdisk(identity), readDisk),
    partitions: readEach(parts.vpartition(identity), readPartition),
    nics: readEach(parts.vnetwork(identity), readNic),
    snapshots: readEach(parts.vsnapshot(identity), readSnapshot),
    conflicts,
  };
}

const NETWORKS = [
  'network1',
  'network2',
  'network3',
  'network4',
  'network5',
  'network6',
  'network7',
  'network8',
] as const;

const POWER_STATES: ReadonlyMap<string, PowerState> = new Map([
  ['poweredon', 'poweredOn'],
  ['poweredoff', 'poweredOff'],
  ['suspended', 'suspended'],
]);

function readPowerState(row: Row<'vinfo'>): Fact<PowerState> {
  const text = row.text('powerState');
  if (text === undefined) return undefined;
  const state = POWER_STATES.get(text.value.toLowerCase().replace(/\s/g, ''));
  if (state === undefined) throw row.refuse('powerState', 'poweredOn, poweredOff or suspended');
  return { value: state, at: text.at };
}

function readEach<R, T>(rows: Fact<readonly R[]>, read: (row: R) => T): Fact<readonly T[]> {
  return rows === undefined ? undefined : { value: rows.value.map(read), at: rows.at };
}

function firstRow<R>(rows: Known<readonly R[]> | undefined): R | undefined {
  return rows?.value[0];
}
