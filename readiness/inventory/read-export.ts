import { Misuse } from '../../simulators/kernel';
import type { ColumnKey, SheetKey } from './columns';
import { readDatastores, readHosts, readLicences } from './estate-parts';
import { readMachines } from './machines';
import type { Datastore, Host, Licence, Machine, PermissionFact, Source } from './model';
import type { NoteBook } from './notes';
import type { InputFile } from './read-file';
import type { Workbook } from './read-workbook';
import type { RecoverySite } from './replication-model';
import { openTable, type Table, type TableContext } from './table';

/** What one workbook says, or all dumps of one kind together. */
export interface Export {
  readonly kind: 'rvtools' | 'vim' | 'powercli' | 'asr' | 'planner' | 'migrate';
  readonly sources: readonly Source[];
  readonly machines: readonly Machine[];
  readonly hosts: readonly Host[] | undefined;
  readonly datastores: readonly Datastore[] | undefined;
  readonly licences: readonly Licence[] | undefined;
  readonly permissions: readonly PermissionFact[] | undefined;
  readonly recovery?: RecoverySite;
}

/** What an export is called, and the digest that stands in for a vCenter which it does not name. */
type ExportName = Pick<InputFile, 'file' | 'sha256'>;

/** Which facts stay unknown without a sheet. */
const SILENCE: Readonly<Partial<Record<SheetKey, string>>> = {
  vdisk: 'disks',
  vpartition: 'used space in the guests',
  vnetwork: 'network adapters',
  vsnapshot: 'snapshots',
  vtools: 'the states of VMware Tools',
  vhost: 'hosts',
  vdatastore: 'datastores',
  vlicense: 'licences',
};

/** Reads an RVTools workbook, or the tabs of one that were exported as CSV. Notes each missing sheet.
 *  Errors: those of readMachines; HW-INPUT-SHEET – no vInfo; HW-INPUT-NO-MACHINES – vInfo has no rows. */
export function readExport(input: ExportName, workbook: Workbook, notes: NoteBook): Export {
  const context: TableContext = { file: input.file, epoch1904: workbook.epoch1904, notes };
  const open = <S extends SheetKey>(key: S, required: readonly ColumnKey<S>[]): Table<S> | undefined => {
    const sheet = workbook.sheets.get(key);
    return sheet === undefined ? undefined : openTable(key, sheet, required, context);
  };
  const vinfo = open('vinfo', ['vm', 'powerState']);
  if (vinfo === undefined) throw noMachineSheet(workbook, input.file);
  noteMissingSheets(workbook, input.file, notes);
  const tables = {
    vinfo,
    vdisk: open('vdisk', ['vm', 'capacityMiB']),
    vpartition: open('vpartition', ['vm']),
    vnetwork: open('vnetwork', ['vm']),
    vsnapshot: open('vsnapshot', ['vm']),
    vtools: open('vtools', ['vm']),
  };
  if (!vinfo.has('vmId') && !vinfo.has('vmUuid')) {
    const message = 'the export has neither VM ID nor VM UUID: machines are told apart by name alone';
    notes.add('warning', 'HW-NOTE-NO-IDENTITY', message, vinfo.headerAt);
  }
  const scope = `file:${input.sha256.slice(0, 12)}`;
  const machines = readMachines(tables, scope, notes);
  if (machines.length === 0) {
    const message = `expected at least one machine, got a vInfo sheet without rows: ${input.file}`;
    const next = 'Export again with an account that can see the machines, and without a filter.';
    throw new Misuse('HW-INPUT-NO-MACHINES', message, next);
  }
  const vhost = open('vhost', ['host']);
  const vdatastore = open('vdatastore', ['name']);
  const vlicense = open('vlicense', ['name']);
  return {
    kind: 'rvtools',
    sources: [readSource(input, machines, open('vsource', []), open('vmetadata', []))],
    machines,
    hosts: vhost && readHosts(vhost, scope),
    datastores: vdatastore && readDatastores(vdatastore, scope),
    licences: vlicense && readLicences(vlicense),
    permissions: undefined,
  };
}

function readSource(
  input: ExportName,
  machines: readonly Machine[],
  vsource: Table<'vsource'> | undefined,
  vmetadata: Table<'vmetadata'> | undefined,
): Source {
  const metadata = vmetadata?.rows[0];
  const vcenters = new Set<string>();
  for (const row of vsource?.rows ?? []) {
    const uuid = row.text('vcenterUuid')?.value;
    if (uuid !== undefined) vcenters.add(uuid);
  }
  for (const { vcenterUuid } of machines) if (vcenterUuid !== undefined) vcenters.add(vcenterUuid.value);
  return {
    file: input.file,
    sha256: input.sha256,
    rvtoolsVersion: metadata?.text('version')?.value ?? metadata?.text('majorVersion')?.value,
    exportedAt: metadata?.time('createdAt')?.value,
    vcenters: [...vcenters],
  };
}

function noteMissingSheets(workbook: Workbook, file: string, notes: NoteBook): void {
  for (const [key, facts] of Object.entries(SILENCE)) {
    if (workbook.sheets.has(key)) continue;
    const sheet = `v${key.charAt(1).toUpperCase()}${key.slice(2)}`;
    notes.add('info', 'HW-NOTE-SHEET-MISSING', `${file} has no sheet ${sheet}: ${facts} stay unknown`);
  }
}

function noMachineSheet(workbook: Workbook, file: string): Misuse {
  const names = workbook.sheetNames.slice(0, 30);
  const more = workbook.sheetNames.length > names.length ? ' …' : '';
  const found = names.length === 0 ? 'none' : `${names.join(', ')}${more}`;
  const message = `expected a sheet vInfo, got the sheets ${found}: ${file}`;
  const next = 'Export from RVTools with File > Export all to Excel (or to CSV, and name the folder).';
  return new Misuse('HW-INPUT-SHEET', message, next);
}
