import { fstatSync, ftruncateSync, readSync, rmSync } from 'node:fs';
import { OPEN_OR_MAKE, type OpenFiles } from './open-files';
import {
  DEAD,
  decode,
  FIXED_BYTES,
  headerBytesOf,
  LIVE_AT,
  MAGIC,
  NAME_BYTES_MAX,
  type RecordHeader,
} from './record';
import { writeFully } from './write-fully';

const WINDOW_BYTES = 1024 * 1024;
/** Enough for the header of a disk whose name has a usual length. */
const HEADER_GUESS_BYTES = 128;

/** The bytes from one place to another; the latter is not in it. */
export type Stretch = readonly [from: number, to: number];

/** One file of a block store: records one behind the other. Errors: what the system says. */
export class Segment {
  readonly path: string;
  readonly number: number;
  /** Where the next record goes: what lies behind is not counted. */
  bytes = 0;
  /** Of `bytes`, what belongs to blocks that are still wanted. */
  liveBytes = 0;
  private readonly files: OpenFiles;

  constructor(path: string, number: number, files: OpenFiles) {
    this.path = path;
    this.number = number;
    this.files = files;
  }

  /** Puts records at the end, all or none. */
  append(buffers: readonly Buffer[]): void {
    writeFully(this.files.fd(this.path, OPEN_OR_MAKE), buffers, this.bytes);
    for (const { length } of buffers) this.bytes += length;
  }

  /** Cuts off what lies behind `bytes`. */
  cut(bytes: number): void {
    this.bytes = bytes;
    const fd = this.files.fd(this.path);
    if (fstatSync(fd).size > bytes) ftruncateSync(fd, bytes);
  }

  /** Shape: fewer bytes than asked for where the file ends; they lie in `buffer`, which has room for them. */
  read(offset: number, bytes: number, buffer: Buffer = Buffer.allocUnsafeSlow(bytes)): Buffer {
    const fd = this.files.fd(this.path);
    let length = 0;
    while (length < bytes) {
      const got = readSync(fd, buffer, length, bytes - length, offset + length);
      if (got === 0) break;
      length += got;
    }
    return buffer.subarray(0, length);
  }

  /** Writes into the record at `offset` that nobody wants it any more. */
  bury(offset: number): void {
    writeFully(this.files.fd(this.path), [DEAD], offset + LIVE_AT);
  }

  remove(): void {
    this.files.release(this.path);
    rmSync(this.path);
  }

  /** Reads all headers of the file.
   *  Shape: `damaged` has the stretches in which there is no record, from each to the next; what follows `end` is one that was not written to
   *  its end, or damaged as well. */
  scan(found: (header: RecordHeader, offset: number) => void): { damaged: Stretch[]; end: number } {
    const size = fstatSync(this.files.fd(this.path)).size;
    const damaged: Stretch[] = [];
    let end = 0;
    while (end < size) {
      const header = this.headerAt(end);
      if (header && end + header.bytes <= size) {
        found(header, end);
        end += header.bytes;
        continue;
      }
      if (header || this.begun(end, size)) break;
      const next = this.next(end + 1, size);
      damaged.push([end, next ?? size]);
      if (next === undefined) break;
      end = next;
    }
    return { damaged, end };
  }

  private headerAt(offset: number): RecordHeader | undefined {
    const bytes = this.read(offset, HEADER_GUESS_BYTES);
    const wanted = headerBytesOf(bytes) ?? 0;
    return decode(wanted > bytes.length ? this.read(offset, wanted) : bytes);
  }

  /** Is this what remains of a header whose writer was stopped? */
  private begun(offset: number, size: number): boolean {
    const bytes = this.read(offset, FIXED_BYTES + NAME_BYTES_MAX);
    if (bytes.length < FIXED_BYTES) return offset + bytes.length === size;
    const wanted = headerBytesOf(bytes);
    return wanted !== undefined && offset + wanted > size;
  }

  /** Where the next record begins. */
  private next(from: number, size: number): number | undefined {
    for (let base = from; base < size; base += WINDOW_BYTES) {
      const window = this.read(base, WINDOW_BYTES + MAGIC.length - 1);
      for (let at = window.indexOf(MAGIC); at >= 0; at = window.indexOf(MAGIC, at + 1))
        if (this.headerAt(base + at)) return base + at;
    }
    return undefined;
  }
}
