import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { type Inventory, readInventory } from './index';
import { packStored } from './stored-zip';

type FixtureCell = string | number | boolean | Date | undefined;

/** The sheets of a workbook made for a spec: the first row of each is its header. */
export type FixtureSheets = Readonly<Record<string, readonly (readonly FixtureCell[])[]>>;

/** The least that a vInfo sheet needs: two machines with ids. */
export const TWO_MACHINES: FixtureSheets = {
  vInfo: [
    ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
    ['erp-db-01', 'poweredOn', 'vm-11', 'vc-a'],
    ['mail-02', 'poweredOff', 'vm-12', 'vc-a'],
  ],
};

/** Makes a workbook with another library than the one that reads it. */
export function makeXlsx(sheets: FixtureSheets): Buffer {
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  }
  const bytes: Buffer = write(workbook, {
    type: 'buffer',
    bookType: 'xlsx',
    bookSST: true,
    compression: true,
  });
  return bytes;
}

/** Makes a workbook part by part, for what no spreadsheet library would write: one sheet vInfo of the given XML. */
export function makeRawXlsx(sheetXml: string, more: Readonly<Record<string, string>> = {}): Buffer {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const parts = {
    'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="vInfo" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetXml,
    ...more,
  };
  return packStored(new Map(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)])));
}

/** One row of sheet XML with text cells from column A on. */
export function rowXml(row: number, ...texts: readonly string[]): string {
  const cells = texts.map((text, index) => {
    const column = String.fromCharCode(65 + index);
    return `<c r="${column}${row}" t="inlineStr"><is><t>${text}</t></is></c>`;
  });
  return `<row r="${row}">${cells.join('')}</row>`;
}

/** Hands the path of a file with these bytes to `use`; the file is gone afterwards. */
export async function withFile<T>(
  bytes: Buffer,
  use: (path: string) => Promise<T>,
  name = 'export.xlsx',
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-'));
  const path = join(folder, basename(name));
  try {
    writeFileSync(path, bytes);
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads an inventory from workbooks that exist only for this call: `one.xlsx`, `two.xlsx` … */
export async function importSheets(...workbooks: readonly FixtureSheets[]): Promise<Inventory> {
  return importBytes(...workbooks.map(makeXlsx));
}

/** As importSheets, from bytes. */
export async function importBytes(...workbooks: readonly Buffer[]): Promise<Inventory> {
  const names = ['one.xlsx', 'two.xlsx', 'three.xlsx'];
  const collect = async (paths: readonly string[]): Promise<Inventory> => {
    const bytes = workbooks[paths.length];
    if (bytes === undefined) return readInventory(paths);
    return withFile(bytes, (path) => collect([...paths, path]), names[paths.length]);
  };
  return collect([]);
}

/** The example exports that are not workbooks. */
export const EXPORTS = resolve(__dirname, '..', '..', 'examples', 'exports');

/** The files of one folder of them. */
export function sample(folder: string): readonly string[] {
  return readdirSync(join(EXPORTS, folder)).map((file) => join(EXPORTS, folder, file));
}

/** As importSheets, from texts. */
export function importText(...texts: readonly string[]): Promise<Inventory> {
  return importBytes(...texts.map((text) => Buffer.from(text)));
}

/** What an inventory says, without where it says so. */
export function saidBy({ machines, hosts, datastores, licences, permissions }: Inventory): unknown {
  const said = { machines, hosts, datastores, licences, permissions };
  return JSON.parse(
    JSON.stringify(said, (key, value) => (key === 'at' || key === 'key' ? undefined : value)),
  );
}

/** The codes of an inventory's notes, sorted. */
export function codesOf({ notes }: Inventory): readonly string[] {
  return notes.map((note) => note.code).sort();
}

/** A matcher for assert.rejects: the misuse has this code, says where in `parts`, and what to do next. */
export function misuse(code: string, ...parts: readonly string[]): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof Error) || !('code' in error) || !('next' in error)) throw error;
    if (error.code !== code || error.next === '' || error.message.includes('\n')) throw error;
    return parts.every((part) => error.message.includes(part));
  };
}
