import { isIPv4 } from 'node:net';
import { blankMachine, firmwareOf } from '../blank-machine';
import { DISKS_MAX, plainHeader } from '../columns';
import { type CsvRecord, rowsByLine } from '../csv';
import type { DiskFact, Fact, Known, Machine } from '../model';
import { NamedRows } from '../named-rows';
import type { NoteBook } from '../notes';
import type { Export } from '../read-export';
import type { InputFile } from '../read-file';
import { openTable, type Row } from '../table';
import { mapped } from '../vim/units';

const SERVER_NAME = plainHeader('Server name', 'migrate');
const KNOWN_BY = ['Cores', 'Memory (In MB)', 'OS name'].map((header) => plainHeader(header, 'migrate'));

/** Collects what import files of Azure Migrate say. Units there: memory in MB, disks in GB, throughput in MB a second, averages. */
export class MigrateDump {
  private readonly notes: NoteBook;
  private readonly sources: Export['sources'][number][] = [];
  private readonly rows: NamedRows;

  constructor(notes: NoteBook) {
    this.notes = notes;
    this.rows = new NamedRows('migrate', notes);
  }

  /** Adds a CSV file. Shape: false if its columns are none of Azure Migrate's.
   *  Errors: HW-INPUT-COLUMN – one of those marked with `*` is missing; HW-INPUT-CELL – a row without a name. */
  addCsv({ file, sha256 }: InputFile, csv: readonly CsvRecord[], decimalComma: boolean): boolean {
    const plain = csv[0]?.cells.map((cell) => plainHeader(cell, 'migrate')) ?? [];
    if (!plain.includes(SERVER_NAME) || !KNOWN_BY.some((header) => plain.includes(header))) return false;
    const sheet = { name: 'CSV', rows: rowsByLine(csv), decimalComma };
    const context = { file, epoch1904: false, notes: this.notes };
    const table = openTable('migrate', sheet, ['vm', 'cpus', 'memoryMb', 'os'], context);
    for (const row of table.rows) this.rows.add(this.read(row));
    this.sources.push({ file, sha256, rvtoolsVersion: undefined, exportedAt: undefined, vcenters: [] });
    return true;
  }

  finish(): Export {
    return {
      kind: 'migrate',
      sources: this.sources,
      machines: this.rows.all(),
      hosts: undefined,
      datastores: undefined,
      licences: undefined,
      permissions: undefined,
    };
  }

  private read(row: Row<'migrate'>): Machine {
    const name = row.name('vm');
    const sizes = diskSizes(row);
    const churn = churnOf(row, sizes);
    return {
      ...blankMachine(this.rows.keyOf(name), name),
      cpus: row.amount('cpus'),
      memoryMiB: row.amount('memoryMb'),
      osConfigured: row.text('os'),
      firmware: firmwareOf(row.text('bootType')),
      primaryIp: firstAddress(row.text('addresses')),
      disks: disksOf(row, sizes),
      ...(churn ? { churn } : {}),
    };
  }
}

function firstAddress(addresses: Fact<string>): Fact<string> {
  const value = addresses?.value.split(/[\s,;|]+/).find((part) => isIPv4(part));
  return addresses && value !== undefined ? { value, at: addresses.at } : undefined;
}

/** What all its disks write together, where each of those with a size says how much. */
function churnOf(row: Row<'migrate'>, sizes: readonly DiskSize[]): Machine['churn'] {
  const rates = sizes.map(({ number }) => row.amount(`disk${number}WriteMb`));
  const [first] = rates;
  if (!first || rates.some((rate) => !rate)) return undefined;
  const ops = sizes.map(({ number }) => row.amount(`disk${number}WriteOps`));
  const mibPerSecond: Known<number> = { value: sum(rates), at: first.at };
  const [operation] = ops;
  const iops = operation && ops.every((each) => each) ? { value: sum(ops), at: operation.at } : undefined;
  return { at: first.at, kind: 'average', mibPerSecond, iops };
}

function sum(facts: readonly Fact<number>[]): number {
  return facts.reduce((total, fact) => total + (fact?.value ?? 0), 0);
}

/** One disk of a row. Shape: `gb` is unknown where the cell holds no number. */
interface DiskSize {
  readonly number: number;
  readonly gb: Fact<number>;
}

function diskSizes(row: Row<'migrate'>): readonly DiskSize[] {
  return Array.from({ length: DISKS_MAX }, (_, index) => index + 1)
    .filter((number) => row.text(`disk${number}Gb`))
    .map((number) => ({ number, gb: row.amount(`disk${number}Gb`) }));
}

/** The file may say that there are more disks than it has sizes for, and a size may be no number. */
function disksOf(row: Row<'migrate'>, sizes: readonly DiskSize[]): Fact<readonly DiskFact[]> {
  const count = row.amount('diskCount');
  const [first] = sizes;
  if (!first || sizes.some(({ gb }) => !gb) || (count && count.value !== sizes.length)) return undefined;
  const value = sizes.map(({ number, gb }): DiskFact => {
    return {
      at: row.at(`disk${number}Gb`),
      label: undefined,
      path: undefined,
      datastore: undefined,
      capacityMiB: mapped(gb, (size) => size * 1024),
      raw: undefined,
      mode: undefined,
      sharing: undefined,
      sharedBus: undefined,
      controller: undefined,
      thin: undefined,
      diskUuid: undefined,
    };
  });
  return { value, at: row.at(`disk${first.number}Gb`) };
}
