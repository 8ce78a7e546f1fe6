import { createHash } from 'node:crypto';
import { basename } from 'node:path';

export const FOOTER_BYTES = 512;
const MIB = 2 ** 20;
const SECTOR_BYTES = 512;
const FIXED = 2;

/** A page blob's disk has whole MiB. Source: "Prepare a Windows VHD or VHDX to upload to Azure" – documented. */
export function vhdBytes(sizeBytes: number): number {
  return Math.ceil(sizeBytes / MIB) * MIB;
}

/** The footer of a fixed VHD of `sizeBytes`; its id is made of the file's name and no time is in it, so that the same disk has the same one.
 *  Its creator is Hyper-V, for whom readers take the size and not the geometry, which is smaller; `wa`, which Azure writes, QEMU 7.2 does not know so.
 *  Source: "Virtual Hard Disk Image Format Specification" (Microsoft, 2006) – documented; creator `win ` – observed in disks of Hyper-V. */
export function footerOf(path: string, sizeBytes: number): Buffer {
  const footer = Buffer.alloc(FOOTER_BYTES);
  footer.write('conectix', 0, 'latin1');
  footer.writeUInt32BE(2, 8);
  footer.writeUInt32BE(0x00010000, 12);
  footer.fill(0xff, 16, 24);
  footer.write('win ', 28, 'latin1');
  footer.writeUInt32BE(0x00060003, 32);
  footer.write('Wi2k', 36, 'latin1');
  footer.writeBigUInt64BE(BigInt(sizeBytes), 40);
  footer.writeBigUInt64BE(BigInt(sizeBytes), 48);
  footer.writeUInt32BE(geometryOf(sizeBytes / SECTOR_BYTES), 56);
  footer.writeUInt32BE(FIXED, 60);
  createHash('sha256')
    .update(`${basename(path)} ${sizeBytes}`)
    .digest()
    .copy(footer, 68, 0, 16);
  let sum = 0;
  for (const byte of footer) sum += byte;
  footer.writeUInt32BE(~sum >>> 0, 64);
  return footer;
}

/** Cylinders, heads and sectors in one number. Source: the specification's appendix "CHS Calculation". */
function geometryOf(sectors: number): number {
  const total = Math.min(sectors, 65_535 * 16 * 255);
  let perTrack = 255;
  let heads = 16;
  let tracks = Math.floor(total / perTrack);
  if (total < 65_535 * 16 * 63) {
    perTrack = 17;
    tracks = Math.floor(total / perTrack);
    heads = Math.max(4, Math.floor((tracks + 1023) / 1024));
    if (tracks >= heads * 1024 || heads > 16) {
      perTrack = 31;
      heads = 16;
      tracks = Math.floor(total / perTrack);
    }
    if (tracks >= heads * 1024) {
      perTrack = 63;
      heads = 16;
      tracks = Math.floor(total / perTrack);
    }
  }
  return Math.floor(tracks / heads) * 2 ** 16 + heads * 2 ** 8 + perTrack;
}
