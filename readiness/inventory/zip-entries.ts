import { inflateRawSync } from 'node:zlib';
import { Misuse } from '../../simulators/kernel';

/** What a workbook may be at most. Generous for RVTools (a 10,000-machine export has about 60 entries and 150 MiB). */
const ZIP_LIMITS = {
  entriesMax: 2_000,
  inflatedBytesMax: 512 * 1024 * 1024,
  /** Applies from this size on: a small entry of one repeated letter is no bomb. */
  ratioFromBytes: 10 * 1024 * 1024,
  ratioMax: 200,
} as const;

/** One file inside a zip, as its central directory declares it; nothing is inflated yet. Units: bytes. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly inflatedBytes: number;
  readonly headerOffset: number;
}

/** Lists the entries of a zip from its central directory, refusing bombs before a byte is inflated.
 *  Errors: HW-INPUT-TRUNCATED – no end record, or a record outside the file; HW-INPUT-ZIP-BOMB – a limit of ZIP_LIMITS
 *          is passed, or entries overlap; HW-INPUT-NOT-WORKBOOK – encrypted entries. */
export function listZipEntries(zip: Buffer, file: string): readonly ZipEntry[] {
  const end = findEndRecord(zip, file);
  if (end.count > ZIP_LIMITS.entriesMax) {
    throw bomb(file, `${end.count} entries, at most ${ZIP_LIMITS.entriesMax} are read`);
  }
  const entries: ZipEntry[] = [];
  let at = end.offset;
  let total = 0;
  let packed = 0;
  for (let index = 0; index < end.count; index += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) throw truncated(file);
    const nameBytes = zip.readUInt16LE(at + 28);
    const extraBytes = zip.readUInt16LE(at + 30);
    const next = at + 46 + nameBytes + extraBytes + zip.readUInt16LE(at + 32);
    if (next > zip.length) throw truncated(file);
    if ((zip.readUInt16LE(at + 8) & 1) === 1) {
      const message = `expected an .xlsx workbook, got an encrypted zip: ${file}`;
      throw new Misuse('HW-INPUT-NOT-WORKBOOK', message, 'Save a copy without a password and try again.');
    }
    const entry = readEntry(zip, at, nameBytes, extraBytes);
    if (entry.headerOffset + 30 + entry.packedBytes > zip.length) throw truncated(file);
    total += entry.inflatedBytes;
    packed += entry.packedBytes;
    checkRatio(entry, file);
    entries.push(entry);
    at = next;
  }
  if (total > ZIP_LIMITS.inflatedBytesMax) {
    throw bomb(file, `${total} bytes when inflated, at most ${ZIP_LIMITS.inflatedBytesMax} are read`);
  }
  if (packed > zip.length) throw bomb(file, 'entries that share the same bytes');
  return entries;
}

/** Inflates one entry, trusting no header: inflation stops at the declared size.
 *  Errors: HW-INPUT-ZIP-BOMB – more bytes come out than declared; HW-INPUT-DAMAGED – the bytes are not deflate data, or
 *          fewer come out than declared. */
export function inflateEntry(zip: Buffer, entry: ZipEntry, file: string): Buffer {
  const at = entry.headerOffset;
  if (zip.readUInt32LE(at) !== 0x04034b50) throw damaged(file, entry.name);
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  if (start + entry.packedBytes > zip.length) throw truncated(file);
  const packed = zip.subarray(start, start + entry.packedBytes);
  if (entry.method !== 0 && entry.method !== 8) throw damaged(file, entry.name);
  const bytes = entry.method === 0 ? packed : inflateBounded(packed, entry, file);
  if (bytes.length !== entry.inflatedBytes) throw damaged(file, entry.name);
  return bytes;
}

function inflateBounded(packed: Buffer, entry: ZipEntry, file: string): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.inflatedBytes) });
  } catch (error) {
    if (error instanceof RangeError) {
      throw bomb(
        file,
        `an entry (${entry.name}) that inflates to more than the ${entry.inflatedBytes} bytes declared`,
      );
    }
    throw damaged(file, entry.name);
  }
}

function checkRatio(entry: ZipEntry, file: string): void {
  if (entry.inflatedBytes < ZIP_LIMITS.ratioFromBytes) return;
  if (entry.inflatedBytes <= entry.packedBytes * ZIP_LIMITS.ratioMax) return;
  const ratio = Math.round(entry.inflatedBytes / Math.max(1, entry.packedBytes));
  throw bomb(file, `an entry (${entry.name}) packed ${ratio}:1, at most ${ZIP_LIMITS.ratioMax}:1 is read`);
}

/** The end record is the last 22 bytes, or earlier by the length of a comment (64 KiB at most). */
function findEndRecord(zip: Buffer, file: string): { readonly count: number; readonly offset: number } {
  const lowest = Math.max(0, zip.length - 22 - 0xffff);
  for (let at = zip.length - 22; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) !== 0x06054b50) continue;
    return { count: zip.readUInt16LE(at + 10), offset: zip.readUInt32LE(at + 16) };
  }
  throw truncated(file);
}

function readEntry(zip: Buffer, at: number, nameBytes: number, extraBytes: number): ZipEntry {
  const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
  const wide = zip.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
  const sizes = [zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
  const [inflatedBytes = 0, packedBytes = 0, headerOffset = 0] = widen(sizes, wide);
  return { name, method: zip.readUInt16LE(at + 10), packedBytes, inflatedBytes, headerOffset };
}

/** Zip64 keeps each 32-bit field that overflowed (all ones) as 64 bits in extra field 1, in this order. */
function widen(fields: readonly number[], extra: Buffer): readonly number[] {
  if (!fields.includes(0xffffffff)) return fields;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    return fields.map((field) => {
      if (field !== 0xffffffff || next + 8 > extra.length) return field;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    });
  }
  return fields;
}

function truncated(file: string): Misuse {
  const message = `expected a whole .xlsx workbook, got a zip that is cut off: ${file}`;
  return new Misuse(
    'HW-INPUT-TRUNCATED',
    message,
    'Copy or export the file again; it was not written to its end.',
  );
}

function damaged(file: string, name: string): Misuse {
  const message = `expected a readable .xlsx workbook, got damaged data in ${name}: ${file}`;
  return new Misuse(
    'HW-INPUT-DAMAGED',
    message,
    'Copy or export the file again, or open and save it in Excel.',
  );
}

function bomb(file: string, got: string): Misuse {
  const message = `expected a workbook of ordinary size, got ${got}: ${file}`;
  return new Misuse(
    'HW-INPUT-ZIP-BOMB',
    message,
    'Export the inventory from RVTools again; do not open this file.',
  );
}
