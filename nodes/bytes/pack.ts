import { crc32 } from 'node:zlib';
import { compressSync, uncompressSync } from 'snappy';
import { Misuse } from '../../simulators/kernel';
import { EXTENT_BYTES } from '../../simulators/storage';

/** The most that a packed extent can have. Units: bytes. */
export const PACKED_BYTES_MAX = 8 + EXTENT_BYTES;

const HEADER_BYTES = 8;
const CHECKSUM_AT = 4;
const STORED = 0;
const SNAPPY = 1;

/** Without a copy, Node would register each result as memory of its own: six times as slow for extents. */
const COPIED = { copyOutputData: true };
const COPIED_BUFFER = { asBuffer: true, copyOutputData: true };

/** Bytes as they travel and are kept: compressed where that makes them less, with their length and a checksum.
 *  Shape: one byte how, three bytes length, four bytes CRC-32 of these four and the rest, the rest. So whoever passes it on can look whether
 *  it is whole, and need not unpack it.
 *  They lie in `room`, which has PACKED_BYTES_MAX, where that is given.
 *  Units: 0 … 64 KiB go in, at most 8 bytes more come out.    Errors: HW-NODE-BLOCK – more bytes than an extent has. */
export function pack(bytes: Buffer, room?: Buffer): Buffer {
  if (bytes.length > EXTENT_BYTES)
    throw refused(`expected at most ${EXTENT_BYTES} bytes to pack, got ${bytes.length}`);
  const compressed = compressSync(bytes, COPIED);
  const smaller = compressed.length < bytes.length;
  const body = smaller ? compressed : bytes;
  const length = HEADER_BYTES + body.length;
  const packed = room?.subarray(0, length) ?? Buffer.allocUnsafe(length);
  packed[0] = smaller ? SNAPPY : STORED;
  packed.writeUIntLE(bytes.length, 1, 3);
  body.copy(packed, HEADER_BYTES);
  packed.writeUInt32LE(checksumOf(packed), CHECKSUM_AT);
  return packed;
}

/** The bytes of which `pack` made this. Whatever was changed on the way is found, and nothing is made larger than an extent.
 *  Errors: HW-NODE-BLOCK – it is not what `pack` makes, or no longer is. */
export function unpack(packed: Buffer): Buffer {
  if (packed.length < HEADER_BYTES || packed.length > PACKED_BYTES_MAX)
    throw refused(`expected ${HEADER_BYTES} … ${PACKED_BYTES_MAX} bytes, got ${packed.length}`);
  const how = packed[0];
  const length = packed.readUIntLE(1, 3);
  if (length > EXTENT_BYTES)
    throw refused(`expected at most ${EXTENT_BYTES} bytes, got ${length} in its header`);
  const body = packed.subarray(HEADER_BYTES);
  if (how !== STORED && how !== SNAPPY) throw refused(`expected a known way of packing, got ${how}`);
  if (!isWhole(packed)) throw refused('its checksum is not that of its bytes');
  const bytes = how === SNAPPY ? inflate(body, length) : body;
  if (bytes.length !== length)
    throw refused(`expected ${length} bytes as its header says, got ${bytes.length}`);
  // What is stored as it is gets memory of its own: the caller may change it, and need not keep all that it came with.
  return how === STORED ? Buffer.from(bytes) : bytes;
}

/** Is it what `pack` made, as far as its checksum tells? */
export function isWhole(packed: Buffer): boolean {
  return packed.length >= HEADER_BYTES && packed.readUInt32LE(CHECKSUM_AT) === checksumOf(packed);
}

function checksumOf(packed: Buffer): number {
  return crc32(packed.subarray(HEADER_BYTES), crc32(packed.subarray(0, CHECKSUM_AT)));
}

function inflate(body: Buffer, length: number): Buffer {
  if (announced(body) !== length)
    throw refused(`expected compressed bytes of which ${length} come, as its header says`);
  try {
    return uncompressSync(body, COPIED_BUFFER) as Buffer;
  } catch (error) {
    throw refused(`its bytes cannot be decompressed: ${(error as Error).message}`);
  }
}

/** How many bytes the codec will ask for. Source: the format description of Snappy, section 1 – a varint of at most 32 bits. */
function announced(body: Buffer): number {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = body[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length;
  }
  return Number.POSITIVE_INFINITY;
}

function refused(what: string): Misuse {
  return new Misuse(
    'HW-NODE-BLOCK',
    `This is no packed extent: ${what}`,
    'Ask for it again; if it stays so, look at what lies between the two, and that both run one version of Homeward.',
  );
}
