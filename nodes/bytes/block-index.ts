import type { BlockKey } from './record';
import type { Segment } from './segment';

/** Where a block is kept. */
export interface Place {
  readonly version: number;
  readonly segment: Segment;
  readonly offset: number;
  readonly bytes: number;
}

/** Other versions of an extent hang on the latest that was put: mostly there is one only. */
interface Link extends Place {
  next: Link | undefined;
}

/** Which blocks there are, and where. About 100 bytes of memory for each. */
export class BlockIndex {
  private readonly disks = new Map<string, Map<number, Link>>();

  get({ disk, extent, version }: BlockKey): Place | undefined {
    let link = this.disks.get(disk)?.get(extent);
    while (link && link.version !== version) link = link.next;
    return link;
  }

  /** Adds it, or puts it in the place of what there was. */
  set({ disk, extent, version }: BlockKey, segment: Segment, offset: number, bytes: number): void {
    this.delete({ disk, extent, version });
    let extents = this.disks.get(disk);
    if (!extents) {
      extents = new Map();
      this.disks.set(disk, extents);
    }
    extents.set(extent, { version, segment, offset, bytes, next: extents.get(extent) });
  }

  delete({ disk, extent, version }: BlockKey): void {
    const extents = this.disks.get(disk);
    const first = extents?.get(extent);
    if (!extents || !first) return;
    if (first.version !== version) {
      for (let link = first; link.next; link = link.next)
        if (link.next.version === version) {
          link.next = link.next.next;
          return;
        }
    } else if (first.next) extents.set(extent, first.next);
    else {
      extents.delete(extent);
      if (extents.size === 0) this.disks.delete(disk);
    }
  }

  /** All of a disk. */
  keysOf(disk: string): BlockKey[] {
    const keys: BlockKey[] = [];
    for (const [extent, first] of this.disks.get(disk) ?? [])
      for (let link: Link | undefined = first; link; link = link.next)
        keys.push({ disk, extent, version: link.version });
    return keys;
  }
}
