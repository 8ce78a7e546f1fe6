import { Contents } from './contents';
import { ExtentMap } from './extent-map';

/** The size of an extent, the unit in which contents are tracked, sent and compared. */
export const EXTENT_BYTES = 64 * 1024;

/** What a checksum of one extent takes on the wire. */
export const CHECKSUM_BYTES = 16;

/** A virtual disk: a size, and which version each of its extents carries. The bytes of an extent are a function of
 *  (disk lineage, extent, version), so equal versions mean equal bytes.
 *  Units: bytes; extents of 64 KiB. */
export class Disk {
  readonly id: string;
  readonly sizeBytes: number;
  private held: Contents;

  constructor(id: string, sizeBytes: number, contents = ExtentMap.empty) {
    this.id = id;
    this.sizeBytes = sizeBytes;
    this.held = new Contents(contents);
  }

  get extents(): number {
    return Math.ceil(this.sizeBytes / EXTENT_BYTES);
  }

  /** Errors: throws a RangeError beyond the disk's end – no guest and no replication can write there. */
  write(start: number, count: number, version: number): void {
    if (start < 0 || start + count > this.extents) {
      throw new RangeError(
        `extents ${start}…${start + count - 1} lie outside disk ${this.id} of ${this.extents} extents`,
      );
    }
    this.held.write(start, count, version);
  }

  /** Replaces all contents. */
  replace(contents: ExtentMap): void {
    this.held = new Contents(contents);
  }

  /** A view of this instant, as disk contents that never change. */
  view(): ExtentMap {
    return this.held.view();
  }
}
