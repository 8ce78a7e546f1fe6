/** Which of the shared strings cells refer to: 1 at each index. Units: as long as there may be strings. */
export type UsedStrings = Uint8Array;

/** A sheet that ends after its first row. It must have gone through `pruneSheet`, as all sheets here.
 *  Shape: `undefined` if its tags are not written as usual. */
export function firstRowOf(xml: Buffer, used: UsedStrings): Buffer | undefined {
  const end = xml.indexOf('</row>');
  const rest = xml.indexOf('</sheetData', Math.max(0, end));
  if (rest < 0) return undefined;
  if (end < 0) return xml;
  const to = end + '</row>'.length;
  markStrings(xml, 0, to, used);
  return Buffer.concat([xml.subarray(0, to), xml.subarray(rest)]);
}

/** Drops the cells of columns that nobody reads, below the first row, before a parser sees them: in RVTools's sheets that is
 *  most of them. `keep` – column numbers from 0.
 *  Shape: a row of which nothing would be left stays whole; `undefined` if tags are not written as usual. Cost: each byte is looked at once. */
export function pruneColumns(xml: Buffer, keep: ReadonlySet<number>, used: UsedStrings): Buffer | undefined {
  const out = new Output(xml);
  const stop = xml.indexOf('</sheetData');
  const begin = xml.indexOf('<sheetData');
  if (begin < 0 || stop < 0) return undefined;
  let row = -1;
  let rowFrom = begin;
  let drops: number[] = [];
  let kept = 0;
  const endRow = (to: number) => {
    if (kept > 0) out.drop(drops);
    else if (row >= 0) markStrings(xml, rowFrom, to, used);
  };
  for (let at = nextTag(xml, begin + 1); at >= 0 && at < stop; ) {
    if (isRow(xml, at)) {
      endRow(at);
      row += 1;
      [rowFrom, drops, kept] = [at, [], 0];
    }
    if (!isCell(xml, at) || row === 0) {
      at = nextTag(xml, at + 1);
      continue;
    }
    const end = cellEnd(xml, at);
    const column = columnOf(xml, at);
    if (end < 0 || column < 0) return undefined;
    if (keep.has(column)) {
      kept += 1;
      markStrings(xml, at, end, used);
    } else drops.push(at, end);
    at = nextTag(xml, end);
  }
  endRow(stop);
  return out.finish();
}

/** The shared strings, blank where no cell refers to one: the others keep their index. */
export function pruneStrings(xml: Buffer, used: UsedStrings): Buffer {
  const text = xml.toString('latin1');
  const parts: string[] = [];
  let from = 0;
  let index = 0;
  for (let at = text.search(/<si[\s/>]/); at >= 0; index += 1) {
    const tagEnd = text.indexOf('>', at);
    const close = text[tagEnd - 1] === '/' ? tagEnd + 1 : text.indexOf('</si>', tagEnd) + 5;
    if (close < at) return xml;
    if (used[index] !== 1) {
      parts.push(text.slice(from, at), '<si/>');
      from = close;
    }
    at = text.indexOf('<si', close);
  }
  parts.push(text.slice(from));
  return Buffer.from(parts.join(''), 'latin1');
}

/** A copy of bytes with some of them left out. */
class Output {
  private readonly bytes: Buffer;
  private readonly out: Buffer;
  private from = 0;
  private length = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.out = Buffer.allocUnsafe(bytes.length);
  }

  /** Leaves out what is between each two places. Shape: ascending. */
  drop(places: readonly number[]): void {
    for (let index = 0; index < places.length; index += 2) {
      this.copy(places[index] as number);
      this.from = places[index + 1] as number;
    }
  }

  /** Shape: bytes of its own, so that the room of those left out is given back. */
  finish(): Buffer {
    this.copy(this.bytes.length);
    return Buffer.from(this.out.subarray(0, this.length));
  }

  /** Most pieces are short: calling out for each would cost more than its bytes. */
  private copy(to: number): void {
    const { bytes, out } = this;
    let { length } = this;
    for (let at = this.from; at < to; at += 1) {
      out[length] = bytes[at] as number;
      length += 1;
    }
    this.length = length;
  }
}

const [TAG, TAG_END, SLASH, SPACE, QUOTE] = [0x3c, 0x3e, 0x2f, 0x20, 0x22];
const [C, R, V] = [0x63, 0x72, 0x76];

function nextTag(xml: Buffer, from: number): number {
  for (let at = from; at < xml.length; at += 1) if (xml[at] === TAG) return at;
  return -1;
}

function isRow(xml: Buffer, at: number): boolean {
  return xml[at + 1] === R && xml[at + 2] === 0x6f && xml[at + 3] === 0x77 && endsName(xml[at + 4]);
}

function isCell(xml: Buffer, at: number): boolean {
  return xml[at + 1] === C && endsName(xml[at + 2]);
}

function endsName(byte = 0): boolean {
  return byte <= SPACE || byte === SLASH || byte === TAG_END;
}

/** Where the cell ends that begins there; -1 if another cell or row begins or ends before. */
function cellEnd(xml: Buffer, from: number): number {
  let at = from;
  while (at < xml.length && xml[at] !== TAG_END) at += 1;
  if (xml[at - 1] === SLASH) return at + 1;
  for (at = nextTag(xml, at); at >= 0; at = nextTag(xml, at + 1)) {
    if (xml[at + 1] === SLASH && xml[at + 2] === C) return xml[at + 3] === TAG_END ? at + 4 : -1;
    if (isCell(xml, at) || isRow(xml, at)) return -1;
  }
  return -1;
}

/** The column number, from 0, in the attribute `r` of a cell; -1 if it has none. */
function columnOf(xml: Buffer, from: number): number {
  let at = from + 2;
  while (at < xml.length && xml[at] !== TAG_END) {
    if (xml[at] === SPACE && xml[at + 1] === R && xml[at + 2] === 0x3d && xml[at + 3] === QUOTE) break;
    at += 1;
  }
  if (xml[at] !== SPACE) return -1;
  let column = 0;
  for (at += 4; ; at += 1) {
    const letter = (xml[at] ?? 0) - 0x40;
    if (letter < 1 || letter > 26) return column - 1;
    column = column * 26 + letter;
  }
}

/** Notes each number in a tag `v` that could be the index of a shared string: others do no harm. */
function markStrings(xml: Buffer, from: number, to: number, used: UsedStrings): void {
  for (let at = nextTag(xml, from); at >= 0 && at < to; at = nextTag(xml, at + 1)) {
    if (xml[at + 1] !== V) continue;
    while (xml[at] !== TAG_END && at < to) at += 1;
    at += 1;
    while ((xml[at] ?? 0) <= SPACE && at < to) at += 1;
    let index = 0;
    for (let digit = (xml[at] ?? 0) - 0x30; digit >= 0 && digit <= 9; digit = (xml[at] ?? 0) - 0x30) {
      index = index * 10 + digit;
      at += 1;
    }
    if (index < used.length) used[index] = 1;
    at -= 1;
  }
}
