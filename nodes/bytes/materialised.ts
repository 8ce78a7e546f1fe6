import { ExtentMap, type Run } from '../../simulators/storage';
import type { DiskImage, ExtentBytes } from './disk-image';

/** The 64 KiB of a version of an extent. */
export type BytesOf = (disk: string, extent: number, version: number) => Buffer;

const BATCH_EXTENTS = 16;
/** Stands for what may be half written: no version is equal to it. */
const UNKNOWN = -1;

/** Keeps an image in step with the contents of a disk: what a view says, the image has.
 *  Errors: those of the image and of who gives the bytes; the next `sync` writes again what may have been half written. */
export class Materialised {
  private readonly image: DiskImage;
  private readonly disk: string;
  private readonly bytesOf: BytesOf;
  private held = ExtentMap.empty;

  /** Of an image that is empty. */
  constructor(image: DiskImage, disk: string, bytesOf: BytesOf) {
    this.image = image;
    this.disk = disk;
    this.bytesOf = bytesOf;
  }

  /** Of an image that a process left which was stopped: compares each extent that was ever written with what it should have, and rewrites what differs.
   *  Units: `rewritten` in extents. */
  static recover(
    image: DiskImage,
    disk: string,
    bytesOf: BytesOf,
    view: ExtentMap,
  ): { materialised: Materialised; rewritten: number } {
    const materialised = new Materialised(image, disk, bytesOf);
    const rewritten = materialised.compare(view);
    materialised.held = view;
    return { materialised, rewritten };
  }

  /** Writes what the view has otherwise than the last one; gives how many extents. */
  sync(view: ExtentMap): number {
    let written = 0;
    for (const { start, count, version } of view.changesSince(this.held)) {
      for (let from = start; from < start + count; from += BATCH_EXTENTS) {
        const batch = { start: from, count: Math.min(BATCH_EXTENTS, start + count - from), version };
        this.held = this.held.write(batch.start, batch.count, UNKNOWN);
        this.write(batch);
        this.held = this.held.write(batch.start, batch.count, version);
        written += batch.count;
      }
    }
    this.held = view;
    return written;
  }

  private write({ start, count, version }: Run): void {
    if (version === 0) {
      for (let extent = start; extent < start + count; extent += 1) this.image.clear(extent);
      return;
    }
    const list: ExtentBytes[] = [];
    for (let extent = start; extent < start + count; extent += 1)
      list.push({ extent, bytes: this.bytesOf(this.disk, extent, version) });
    this.image.writeAll(list);
  }

  private compare(view: ExtentMap): number {
    let rewritten = 0;
    let end = 0;
    for (const { start, count, version } of view.runs()) {
      rewritten += this.clearAll(end, start);
      end = start + count;
      for (let extent = start; extent < end; extent += 1) {
        const bytes = this.bytesOf(this.disk, extent, version).subarray(0, this.image.extentBytes(extent));
        if (this.image.read(extent).equals(bytes)) continue;
        this.image.write(extent, bytes);
        rewritten += 1;
      }
    }
    return rewritten + this.clearAll(end, this.image.extents);
  }

  /** Clears what is not, of the extents up to `to`. */
  private clearAll(from: number, to: number): number {
    let cleared = 0;
    for (const extent of this.image.everWritten(from, to - from)) {
      if (this.image.isClear(extent)) continue;
      this.image.clear(extent);
      cleared += 1;
    }
    return cleared;
  }
}
