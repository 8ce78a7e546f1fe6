import { fstatSync, ftruncateSync, readSync, rmSync } from 'node:fs';
import type { OpenFiles } from './open-files';
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
    writeFully(this.files.fd(this.path), buffers, this.bytes);
    for (const { length } of buffers) this.bytes += length;
  }

  /** Cuts off what lies behind `bytes`. */
  cut(bytes: number): void {
    this.bytes = bytes;
    ftruncateSync(this.files.fd(this.path), bytes);
  }

  /** Shape: fewer bytes than asked for where the file ends. */
  read(offset: number, bytes: number): Buffer {
    const buffer = Buffer.allocUnsafeSlow(bytes);
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

  /** Reads all headers of the file, and cuts off a record that was not written to its end.
   *  Shape: `damaged` has the stretches in which there is no record, from each to the next. */
  scan(found: (header: RecordHeader, offset: number) => void): [from: number, to: number][] {
    const size = fstatSync(this.files.fd(this.path)).size;
    const damaged: [number, number][] = [];
    let at = 0;
    while (at < size) {
      const header = this.headerAt(at);
      if (header && at + header.bytes <= size) {
        found(header, at);
        at += header.bytes;
        continue;
      }
      const next = header || this.begun(at, size) ? undefined : this.next(at + 1, size);
      if (next === undefined) {
        if (!header && !this.begun(at, size)) damaged.push([at, size]);
        this.cut(at);
        return damaged;
      }
      damaged.push([at, next]);
      at = next;
    }
    this.bytes = size;
    return damaged;
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
