import { type Batch, CHECKSUM_BYTES, type ExtentMap, extentsIn, type Marker, type Run } from '../storage';
import type { Checksums } from '../wire';

/** A batch holds about this much; but a drain of one disk has at most BATCHES_MAX batches, so that its cost does not grow with the disk. */
const BATCH_EXTENTS = 1_024;
const BATCHES_MAX = 16;

/** Everything that changed up to one instant, ready to be sent. */
export interface Drain {
  readonly marker: Marker;
  readonly views: readonly ExtentMap[];
  readonly batches: readonly Batch[];
}

/** Cuts changes into batches. A run longer than a batch is cut too. */
export function split(changes: readonly Run[]): Run[][] {
  const size = Math.max(BATCH_EXTENTS, Math.ceil(extentsIn(changes) / BATCHES_MAX));
  const batches: Run[][] = [];
  let current: Run[] = [];
  let room = size;
  for (const run of changes) {
    let { start, count } = run;
    while (count > 0) {
      const part = Math.min(count, room);
      current.push({ start, count: part, version: run.version });
      start += part;
      count -= part;
      room -= part;
      if (room === 0) {
        batches.push(current);
        current = [];
        room = size;
      }
    }
  }
  if (current.length > 0) batches.push(current);
  return batches;
}

/** How long to wait for an answer to so many bytes: at least half a minute, and the time they take at 8 Mbit/s. */
export function patience(bytes: number): number {
  return 30_000 + Math.ceil(bytes / 1_000);
}

/** What the checksums of all disks take on the wire. */
export function checksumBytes(views: never): number {
  return (views as Checksums).reduce((sum, view) => sum + view.written() * CHECKSUM_BYTES, 0);
}
