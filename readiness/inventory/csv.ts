import { parse } from 'csv-parse/sync';
import { Misuse } from '../../simulators/kernel';

/** So many rows of a CSV file, or objects of PowerCLI, are read. */
export const ROWS_MAX = 200_000;
const COLUMNS_MAX = 2_000;
/** Blank lines, and those within quotes, are no rows. */
const LINES_MAX = 10 * ROWS_MAX;
/** Excel's own limit is 32,767. */
const CELL_LETTERS_MAX = 1_000_000;

/** One record of a CSV file. Units: `line` counts from 1; of a record over several lines, the first. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Reads a CSV file with commas, semicolons or tabs, with or without the line in which PowerShell names the type.
 *  Shape:  blank lines are left out. Records may be shorter or longer than the first.
 *  Errors: HW-INPUT-TRUNCATED – a quote that does not end; HW-INPUT-DAMAGED; HW-INPUT-ROWS. */
export function readCsv(text: string, file: string): readonly CsvRecord[] {
  const lines = text.replace(/\r\n?/g, '\n');
  const body = lines.startsWith('#TYPE') ? lines.replace(/^[^\n]*/, '') : lines;
  const delimiter = delimiterOf(body);
  refuseMany(body, delimiter, file);
  try {
    const records = parse(body, {
      delimiter,
      info: true,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      to: ROWS_MAX + 2,
    }) as unknown as readonly { readonly record: string[]; readonly info: { readonly lines: number } }[];
    if (records.length > ROWS_MAX + 1) throw tooMany(file);
    // The parser counts the line on which a record ends.
    const lined = records.map(({ record, info }) => {
      return { cells: record, line: info.lines - (record.join('').split('\n').length - 1) };
    });
    refuseHuge(lined, file);
    return lined;
  } catch (error) {
    if (error instanceof Misuse) throw error;
    const cut = (error as { readonly code?: string }).code === 'CSV_QUOTE_NOT_CLOSED';
    const message = `expected whole CSV, got ${cut ? 'a quote that does not end' : 'a line with a fault'} (${(error as Error).message.split('\n')[0]}): ${file}`;
    throw new Misuse(cut ? 'HW-INPUT-TRUNCATED' : 'HW-INPUT-DAMAGED', message, 'Export it again.');
  }
}

/** What separates the cells: of comma, semicolon and tab the one that the first line has most often. */
export function delimiterOf(text: string): ',' | ';' | '\t' {
  const head = firstLine(text);
  const count = (each: string) => head.split(each).length;
  return ([';', '\t'] as const).reduce<',' | ';' | '\t'>(
    (most, each) => (count(each) > count(most) ? each : most),
    ',',
  );
}

/** The names in the first line, as far as they can be told without reading the rest. */
export function headerOf(text: string): readonly string[] {
  return firstLine(text)
    .split(delimiterOf(text))
    .map((name) => name.trim().replace(/^"|"$/g, ''));
}

/** Records as rows of a sheet: `rows[0]` is line 1, lines without a record are rows without cells. */
export function rowsByLine(csv: readonly CsvRecord[]): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  for (const { cells, line } of csv) rows[line - 1] = cells;
  return Array.from(rows, (cells) => cells ?? []);
}

function firstLine(text: string): string {
  return text.trimStart().slice(0, CELL_LETTERS_MAX).split(/\r|\n/, 1)[0] ?? '';
}

/** Counts lines and cells before a parser spends memory on them. What stands between quotes is one cell. */
function refuseMany(text: string, delimiter: string, file: string): void {
  const [separator, newline, quote] = [delimiter, '\n', '"'].map((each) => each.charCodeAt(0));
  let [lines, cells, isQuoted] = [1, 1, false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === quote) isQuoted = !isQuoted;
    else if (letter === newline) lines += 1;
    if (isQuoted) continue;
    if (letter === separator) cells += 1;
    else if (letter === newline) cells = 1;
    if (cells > COLUMNS_MAX || lines > LINES_MAX) throw tooMany(file);
  }
}

function refuseHuge(records: readonly CsvRecord[], file: string): void {
  for (const { cells, line } of records) {
    const column = cells.findIndex((cell) => cell.length > CELL_LETTERS_MAX);
    if (column < 0) continue;
    const got = `${cells[column]?.length} in line ${line}, column ${column + 1}`;
    const message = `expected at most ${CELL_LETTERS_MAX} letters in a cell, got ${got}: ${file}`;
    throw new Misuse('HW-INPUT-CELL', message, 'Look for a quote that does not end where it should.');
  }
}

/** Errors (returned): HW-INPUT-ROWS. */
export function tooMany(file: string): Misuse {
  const message = `expected at most ${ROWS_MAX} rows and ${COLUMNS_MAX} columns, got more: ${file}`;
  return new Misuse('HW-INPUT-ROWS', message, 'Export fewer machines at once and give several files.');
}
