import { crc32 } from 'node:zlib';

/** Packs files into a zip without compression: same files, same bytes.
 *  Shape: entries in the order given; no times, no attributes. */
export function packStored(files: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const nameBytes = Buffer.from(name, 'utf8');
    const common = commonFields(bytes, nameBytes.length);
    const local = Buffer.concat([uint32(0x04034b50), common, nameBytes]);
    directory.push(uint32(0x02014b50), uint16(20), common, Buffer.alloc(10), uint32(offset), nameBytes);
    parts.push(local, bytes);
    offset += local.length + bytes.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.concat([
    uint32(0x06054b50),
    Buffer.alloc(4),
    uint16(files.size),
    uint16(files.size),
    uint32(index.length),
    uint32(offset),
    uint16(0),
  ]);
  return Buffer.concat([...parts, index, end]);
}

/** The 26 bytes that a local header and a directory record share: version, flags (UTF-8 name), method 0, time, sizes. */
function commonFields(bytes: Buffer, nameBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(bytes.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(nameBytes, 22);
  return fields;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
