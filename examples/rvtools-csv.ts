import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleSheets } from './make-rvtools-sample';
import { HEADERS, type SampleCell, type SampleSheet } from './rvtools-shape';

/** How a culture writes CSV: what separates the cells, and the decimal point. */
export interface CsvCulture {
  readonly separator: ',' | ';';
  readonly point: '.' | ',';
}

const DATES = ['Date / time', 'Certificate Expiry Date', 'Expiration Date', 'xlsx creation datetime'];

/** Writes sheets as RVTools exports them to CSV: a file for each, by its name. Shape: blank rows are not exported. */
export function writeTabs(
  sheets: readonly SampleSheet[],
  { separator, point }: CsvCulture = { separator: ',', point: '.' },
): ReadonlyMap<string, string> {
  const cell = (header: string, value: SampleCell) => {
    const text =
      typeof value !== 'number'
        ? String(value ?? '')
        : DATES.includes(header)
          ? dated(value)
          : String(value).replace('.', point);
    return /[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return new Map(
    sheets.map(({ name, rows }) => {
      const headers: readonly string[] = HEADERS[name];
      const lines = rows.map((row) => headers.map((header) => cell(header, row[header])).join(separator));
      return [`RVTools_tab${name}.csv`, [headers.join(separator), ...lines, ''].join('\r\n')];
    }),
  );
}

/** A serial number of Excel as `YYYY/MM/DD hh:mm:ss`. */
function dated(serial: number): string {
  const ms = Math.round((serial - 25_569) * 86_400) * 1000;
  return new Date(ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}

if (require.main === module) {
  const folder = join(__dirname, 'exports', 'rvtools-csv');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of writeTabs(sampleSheets())) writeFileSync(join(folder, name), text);
}
