import { Misuse } from '../../../simulators/kernel';
import type { ColumnKey, SheetKey } from '../columns';
import { type CsvRecord, ROWS_MAX, tooMany } from '../csv';
import { readDatastores, readHosts } from '../estate-parts';
import { readMachines } from '../machines';
import type { Where } from '../model';
import type { NoteBook } from '../notes';
import type { Export } from '../read-export';
import type { InputFile } from '../read-file';
import type { Cell } from '../read-workbook';
import { joinTables, openTable, type Table } from '../table';
import { POWERCLI_KINDS, type PowercliColumn, type PowercliKind } from './powercli-columns';

/** One object, by property; and where it stands: a line of a CSV file, or an element of a JSON list. */
interface PowercliRecord {
  readonly values: ReadonlyMap<string, Cell>;
  readonly place: (property: string) => Where;
}

const REQUIRED: { readonly [S in SheetKey]?: readonly string[] } = {
  vinfo: ['vm', 'powerState'],
  vdisk: ['vm', 'capacityMiB'],
  vsnapshot: ['vm'],
  vhost: ['host'],
  vdatastore: ['name'],
};

/** Collects what exports of PowerCLI say: Get-VM, Get-HardDisk, Get-Snapshot, Get-VMHost and Get-Datastore, as CSV or JSON. */
export class PowercliDump {
  private readonly notes: NoteBook;
  private readonly tables: { readonly kind: PowercliKind; readonly table: Table<SheetKey> }[] = [];
  private readonly sources: Export['sources'][number][] = [];

  constructor(notes: NoteBook) {
    this.notes = notes;
  }

  /** Adds a JSON file: a list of objects, or one. Shape: false if they are none of PowerCLI's. */
  addJson(input: InputFile, documents: readonly unknown[]): boolean {
    const [document] = documents;
    if (documents.length !== 1 || typeof document !== 'object') return false;
    const listed = Array.isArray(document);
    const records = (listed ? document : [document]).flatMap((each, index): PowercliRecord[] => {
      if (typeof each !== 'object' || each === null) return [];
      const path = listed ? `/${index}` : '';
      return [
        {
          values: new Map(Object.entries(each).map(([property, value]) => [property, cellOf(value)])),
          place: (property) => ({ file: input.file, path: `${path}/${property}` }),
        },
      ];
    });
    const properties = new Set(records.flatMap(({ values }) => [...values.keys()]));
    return this.add(input, kindOf(properties), properties, records, () => ({ file: input.file, path: '' }));
  }

  /** Adds a CSV file. Shape: false if its columns are none of PowerCLI's. */
  addCsv(input: InputFile, csv: readonly CsvRecord[]): boolean {
    const [head, ...lines] = csv;
    if (head === undefined) return false;
    const properties = new Set(head.cells);
    const kind = kindOf(properties);
    const { file } = input;
    const placeIn = (row: number) => (column: string) => ({
      file,
      sheet: kind?.command ?? 'CSV',
      row,
      column,
    });
    const records = lines.map(({ cells, line }): PowercliRecord => {
      const values = new Map(head.cells.map((property, index) => [property, cells[index] ?? null]));
      return { values, place: placeIn(line) };
    });
    return this.add(input, kind, properties, records, placeIn(head.line));
  }

  /** What all the files say together. Errors: HW-INPUT-NO-MACHINES – no file has machines; HW-INPUT-COLUMN; HW-INPUT-CELL. */
  finish(): Export {
    const scope = `file:${this.sources[0]?.sha256.slice(0, 12)}`;
    const vinfo = this.joined('vinfo');
    const [vhost, vdatastore] = [this.joined('vhost'), this.joined('vdatastore')];
    const machines =
      vinfo === undefined
        ? []
        : readMachines(
            {
              vinfo,
              vdisk: this.joined('vdisk'),
              vpartition: undefined,
              vnetwork: undefined,
              vsnapshot: this.joined('vsnapshot'),
              vtools: undefined,
            },
            scope,
            this.notes,
          );
    if (vinfo === undefined && (this.joined('vdisk') ?? this.joined('vsnapshot'))) {
      const files = this.sources.map(({ file }) => file).join(', ');
      const message = `expected machines beside their disks and snapshots, got none: ${files}`;
      throw new Misuse('HW-INPUT-NO-MACHINES', message, 'Add the output of Get-VM.');
    }
    return {
      kind: 'powercli',
      sources: this.sources,
      machines,
      hosts: vhost && readHosts(vhost, scope),
      datastores: vdatastore && readDatastores(vdatastore, scope),
      licences: undefined,
      permissions: undefined,
    };
  }

  private add(
    input: InputFile,
    kind: PowercliKind | undefined,
    properties: ReadonlySet<string>,
    records: readonly PowercliRecord[],
    head: PowercliRecord['place'],
  ): boolean {
    if (kind === undefined) return false;
    if (records.length > ROWS_MAX) throw tooMany(input.file);
    const columns = columnsOf(kind, properties);
    const rows = records.map(({ values }) =>
      columns.map(({ property, read = same }) => read(values.get(property) ?? null)),
    );
    const propertyOf = new Map(columns.map(({ header, property }) => [header, property]));
    const sheet = {
      name: kind.command,
      rows: [columns.map(({ header }) => header), ...rows],
      place: (row: number, header: string): Where => {
        const place = records[row - 2]?.place ?? head;
        return place(propertyOf.get(header) ?? header);
      },
    };
    const context = { file: input.file, epoch1904: false, notes: this.notes };
    const required = REQUIRED[kind.sheet] as readonly ColumnKey<SheetKey>[];
    this.tables.push({ kind, table: openTable(kind.sheet, sheet, required, context) });
    this.addSource(input);
    return true;
  }

  private addSource({ file, sha256 }: InputFile): void {
    this.sources.push({ file, sha256, rvtoolsVersion: undefined, exportedAt: undefined, vcenters: [] });
  }

  private joined<S extends SheetKey>(sheet: S): Table<S> | undefined {
    const tables = this.tables.filter(({ kind }) => kind.sheet === sheet).map(({ table }) => table);
    return joinTables(tables as unknown as readonly Table<S>[]);
  }
}

function kindOf(properties: ReadonlySet<string>): PowercliKind | undefined {
  return POWERCLI_KINDS.find(({ knownBy }) => knownBy.every((property) => properties.has(property)));
}

/** One column for each header: that of the first property which is there. */
function columnsOf(kind: PowercliKind, properties: ReadonlySet<string>): readonly PowercliColumn[] {
  const present = kind.columns.filter(({ property }) => properties.has(property));
  return present.filter((each, index) => present.findIndex(({ header }) => header === each.header) === index);
}

/** An object in a property is known by its name. */
function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  const { Name: name } = value as { readonly Name?: unknown };
  return typeof name === 'string' ? name : null;
}

function same(cell: Cell): Cell {
  return cell;
}
