import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { OPEN_OR_MAKE } from './open-files';
import { writeFully } from './write-fully';

/** Which extents of an image were ever written, in a file beside it: Node cannot ask for the holes of a file, and to read them as zeros takes
 *  most of a minute for 40 GiB.
 *  Shape: one bit for each extent, written before the extent is: one that is not marked is a hole, whenever the process was killed. */
export class WrittenMap {
  private readonly fd: number;
  private readonly bits: Buffer;

  private constructor(fd: number, bits: Buffer) {
    this.fd = fd;
    this.bits = bits;
  }

  /** Of an image that is new, or of one that was there: without its map, all of it may have been written.
   *  Errors: what the system says. */
  static open(path: string, extents: number, isNew: boolean): WrittenMap {
    const bytes = Math.ceil(extents / 8);
    const fd = openSync(path, OPEN_OR_MAKE, 0o600);
    try {
      if (isNew) {
        ftruncateSync(fd, 0);
        ftruncateSync(fd, bytes);
      }
      const known = fstatSync(fd).size === bytes;
      const bits = Buffer.alloc(bytes, known ? 0 : 0xff);
      if (known && !isNew)
        for (let at = 0, got = 1; got > 0; at += got) got = readSync(fd, bits, at, bytes - at, at);
      if (!known) writeFully(fd, [bits], 0);
      return new WrittenMap(fd, bits);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Errors: what the system says; then none of them is marked. */
  mark(start: number, count: number): void {
    const from = start >>> 3;
    const bits = Buffer.from(this.bits.subarray(from, ((start + count - 1) >>> 3) + 1));
    for (let extent = start; extent < start + count; extent += 1)
      bits[(extent >>> 3) - from] = (bits[(extent >>> 3) - from] as number) | (1 << (extent & 7));
    if (bits.equals(this.bits.subarray(from, from + bits.length))) return;
    writeFully(this.fd, [bits], from);
    bits.copy(this.bits, from);
  }

  /** Shape: the marked ones among `count` extents from `start` on, in order. */
  *within(start: number, count: number): Generator<number> {
    for (let extent = start; extent < start + count; extent += 1) {
      const byte = this.bits[extent >>> 3] as number;
      if (byte === 0) extent |= 7;
      else if (byte & (1 << (extent & 7))) yield extent;
    }
  }

  close(): void {
    closeSync(this.fd);
  }
}
