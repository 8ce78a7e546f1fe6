import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Misuse } from '../../simulators/kernel';
import { EXTENT_BYTES } from '../../simulators/storage';
import { OPEN_OR_MAKE } from './open-files';
import { refusedAs } from './refusals';
import { FOOTER_BYTES, footerOf, vhdBytes } from './vhd';
import { descriptorOf, flatOf, SECTOR_BYTES } from './vmdk';
import { writeFully } from './write-fully';
import { WrittenMap } from './written-map';

/** `vmdk`: a pair of files as on a datastore of ESXi, `<name>.vmdk` that describes, `<name>-flat.vmdk` with the bytes. `vhd`: one file as Azure's
 *  page blobs are, the bytes and a footer. Beside either lies `<name>.<kind>.written`, which says where nothing was ever written. */
export type ImageKind = 'vmdk' | 'vhd';

/** One extent's bytes. */
export interface ExtentBytes {
  readonly extent: number;
  readonly bytes: Buffer;
}

const ZEROS = Buffer.alloc(EXTENT_BYTES);

/** A virtual disk as a sparse file that other tools read.
 *  Units: extents of 64 KiB; the last is cut at the disk's end.
 *  Errors: HW-NODE-IMAGE – the file cannot be written or read; some of the extents may be written then. A RangeError beyond the disk's end. */
export class DiskImage {
  readonly path: string;
  readonly sizeBytes: number;
  private readonly fd: number;
  private readonly written: WrittenMap;

  private constructor(path: string, sizeBytes: number, fd: number, written: WrittenMap) {
    this.path = path;
    this.sizeBytes = sizeBytes;
    this.fd = fd;
    this.written = written;
  }

  /** Opens the image of a disk, or makes an empty one. Errors: HW-NODE-IMAGE – what is there is of another disk, too. */
  static open(path: string, kind: ImageKind, sizeBytes: number): DiskImage {
    if (!path.endsWith(`.${kind}`))
      throw refused(path, `expected a name that ends in .${kind}`, 'Give it another name.');
    const file = dataOf(path, kind);
    const prepare = kind === 'vmdk' ? prepareVmdk : prepareVhd;
    return attempt(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      const fd = openSync(file, OPEN_OR_MAKE, 0o600);
      let written: WrittenMap | undefined;
      try {
        const isNew = fstatSync(fd).size === 0;
        // What is of another disk is left alone; a new file gets its size last, so that it is new until all is there.
        if (!isNew) prepare(path, fd, sizeBytes);
        written = WrittenMap.open(mapOf(path), Math.ceil(sizeBytes / EXTENT_BYTES), isNew);
        if (isNew) prepare(path, fd, sizeBytes);
        return new DiskImage(path, sizeBytes, fd, written);
      } catch (error) {
        written?.close();
        closeSync(fd);
        throw error;
      }
    });
  }

  /** Removes an image that nobody has open; one that is not there, too. */
  static remove(path: string, kind: ImageKind): void {
    attempt(path, () => {
      rmSync(path, { force: true });
      rmSync(dataOf(path, kind), { force: true });
      rmSync(mapOf(path), { force: true });
    });
  }

  get extents(): number {
    return Math.ceil(this.sizeBytes / EXTENT_BYTES);
  }

  /** What an extent has: 64 KiB, less for the last. */
  extentBytes(extent: number): number {
    if (!Number.isInteger(extent) || extent < 0 || extent >= this.extents)
      throw new RangeError(`extent ${extent} lies outside ${this.path} of ${this.extents} extents`);
    return Math.min(EXTENT_BYTES, this.sizeBytes - extent * EXTENT_BYTES);
  }

  write(extent: number, bytes: Buffer): void {
    this.writeAll([{ extent, bytes }]);
  }

  /** Writes all of them, neighbours in one go. Shape: 64 KiB each; of those of the last extent, what the disk has room for. */
  writeAll(list: readonly ExtentBytes[]): void {
    for (const { extent, bytes } of list) {
      const own = this.extentBytes(extent);
      if (bytes.length !== own && bytes.length !== EXTENT_BYTES)
        throw new RangeError(`extent ${extent} of ${this.path} has ${own} bytes, got ${bytes.length}`);
    }
    attempt(this.path, () => {
      for (let from = 0; from < list.length; ) {
        const start = (list[from] as ExtentBytes).extent;
        const buffers: Buffer[] = [];
        while (from < list.length && list[from]?.extent === start + buffers.length) {
          const { extent, bytes } = list[from] as ExtentBytes;
          buffers.push(bytes.subarray(0, this.extentBytes(extent)));
          from += 1;
        }
        this.written.mark(start, buffers.length);
        writeFully(this.fd, buffers, start * EXTENT_BYTES);
      }
    });
  }

  /** Shape: zeros where nothing was ever written; they lie in `room`, which has 64 KiB, where that is given. */
  read(extent: number, room?: Buffer): Buffer {
    const length = this.extentBytes(extent);
    const bytes = room?.subarray(0, length) ?? Buffer.allocUnsafeSlow(length);
    const position = extent * EXTENT_BYTES;
    return attempt(this.path, () => {
      for (let at = 0; at < bytes.length; ) {
        const got = readSync(this.fd, bytes, at, bytes.length - at, position + at);
        if (got === 0)
          throw refused(
            this.path,
            `it ends at byte ${position + at}`,
            'Something else cut it: make it anew.',
          );
        at += got;
      }
      return bytes;
    });
  }

  /** As if it had never been written. What was written keeps its room, as zeros. */
  clear(extent: number): void {
    if (!this.isClear(extent)) this.write(extent, ZEROS);
  }

  isClear(extent: number): boolean {
    return this.read(extent).equals(ZEROS.subarray(0, this.extentBytes(extent)));
  }

  /** The extents that were ever written through this class, among `count` from `start` on: all others are holes, unless other tools wrote there.
   *  Shape: in order. */
  everWritten(start: number, count: number): Iterable<number> {
    return this.written.within(start, count);
  }

  close(): void {
    this.written.close();
    closeSync(this.fd);
  }
}

function dataOf(path: string, kind: ImageKind): string {
  return kind === 'vmdk' ? flatOf(path) : path;
}

function mapOf(path: string): string {
  return `${path}.written`;
}

function prepareVmdk(path: string, fd: number, sizeBytes: number): void {
  size(path, fd, Math.ceil(sizeBytes / SECTOR_BYTES) * SECTOR_BYTES);
  // Tools that open it change its ids: what is there stays, but for what a killed process made and did not write.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0)
    writeFileSync(path, descriptorOf(path, sizeBytes), { mode: 0o600 });
}

function prepareVhd(path: string, fd: number, sizeBytes: number): void {
  const bytes = vhdBytes(sizeBytes);
  const footer = footerOf(path, bytes);
  size(path, fd, bytes + FOOTER_BYTES);
  const found = Buffer.alloc(FOOTER_BYTES);
  readSync(fd, found, 0, FOOTER_BYTES, bytes);
  if (found.equals(footer)) return;
  if (!found.equals(Buffer.alloc(FOOTER_BYTES)))
    throw refused(
      path,
      'expected the footer of this disk, got another',
      'Move it away, or correct the name.',
    );
  writeFully(fd, [footer], bytes);
}

/** A new file gets its size, all of it a hole. */
function size(path: string, fd: number, bytes: number): void {
  const found = fstatSync(fd).size;
  if (found === 0) ftruncateSync(fd, bytes);
  else if (found !== bytes)
    throw refused(path, `expected ${bytes} bytes, got ${found}`, 'Move it away, or correct the name.');
}

function attempt<T>(path: string, act: () => T): T {
  return refusedAs('HW-NODE-IMAGE', `${path} cannot be used as a disk`, act);
}

function refused(path: string, what: string, next: string): Misuse {
  return new Misuse('HW-NODE-IMAGE', `${path} cannot be used as a disk: ${what}`, next);
}
