import { Misuse } from '../../simulators/kernel';

/** What a sheet may be at most. RVTools writes up to about 100 columns, plus the estate's custom attributes. */
const SHEET_LIMITS = { rowsMax: 200_000, columnsMax: 2_000 } as const;

/** Drops the rows of a sheet that hold no value and checks the addresses of the rest, before a parser sees them.
 *  Real exports carry hundreds of styled blank rows, the last at 1,048,576: a parser allocates every row in between.
 *  Shape:  the other rows keep their bytes and their row numbers; a sheet without blank rows comes back as it was.
 *  Errors: HW-INPUT-ROWS – a value beyond SHEET_LIMITS; HW-INPUT-DTD – a DTD, comment or CDATA section, none of which a
 *          spreadsheet program writes into a sheet; HW-INPUT-DAMAGED – rows that cannot be told apart. */
export function pruneSheet(xml: Buffer, sheet: string, file: string): Buffer {
  if (xml.includes('<!')) throw foreignMarkup(sheet, file);
  const prefix = tagPrefix(xml, sheet, file);
  const open = `<${prefix}row`;
  const close = `</${prefix}row>`;
  const kept: Buffer[] = [];
  let from = 0;
  let rows = 0;
  for (let start = nextTag(xml, open, 0); start >= 0; ) {
    const end = rowEnd(xml, start, close);
    if (end < 0) throw damaged(sheet, file);
    const row = xml.subarray(start, end);
    if (nextTag(row, open, open.length) >= 0) throw damaged(sheet, file);
    if (row.includes(`<${prefix}v`) || row.includes(`<${prefix}is`)) {
      rows += 1;
      checkAddress(row, prefix, rows, sheet, file);
    } else {
      kept.push(xml.subarray(from, start));
      from = end;
    }
    start = nextTag(xml, open, end);
  }
  if (kept.length === 0) return xml;
  kept.push(xml.subarray(from));
  return Buffer.concat(kept);
}

/** Refuses a DTD in any other part of the workbook: without one there is no entity to expand. Errors: HW-INPUT-DTD. */
export function refuseDtd(xml: Buffer, part: string, file: string): void {
  if (xml.includes('<!DOCTYPE') || xml.includes('<!ENTITY')) throw foreignMarkup(part, file);
}

/** Finds `<row` as a whole tag name: a sheet may also have `<rowBreaks`. */
function nextTag(xml: Buffer, open: string, from: number): number {
  for (let at = xml.indexOf(open, from); at >= 0; at = xml.indexOf(open, at + open.length)) {
    const after = xml[at + open.length] ?? 0;
    if (after <= 0x20 || after === 0x2f || after === 0x3e) return at;
  }
  return -1;
}

function rowEnd(xml: Buffer, start: number, close: string): number {
  const tagEnd = xml.indexOf('>', start);
  if (tagEnd < 0) return -1;
  if (xml[tagEnd - 1] === 0x2f) return tagEnd + 1;
  const end = xml.indexOf(close, tagEnd);
  return end < 0 ? -1 : end + close.length;
}

/** The address of a row's last cell is its largest: the parser refuses cells that go backwards. */
function checkAddress(row: Buffer, prefix: string, count: number, sheet: string, file: string): void {
  const tag = row.toString('latin1', 0, row.indexOf('>'));
  const rowNumber = /\sr\s*=\s*["']([^"']*)["']/.exec(tag)?.[1];
  const lastCell = row.toString('latin1', row.lastIndexOf(`<${prefix}c `));
  const address = /^[^>]*?\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']/.exec(lastCell);
  const atRow = rowNumber ?? address?.[2] ?? '';
  if (!/^[0-9]{1,10}$/.test(atRow) || (address !== null && Number(address[2]) !== Number(atRow))) {
    throw damaged(sheet, file);
  }
  if (address === null) throw damaged(sheet, file);
  if (count <= SHEET_LIMITS.rowsMax && Number(atRow) <= SHEET_LIMITS.rowsMax) {
    if (columnNumber(address[1] ?? '') <= SHEET_LIMITS.columnsMax) return;
  }
  const limits = `${SHEET_LIMITS.rowsMax} rows and ${SHEET_LIMITS.columnsMax} columns`;
  const message = `expected at most ${limits}, got a value in cell ${address[1]}${atRow}: ${file}, sheet ${sheet}`;
  throw new Misuse(
    'HW-INPUT-ROWS',
    message,
    'Delete the stray cells, or export fewer machines per workbook.',
  );
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

/** Some writers put a namespace prefix before every tag; a mixture would let rows pass unseen, so it is refused. */
function tagPrefix(xml: Buffer, sheet: string, file: string): string {
  if (xml.includes('<sheetData')) {
    for (const tag of [':row', ':c ', ':sheetData']) {
      if (xml.includes(tag) && new RegExp(`<[^\\s<>/]+${tag}`).test(xml.toString('latin1')))
        throw damaged(sheet, file);
    }
    return '';
  }
  const prefix = /<([A-Za-z][\w.-]*:)sheetData/.exec(
    xml.toString('latin1', 0, Math.min(xml.length, 1 << 20)),
  )?.[1];
  if (prefix === undefined || xml.includes('<row') || xml.includes('<c ')) throw damaged(sheet, file);
  return prefix;
}

function foreignMarkup(part: string, file: string): Misuse {
  const message = `expected plain spreadsheet XML, got a DTD, comment or CDATA section in ${part}: ${file}`;
  return new Misuse('HW-INPUT-DTD', message, 'Open the file in Excel, save it as .xlsx and try again.');
}

function damaged(sheet: string, file: string): Misuse {
  const message = `expected spreadsheet rows, got rows that cannot be told apart: ${file}, sheet ${sheet}`;
  return new Misuse('HW-INPUT-DAMAGED', message, 'Open the file in Excel, save it as .xlsx and try again.');
}
