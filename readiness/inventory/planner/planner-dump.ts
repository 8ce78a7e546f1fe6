import { blankMachine, firmwareOf } from '../blank-machine';
import { plainHeader } from '../columns';
import { type CsvRecord, rowsByLine } from '../csv';
import type { DiskFact, Fact, Machine } from '../model';
import { NamedRows } from '../named-rows';
import type { NoteBook } from '../notes';
import type { Export } from '../read-export';
import type { InputFile } from '../read-file';
import type { SheetRows } from '../read-workbook';
import { openTable, type Row } from '../table';
import { mapped } from '../vim/units';

/** The sheets of a report that list machines, as `readWorkbook` names them. */
export const PLANNER_SHEETS = ['compatible vms', 'incompatible vms'] as const;

/** A report has a title, and now and then a legend, above its columns. */
const HEADER_ROWS_MAX = 30;
const VM_NAME = plainHeader('VM Name', 'planner');
const KNOWN_BY = [
  'VM Compatibility',
  'Peak Data Churn in MBps (with Growth Factor)',
  'Peak R/W IOPS (with Growth Factor)',
].map((header) => plainHeader(header, 'planner'));

/** Collects what reports of the Deployment Planner say: their workbook, or its sheets as CSV.
 *  Shape: below a machine's row stand its disks, in the same column. */
export class PlannerDump {
  private readonly notes: NoteBook;
  private readonly sources: Export['sources'][number][] = [];
  private readonly rows: NamedRows;

  constructor(notes: NoteBook) {
    this.notes = notes;
    this.rows = new NamedRows('planner', notes);
  }

  /** Adds the sheets of a workbook. Errors: HW-INPUT-COLUMN; HW-INPUT-CELL – a row without a name. */
  addSheets(input: InputFile, sheets: readonly SheetRows[], epoch1904: boolean): void {
    for (const sheet of sheets) this.addRows(input, sheet, epoch1904);
    this.addSource(input);
  }

  /** Adds a CSV file. Shape: false if its columns are none of a report's. Errors: as addSheets. */
  addCsv(input: InputFile, csv: readonly CsvRecord[], decimalComma: boolean): boolean {
    const header = csv.slice(0, HEADER_ROWS_MAX).find(({ cells }) => isHeader(cells));
    if (!header) return false;
    this.addRows(input, { name: 'CSV', rows: rowsByLine(csv), decimalComma }, false);
    this.addSource(input);
    return true;
  }

  finish(): Export {
    return {
      kind: 'planner',
      sources: this.sources,
      machines: this.rows.all(),
      hosts: undefined,
      datastores: undefined,
      licences: undefined,
      permissions: undefined,
    };
  }

  private addRows({ file }: InputFile, sheet: SheetRows, epoch1904: boolean): void {
    const head = sheet.rows.findIndex((cells, index) => index < HEADER_ROWS_MAX && isHeader(cells));
    const rows = sheet.rows.map((cells, index) => (index < head ? [] : cells));
    const table = openTable('planner', { ...sheet, rows }, ['vm', 'compatibility'], {
      file,
      epoch1904,
      notes: this.notes,
    });
    let machine: Row<'planner'> | undefined;
    let disks: Row<'planner'>[] = [];
    const finish = () => {
      if (machine) this.rows.add(this.read(machine, disks));
    };
    for (const row of table.rows) {
      // A legend below the table stands in other columns.
      const name = row.text('vm');
      if (!name) continue;
      if (isDisk(name.value)) {
        disks.push(row);
        continue;
      }
      finish();
      [machine, disks] = [row, []];
    }
    finish();
  }

  private read(row: Row<'planner'>, disks: readonly Row<'planner'>[]): Machine {
    const name = row.name('vm');
    const said = row.text('compatibility');
    const mibPerSecond = row.amount('churn');
    return {
      ...blankMachine(this.rows.keyOf(name), name),
      cpus: row.amount('cpus'),
      memoryMiB: row.amount('memoryMb'),
      firmware: firmwareOf(row.text('bootType')),
      disks: disksOf(row, disks),
      ...(said && {
        compatibility: { at: said.at, compatible: /^yes\b/i.test(said.value), text: said.value },
      }),
      ...(mibPerSecond && {
        churn: { at: mibPerSecond.at, kind: 'peak', mibPerSecond, iops: row.amount('iops') },
      }),
    };
  }

  private addSource({ file, sha256 }: InputFile): void {
    this.sources.push({ file, sha256, rvtoolsVersion: undefined, exportedAt: undefined, vcenters: [] });
  }
}

function isHeader(cells: readonly unknown[]): boolean {
  const plain = cells.map((cell) => (typeof cell === 'string' ? plainHeader(cell, 'planner') : ''));
  return plain.includes(VM_NAME) && plain.some((header) => KNOWN_BY.includes(header));
}

/** Disks are named by their file. */
function isDisk(name: string): boolean {
  return /\.(vmdk|vhdx?)\b/i.test(name) || /^\[[^\]]+\]\s*\S/.test(name);
}

/** Their sizes are known if each that the machine has is listed with its own. */
function disksOf(machine: Row<'planner'>, rows: readonly Row<'planner'>[]): Fact<readonly DiskFact[]> {
  const [first] = rows;
  const count = machine.amount('diskCount');
  const sizes = rows.map((row) => mapped(row.amount('diskGb'), (gb) => gb * 1024));
  if (!first || sizes.some((size) => !size) || (count && count.value !== rows.length)) return undefined;
  const value = rows.map((row, index) => plannedDisk(row, sizes[index]));
  return { value, at: first.at('vm') };
}

function plannedDisk(row: Row<'planner'>, capacityMiB: Fact<number>): DiskFact {
  return {
    at: row.at('vm'),
    label: row.text('vm'),
    path: undefined,
    datastore: undefined,
    capacityMiB,
    raw: undefined,
    mode: undefined,
    sharing: undefined,
    sharedBus: undefined,
    controller: undefined,
    thin: undefined,
    diskUuid: undefined,
  };
}
