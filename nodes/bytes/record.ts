import { crc32 } from 'node:zlib';
import type { Block } from '../block';
import { PACKED_BYTES_MAX } from './pack';

/** What names a block. */
export type BlockKey = Pick<Block, 'disk' | 'extent' | 'version'>;

/** What stands before the packed bytes of a kept block.
 *  Shape: `HWB2`, one byte whether it lives, one of nothing, two: length of the disk's name, four: of the packed bytes, eight each: extent and
 *  version, four: CRC-32 of all this but the byte that says whether it lives; the name. Little-endian. Packed bytes have their own checksum. */
export interface RecordHeader extends BlockKey {
  readonly live: boolean;
  readonly packedBytes: number;
  /** Of the header with the name. */
  readonly headerBytes: number;
  /** Of all of it. */
  readonly bytes: number;
}

export const FIXED_BYTES = 32;
export const NAME_BYTES_MAX = 1024;
export const RECORD_BYTES_MAX = FIXED_BYTES + NAME_BYTES_MAX + PACKED_BYTES_MAX;
/** Where a record says whether it lives. It is no part of any checksum, so that one byte written in place forgets a block: that needs no
 *  room where there is none, and leaves no order of records to keep. Only zero is dead: a bit that falls over loses nothing. */
export const LIVE_AT = 4;
export const MAGIC = Buffer.from('HWB2');
export const DEAD = Buffer.from([0]);
const LIVE = 0xff;
const CRC_AT = 28;

/** A record as two buffers: header with name, and the packed bytes themselves. */
export function encode({ disk, extent, version, packed }: Block): [Buffer, Buffer] {
  const name = Buffer.from(disk);
  const header = Buffer.alloc(FIXED_BYTES + name.length);
  MAGIC.copy(header);
  header[LIVE_AT] = LIVE;
  header.writeUInt16LE(name.length, 6);
  header.writeUInt32LE(packed.length, 8);
  header.writeDoubleLE(extent, 12);
  header.writeDoubleLE(version, 20);
  name.copy(header, FIXED_BYTES);
  header.writeUInt32LE(headerCrc(header), CRC_AT);
  return [header, packed];
}

/** How many bytes the header at the start of `bytes` has, were it one; undefined where none begins. */
export function headerBytesOf(bytes: Buffer): number | undefined {
  if (bytes.length < FIXED_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const name = bytes.readUInt16LE(6);
  return name <= NAME_BYTES_MAX ? FIXED_BYTES + name : undefined;
}

/** The header at the start of `bytes`; undefined where none is whole and in order. */
export function decode(bytes: Buffer): RecordHeader | undefined {
  const headerBytes = headerBytesOf(bytes);
  if (headerBytes === undefined || bytes.length < headerBytes) return undefined;
  const header = bytes.subarray(0, headerBytes);
  const packedBytes = header.readUInt32LE(8);
  if (header.readUInt32LE(CRC_AT) !== headerCrc(header) || packedBytes > PACKED_BYTES_MAX) return undefined;
  return {
    disk: header.toString('utf8', FIXED_BYTES),
    extent: header.readDoubleLE(12),
    version: header.readDoubleLE(20),
    live: header[LIVE_AT] !== DEAD[0],
    packedBytes,
    headerBytes,
    bytes: headerBytes + packedBytes,
  };
}

function headerCrc(header: Buffer): number {
  const before = crc32(header.subarray(0, LIVE_AT));
  return crc32(header.subarray(FIXED_BYTES), crc32(header.subarray(LIVE_AT + 1, CRC_AT), before));
}
