import { Misuse } from '../../simulators/kernel';
import { asFlag, asNumber, asText, asTime, type Reading } from './cells';
import { COLUMNS, type ColumnKey, plainHeader, type SheetKey } from './columns';
import { withoutKeys } from './estate-parts';
import { type Fact, type Known, type LocalTime, placeText, type Where } from './model';
import type { NoteBook } from './notes';
import type { Cell, SheetRows } from './read-workbook';

/** What a table needs to know about the workbook around it. */
export interface TableContext {
  readonly file: string;
  readonly epoch1904: boolean;
  readonly notes: NoteBook;
}

/** One sheet, its columns found by header.
 *  Shape: rows without any value are left out; the others keep order and row number. */
export interface Table<S extends SheetKey> {
  readonly rows: readonly Row<S>[];
  readonly headerAt: Where;
  has(column: ColumnKey<S>): boolean;
}

/** Reads one cell as one type, with the place it came from. A blank cell, a missing column and the placeholder `VM` are
 *  `undefined`; a value of another type is `undefined` and noted, or Misuse if it was demanded. */
export interface Row<S extends SheetKey> {
  at(column: ColumnKey<S>): Where;
  text(column: ColumnKey<S>): Fact<string>;
  flag(column: ColumnKey<S>): Fact<boolean>;
  amount(column: ColumnKey<S>): Fact<number>;
  time(column: ColumnKey<S>): Fact<LocalTime>;
  /** As `text`, but a name must be there. Errors: HW-INPUT-CELL. */
  name(column: ColumnKey<S>): Known<string>;
  /** As `amount`, but a value of another type is refused. Errors: HW-INPUT-CELL. */
  demandAmount(column: ColumnKey<S>): Fact<number>;
  /** Records that the cell's value cannot be used. */
  noteWrong(column: ColumnKey<S>, expected: string): void;
  /** Refuses the cell. Errors: HW-INPUT-CELL. */
  refuse(column: ColumnKey<S>, expected: string): Misuse;
}

/** Opens a sheet as a table. The header row is the first that is not blank.
 *  Errors: HW-INPUT-COLUMN – a required column is missing. */
export function openTable<S extends SheetKey>(
  key: S,
  sheet: SheetRows,
  required: readonly ColumnKey<S>[],
  context: TableContext,
): Table<S> {
  const headerIndex = Math.max(0, sheet.rows.findIndex(hasValue));
  const header = (sheet.rows[headerIndex] ?? []).map((cell) => (typeof cell === 'string' ? cell : ''));
  const found = findColumns(key, header);
  const missing = required.filter((column) => !found.has(column));
  const { file } = context;
  const { place = (row: number, column: string): Where => ({ file, sheet: sheet.name, row, column }) } =
    sheet;
  if (missing.length > 0) throw missingColumns(key, place(headerIndex + 1, ''), missing, header);
  const headers = header.map((name) => name.trim());
  const shared: RowContext = {
    key,
    found,
    headers,
    place,
    context,
    decimalComma: sheet.decimalComma ?? false,
  };
  const rows: Row<S>[] = [];
  for (let index = headerIndex + 1; index < sheet.rows.length; index += 1) {
    const cells = sheet.rows[index] ?? [];
    if (hasValue(cells)) rows.push(new SheetRow<S>(shared, cells, index + 1));
  }
  const first = header.find((name) => name !== '') ?? '';
  return {
    rows,
    headerAt: place(headerIndex + 1, first),
    has: (column) => found.has(column),
  };
}

/** Which columns of a sheet are read, as numbers from 0. Shape: `undefined` if the sheet is none of RVTools's, or no column is known. */
export function usedColumns(sheet: string, header: readonly Cell[]): ReadonlySet<number> | undefined {
  if (!Object.hasOwn(COLUMNS, sheet)) return undefined;
  const names = header.map((cell) => (typeof cell === 'string' ? cell : ''));
  const found = new Set(findColumns(sheet as SheetKey, names).values());
  return found.size > 0 ? found : undefined;
}

/** Several tables of one kind as one; the header is that of the first. Shape: rows in the order of the tables. */
export function joinTables<S extends SheetKey>(tables: readonly Table<S>[]): Table<S> | undefined {
  const [first] = tables;
  if (first === undefined) return undefined;
  return {
    rows: tables.flatMap((table) => table.rows),
    headerAt: first.headerAt,
    has: (column) => tables.some((table) => table.has(column)),
  };
}

/** What all rows of a table share. */
interface RowContext {
  readonly key: SheetKey;
  readonly found: ReadonlyMap<string, number>;
  readonly headers: readonly string[];
  readonly place: (row: number, column: string) => Where;
  readonly context: TableContext;
  readonly decimalComma: boolean;
}

class SheetRow<S extends SheetKey> implements Row<S> {
  private readonly shared: RowContext;
  private readonly cells: readonly Cell[];
  private readonly number: number;

  constructor(shared: RowContext, cells: readonly Cell[], number: number) {
    this.shared = shared;
    this.cells = cells;
    this.number = number;
  }

  at(column: ColumnKey<S>): Where {
    const { key, found, headers, place } = this.shared;
    const index = found.get(column);
    const header = index === undefined ? todaysHeader(key, column) : (headers[index] ?? '');
    return place(this.number, header);
  }

  text(column: ColumnKey<S>): Fact<string> {
    const cell = this.cell(column);
    // Some tools that anonymise exports leave the word VM in cells that they emptied.
    return cell === 'VM' ? undefined : this.fact(column, asText(cell), 'text');
  }

  flag(column: ColumnKey<S>): Fact<boolean> {
    return this.fact(column, asFlag(this.cellOrBlank(column)), 'true or false');
  }

  amount(column: ColumnKey<S>): Fact<number> {
    return this.fact(column, this.readNumber(column), 'a number of 0 or more');
  }

  time(column: ColumnKey<S>): Fact<LocalTime> {
    const reading = asTime(this.cellOrBlank(column), this.shared.context.epoch1904);
    return this.fact(column, reading, 'a date, a serial number or YYYY-MM-DD hh:mm:ss');
  }

  name(column: ColumnKey<S>): Known<string> {
    const cell = this.cell(column);
    const reading = typeof cell === 'boolean' ? 'wrong' : asText(cell);
    if (typeof reading === 'string') throw this.refuse(column, 'a name');
    return { value: reading.value, at: this.at(column) };
  }

  demandAmount(column: ColumnKey<S>): Fact<number> {
    if (this.readNumber(column) === 'wrong') throw this.refuse(column, 'a number of 0 or more');
    return this.amount(column);
  }

  noteWrong(column: ColumnKey<S>, expected: string): void {
    const message = `expected ${expected}, got ${shown(this.cell(column))}: the fact stays unknown`;
    this.shared.context.notes.add('warning', 'HW-NOTE-CELL', message, this.at(column));
  }

  refuse(column: ColumnKey<S>, expected: string): Misuse {
    const message = `expected ${expected}, got ${shown(this.cell(column))}: ${placeText(this.at(column))}`;
    return new Misuse('HW-INPUT-CELL', message, 'Correct the cell or delete the row, or export again.');
  }

  private cell(column: ColumnKey<S>): Cell {
    const index = this.shared.found.get(column);
    return index === undefined ? null : (this.cells[index] ?? null);
  }

  private readNumber(column: ColumnKey<S>): Reading<number> {
    return asNumber(this.cellOrBlank(column), this.shared.decimalComma);
  }

  private cellOrBlank(column: ColumnKey<S>): Cell {
    const cell = this.cell(column);
    return cell === 'VM' ? null : cell;
  }

  private fact<T>(column: ColumnKey<S>, reading: Reading<T>, expected: string): Fact<T> {
    if (reading === 'blank') return undefined;
    if (reading !== 'wrong') return { value: reading.value, at: this.at(column) };
    this.noteWrong(column, expected);
    return undefined;
  }
}

function hasValue(cells: readonly Cell[]): boolean {
  return cells.some((cell) => cell !== null && !(typeof cell === 'string' && cell.trim() === ''));
}

/** Custom attributes stand between Annotation and Datacenter and may be named like any other column. */
function findColumns(key: SheetKey, header: readonly string[]): ReadonlyMap<string, number> {
  const plain = header.map((name) => plainHeader(name, key));
  const customFrom = plain.indexOf('annotation');
  const customTo = customFrom < 0 ? -1 : plain.lastIndexOf('datacenter');
  const isCustom = (index: number) => index > customFrom && index < customTo;
  const found = new Map<string, number>();
  for (const [column, names] of Object.entries<readonly string[]>(COLUMNS[key])) {
    for (const name of names) {
      const matches = plain.flatMap((candidate, index) =>
        candidate === plainHeader(name, key) ? [index] : [],
      );
      const index =
        matches.find((candidate) => !isCustom(candidate)) ??
        (column === 'annotation' ? undefined : matches[0]);
      if (index === undefined) continue;
      found.set(column, index);
      break;
    }
  }
  return found;
}

function missingColumns<S extends SheetKey>(
  key: S,
  at: Where,
  missing: readonly ColumnKey<S>[],
  header: readonly string[],
): Misuse {
  const wanted = missing.map((column) => todaysHeader(key, column));
  const names = header.map((name) => name.trim()).filter((name) => name !== '');
  const similar = names.filter((name) =>
    wanted.some((want) => isSimilar(plainHeader(name, key), plainHeader(want, key))),
  );
  const got = similar.length > 0 ? `similar ones (${similar.join(', ')})` : listed(names);
  const sheet = at.sheet ?? key;
  const message = `expected the column ${wanted.join(', ')}, got ${got}: ${at.file}, sheet ${sheet}`;
  return new Misuse(
    'HW-INPUT-COLUMN',
    message,
    'Export again with all columns, or give the column its RVTools header.',
  );
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no header at all';
  return names.length <= 8
    ? names.join(', ')
    : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
}

function isSimilar(one: string, other: string): boolean {
  if (one.includes(other) || (one.length > 2 && other.includes(one))) return true;
  const shared = [...one].filter((letter, index) => other[index] === letter).length;
  return shared >= 3 && shared / Math.max(one.length, other.length) >= 0.6;
}

function todaysHeader(key: SheetKey, column: string): string {
  const names: Readonly<Record<string, readonly string[]>> = COLUMNS[key];
  return names[column]?.[0] ?? column;
}

/** A value as messages show it, which reports keep: hence without a licence key that has slipped into another column. */
export function shown(cell: Cell): string {
  if (cell === null) return 'a blank cell';
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime())
      ? 'a date that does not exist'
      : `the date ${cell.toISOString().slice(0, 10)}`;
  if (typeof cell !== 'string') return `${typeof cell} ${cell}`;
  const text = withoutKeys(cell);
  return `text "${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
