import readXlsxFile from 'read-excel-file/node';
import { Misuse } from '../../simulators/kernel';
import type { Where } from './model';
import { firstRowOf, pruneColumns, pruneStrings, type UsedStrings } from './prune-columns';
import { pruneSheet, refuseDtd } from './prune-sheet';
import type { InputFile } from './read-file';
import { packStored } from './stored-zip';
import { inflateEntry, listZipEntries, type ZipEntry } from './zip-entries';

const EMPTY_SHEET = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetData></sheetData></worksheet>',
);

/** A cell as the parser gives it: text, number, boolean, date, or nothing. */
export type Cell = string | number | boolean | Date | null;

/** The raw rows of one sheet. Shape: `rows[0]` is Excel's row 1; blank rows at the end are gone. `place` says where a cell stands
 *  (row from 1, header) if it is not simply that sheet and row. */
export interface SheetRows {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
  readonly place?: (row: number, column: string) => Where;
  /** Is the decimal point of numbers that stand as text a comma? */
  readonly decimalComma?: boolean;
}

/** A workbook's wanted sheets by lower-case plain name (`vinfo`), and the names of all its sheets as written. */
export interface Workbook {
  readonly sheets: ReadonlyMap<string, SheetRows>;
  readonly sheetNames: readonly string[];
  readonly epoch1904: boolean;
}

/** Which columns of a sheet are read, going by its first row, as numbers from 0; `undefined`: all. */
type ColumnChoice = (plainName: string, header: readonly Cell[]) => ReadonlySet<number> | undefined;

/** Reads the wanted sheets of a workbook.
 *  The library that parses the sheets sees a zip that we packed: only parts that were inflated within bounds, without blank
 *  rows and columns that nobody reads, and an empty sheet in place of each one that nobody asked for.
 *  Errors: those of listZipEntries, inflateEntry and pruneSheet; HW-INPUT-NOT-WORKBOOK – a zip, but no workbook in it;
 *          HW-INPUT-DAMAGED – the parser gives up. */
export async function readWorkbook(
  input: InputFile,
  wanted: readonly string[],
  columns: ColumnChoice = () => undefined,
): Promise<Workbook> {
  const entries = listZipEntries(input.bytes, input.file);
  const overview = readOverview(input, entries);
  const parts = readParts(input, entries, overview, wanted);
  await dropColumns(parts, overview, wanted, columns, input.file);
  const sheets = new Map<string, SheetRows>();
  for (const { sheet, data } of await parse(packParts(parts), input.file)) {
    const name = plainName(sheet);
    if (wanted.includes(name) && !sheets.has(name)) sheets.set(name, { name: sheet, rows: data });
  }
  return { sheets, sheetNames: overview.sheetNames, epoch1904: overview.epoch1904 };
}

function readParts(
  input: InputFile,
  entries: readonly ZipEntry[],
  overview: Overview,
  wanted: readonly string[],
): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (const entry of entries) {
    if (!/\.(xml|rels)$/.test(entry.name) || parts.has(entry.name)) continue;
    const sheet = overview.sheetOfPart.get(entry.name);
    if (sheet !== undefined && wanted.includes(plainName(sheet))) {
      parts.set(entry.name, pruneSheet(inflateEntry(input.bytes, entry, input.file), sheet, input.file));
    } else if (sheet !== undefined) {
      parts.set(entry.name, EMPTY_SHEET);
    } else if (isNeeded(entry.name, overview)) {
      const xml = inflateEntry(input.bytes, entry, input.file);
      refuseDtd(xml, entry.name, input.file);
      parts.set(entry.name, xml);
    }
  }
  return parts;
}

/** Leaves of the sheets the columns that are chosen, and of the shared strings those that they refer to. The parser takes most of the
 *  time and memory, so it first reads the headers alone. */
async function dropColumns(
  parts: Map<string, Buffer>,
  overview: Overview,
  wanted: readonly string[],
  columns: ColumnChoice,
  file: string,
): Promise<void> {
  const sheets = [...overview.sheetOfPart].filter(
    ([part, sheet]) => parts.has(part) && wanted.includes(plainName(sheet)),
  );
  const inHeaders = noStrings(parts, overview);
  const headers = new Map(parts);
  for (const [part] of sheets) {
    const first = firstRowOf(parts.get(part) ?? EMPTY_SHEET, inHeaders);
    if (!first) return;
    headers.set(part, first);
  }
  pruneStringParts(headers, overview, inHeaders);
  const read = new Map((await parse(packStored(headers), file)).map(({ sheet, data }) => [sheet, data]));
  const used = noStrings(parts, overview);
  let isWhole = false;
  for (const [part, sheet] of sheets) {
    const keep = columns(plainName(sheet), read.get(sheet)?.at(-1) ?? []);
    const pruned = keep && pruneColumns(parts.get(part) ?? EMPTY_SHEET, keep, used);
    if (pruned) parts.set(part, pruned);
    else isWhole = true;
  }
  if (!isWhole) pruneStringParts(parts, overview, used);
}

/** A shared string takes at least the five bytes of `<si/>`. */
function noStrings(parts: ReadonlyMap<string, Buffer>, { stringParts }: Overview): UsedStrings {
  const bytes = [...stringParts].map((part) => parts.get(part)?.length ?? 0);
  return new Uint8Array(Math.ceil(Math.max(0, ...bytes) / 5));
}

function pruneStringParts(parts: Map<string, Buffer>, { stringParts }: Overview, used: UsedStrings): void {
  for (const part of stringParts) {
    const xml = parts.get(part);
    if (xml) parts.set(part, pruneStrings(xml, used));
  }
}

/** Packs the parts and lets go of them: a large workbook is not held twice. */
function packParts(parts: Map<string, Buffer>): Buffer {
  const zip = packStored(parts);
  parts.clear();
  return zip;
}

/** `vInfo`, `tabvInfo` and `RVTools_tabvInfo` are one sheet in different versions of RVTools. */
function plainName(sheet: string): string {
  return sheet
    .trim()
    .toLowerCase()
    .replace(/^rvtools_/, '')
    .replace(/^tab(?=v)/, '');
}

interface Overview {
  readonly sheetNames: readonly string[];
  readonly sheetOfPart: ReadonlyMap<string, string>;
  readonly otherParts: ReadonlySet<string>;
  readonly stringParts: ReadonlySet<string>;
  readonly epoch1904: boolean;
}

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

function isNeeded(name: string, overview: Overview): boolean {
  return name === WORKBOOK || name === RELATIONS || overview.otherParts.has(name);
}

/** Which part holds which sheet. A sheet whose part cannot be told here is simply not read by the library either. */
function readOverview(input: InputFile, entries: readonly ZipEntry[]): Overview {
  const workbook = partText(input, entries, WORKBOOK);
  const relations = partText(input, entries, RELATIONS);
  const targets = new Map<string, string>();
  const stringParts = new Set(['xl/sharedStrings.xml']);
  const otherParts = new Set(['xl/sharedStrings.xml', 'xl/styles.xml']);
  for (const tag of relations.match(/<(?:\w+:)?Relationship\s[^<>]*>/g) ?? []) {
    const target = attribute(tag, 'Target');
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    if (attribute(tag, 'Type').endsWith('/worksheet')) targets.set(attribute(tag, 'Id'), part);
    const type = /\/(sharedStrings|styles)$/.exec(attribute(tag, 'Type'))?.[1];
    if (type !== undefined) otherParts.add(part);
    if (type === 'sharedStrings') stringParts.add(part);
  }
  const sheetNames: string[] = [];
  const sheetOfPart = new Map<string, string>();
  for (const tag of workbook.match(/<(?:\w+:)?sheet\s[^<>]*>/g) ?? []) {
    const name = attribute(tag, 'name');
    const part = targets.get(attribute(tag, '\\w+:id'));
    sheetNames.push(name);
    if (part !== undefined && !otherParts.has(part)) sheetOfPart.set(part, name);
  }
  const epoch1904 = /date1904\s*=\s*["'](1|true)["']/.test(workbook);
  return { sheetNames, sheetOfPart, otherParts, stringParts, epoch1904 };
}

function partText(input: InputFile, entries: readonly ZipEntry[], name: string): string {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry !== undefined) {
    const xml = inflateEntry(input.bytes, entry, input.file);
    refuseDtd(xml, name, input.file);
    return xml.toString('utf8');
  }
  const message = `expected an .xlsx workbook, got a zip without ${name}: ${input.file}`;
  throw new Misuse('HW-INPUT-NOT-WORKBOOK', message, 'Export from RVTools with File > Export all to Excel.');
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return (value?.[1] ?? value?.[2] ?? '').replace(
    /&(amp|lt|gt|quot|apos);/g,
    (_, entity: string) => ENTITIES[entity] ?? '',
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface ParsedSheet {
  readonly sheet: string;
  readonly data: readonly (readonly Cell[])[];
}

async function parse(zip: Buffer, file: string): Promise<readonly ParsedSheet[]> {
  try {
    // The library types a date cell as `typeof Date`; what comes out is a Date.
    return (await readXlsxFile(zip)) as unknown as readonly ParsedSheet[];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `expected a readable .xlsx workbook, got one that the parser refuses (${reason}): ${file}`;
    throw new Misuse('HW-INPUT-DAMAGED', message, 'Open the file in Excel, save it as .xlsx and try again.');
  }
}
