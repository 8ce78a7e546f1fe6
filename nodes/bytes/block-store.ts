import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../../serving/state/lock';
import { Misuse } from '../../simulators/kernel';
import type { Block } from '../block';
import { BlockIndex, type Place } from './block-index';
import { OpenFiles } from './open-files';
import { isWhole, PACKED_BYTES_MAX } from './pack';
import { type BlockKey, decode, encode, NAME_BYTES_MAX, type RecordHeader } from './record';
import { asMisuse, ofSystem, refusedAs } from './refusals';
import { Segment } from './segment';

const SEGMENT_BYTES = 64 * 1024 * 1024;
const OPEN_FILES_MAX = 64;
/** A segment of which less is wanted is written anew. */
const LIVE_SHARE_MIN = 0.25;
const NAME = /^(\d{8})\.blocks$/;

/** The blocks that a node keeps: segment files that only grow, and an index of them in memory.
 *  Shape: one for each (disk, extent, version); a version that is there already is not written again.
 *  Errors: HW-NODE-STORE – the folder cannot be written or read; nothing of the call is kept then. */
export class BlockStore {
  /** What could not be read when the store was opened: a place in a file for each stretch in which there may have been blocks. */
  readonly damaged: readonly string[];
  private readonly folder: string;
  private readonly segmentBytes: number;
  private readonly release: () => void;
  private readonly files = new OpenFiles(OPEN_FILES_MAX);
  private readonly index = new BlockIndex();
  private readonly segments = new Set<Segment>();
  /** Where blocks are put now; undefined: into a new one. */
  private active: Segment | undefined;
  private last = 0;

  private constructor(folder: string, segmentBytes: number, release: () => void) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.release = release;
    this.damaged = this.recover();
  }

  /** Opens the store of a folder, or makes one. What a killed process had not written to its end is cut off.
   *  Errors: HW-NODE-STORE-LOCKED – another process has it; HW-NODE-STORE. */
  static open(folder: string, segmentBytes = SEGMENT_BYTES): BlockStore {
    const release = attempt(folder, () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return takeLock(join(folder, 'lock'), (by) => locked(folder, by));
    });
    try {
      return attempt(folder, () => new BlockStore(folder, segmentBytes, release));
    } catch (error) {
      release();
      throw error;
    }
  }

  /** What all files have. */
  get bytes(): number {
    let bytes = 0;
    for (const segment of this.segments) bytes += segment.bytes;
    return bytes;
  }

  /** Keeps a block: when it returns, the system has it, and it outlives this process. */
  put(block: Block): void {
    this.putAll([block]);
  }

  /** Keeps all of them or, if that fails, none. */
  putAll(blocks: readonly Block[]): void {
    const fresh: Block[] = [];
    const seen = new Set<string>();
    for (const block of blocks) {
      check(block);
      const name = `${block.extent} ${block.version} ${block.disk}`;
      if (this.index.get(block) || seen.has(name)) continue;
      seen.add(name);
      fresh.push(block);
    }
    this.append(fresh.map((block) => ({ key: block, buffers: encode(block) })));
  }

  /** Undefined where it was never put, or was forgotten. Shape: its bytes lie in `room`, which has RECORD_BYTES_MAX, where that is given.
   *  Errors: HW-NODE-STORE-DAMAGED – it is not what was put; from then on it is not there, and may be put again. */
  get(disk: string, extent: number, version: number, room?: Buffer): Block | undefined {
    const key = { disk, extent, version };
    const place = this.index.get(key);
    if (!place) return undefined;
    const { segment, offset, bytes } = place;
    const record = attempt(segment.path, () => segment.read(offset, bytes, room));
    const header = decode(record);
    const packed = header && record.subarray(header.headerBytes);
    if (header && packed && isThatOf(header, key) && isWhole(packed)) return { ...key, packed };
    quietly(() => this.drop([key]));
    throw new Misuse(
      'HW-NODE-STORE-DAMAGED',
      `Extent ${extent} of ${disk} in version ${version} was damaged in ${segment.path}, from byte ${offset} on`,
      'Have it sent again; and look at the disk on which this file lies.',
    );
  }

  has(disk: string, extent: number, version: number): boolean {
    return this.index.get({ disk, extent, version }) !== undefined;
  }

  /** Forgets all of a disk, and gives back its room. After a kill in the midst of it some are still there. */
  forget(disk: string): void {
    this.drop(this.index.keysOf(disk));
  }

  /** Forgets these blocks; those that are not there, too. */
  forgetAll(keys: Iterable<BlockKey>): void {
    this.drop(keys);
  }

  close(): void {
    this.files.close();
    this.release();
  }

  private recover(): string[] {
    const damaged: string[] = [];
    for (const name of readdirSync(this.folder).sort()) {
      const [, digits] = NAME.exec(name) ?? [];
      if (digits === undefined) continue;
      this.last = Number(digits);
      const segment = new Segment(join(this.folder, name), this.last, this.files);
      this.segments.add(segment);
      const read = segment.scan((header, offset) => {
        if (header.live) this.found(header, segment, offset);
      });
      segment.cut(read.end);
      damaged.push(...read.damaged.map(([from, to]) => `${segment.path}, bytes ${from} … ${to - 1}`));
      this.active = segment;
    }
    for (const segment of this.segments) this.tidy(segment);
    return damaged;
  }

  /** A block that is there twice was being moved, or was put again for a damaged one: the later counts. */
  private found(header: RecordHeader, segment: Segment, offset: number): void {
    const earlier = this.index.get(header);
    if (earlier) {
      earlier.segment.bury(earlier.offset);
      earlier.segment.liveBytes -= earlier.bytes;
    }
    this.index.set(header, segment, offset, header.bytes);
    segment.liveBytes += header.bytes;
  }

  /** Writes records at the end, all or none, then tells the index. */
  private append(records: readonly Kept[]): void {
    const before = this.active && { segment: this.active, bytes: this.active.bytes };
    const made: Segment[] = [];
    const places: { key: BlockKey; segment: Segment; offset: number; bytes: number }[] = [];
    try {
      for (let from = 0; from < records.length; ) {
        const segment = this.roomy(made);
        const buffers: Buffer[] = [];
        let end = segment.bytes;
        while (from < records.length && end < this.segmentBytes) {
          const record = records[from] as Kept;
          const bytes = lengthOf(record.buffers);
          places.push({ key: record.key, segment, offset: end, bytes });
          buffers.push(...record.buffers);
          end += bytes;
          from += 1;
        }
        segment.append(buffers);
      }
    } catch (error) {
      this.takeBack(made, before);
      throw asMisuse('HW-NODE-STORE', `${this.folder} cannot keep blocks`, error);
    }
    for (const { key, segment, offset, bytes } of places) {
      this.index.set(key, segment, offset, bytes);
      segment.liveBytes += bytes;
    }
  }

  private roomy(made: Segment[]): Segment {
    if (this.active && this.active.bytes < this.segmentBytes) return this.active;
    this.last += 1;
    const name = `${String(this.last).padStart(8, '0')}.blocks`;
    this.active = new Segment(join(this.folder, name), this.last, this.files);
    this.segments.add(this.active);
    made.push(this.active);
    return this.active;
  }

  /** What cannot even be cut off lies behind what counts: the next record is written over it. */
  private takeBack(made: readonly Segment[], before: { segment: Segment; bytes: number } | undefined): void {
    for (const segment of made) {
      this.segments.delete(segment);
      quietly(() => segment.remove());
    }
    this.active = before?.segment;
    if (before) quietly(() => before.segment.cut(before.bytes));
  }

  /** Errors: HW-NODE-STORE; then some may be forgotten, others not. */
  private drop(keys: Iterable<BlockKey>): void {
    const places = new Map<Segment, { key: BlockKey; place: Place }[]>();
    for (const key of keys) {
      const place = this.index.get(key);
      if (!place) continue;
      const list = places.get(place.segment) ?? [];
      if (list.length === 0) places.set(place.segment, list);
      list.push({ key, place });
    }
    for (const [segment, list] of places) this.dropFrom(segment, list);
  }

  private dropFrom(segment: Segment, list: readonly { key: BlockKey; place: Place }[]): void {
    attempt(segment.path, () => {
      const dropped = new Set(list.map(({ place }) => place));
      let bytes = 0;
      for (const { bytes: each } of dropped) bytes += each;
      const all = bytes === segment.liveBytes;
      for (const { key, place } of list) {
        if (this.index.get(key) !== place) continue;
        if (!all) segment.bury(place.offset);
        this.index.delete(key);
        segment.liveBytes -= place.bytes;
      }
      this.tidy(segment);
    });
  }

  /** Removes a segment of which nothing is wanted, and moves what is left of one of which little is. */
  private tidy(segment: Segment): void {
    if (segment.liveBytes === 0) {
      segment.remove();
      this.segments.delete(segment);
      if (this.active === segment) this.active = undefined;
    } else if (segment !== this.active && segment.liveBytes < segment.bytes * LIVE_SHARE_MIN) {
      if (this.move(segment)) this.tidy(segment);
    }
  }

  /** Without room for that, they stay where they are. */
  private move(segment: Segment): boolean {
    const records: Kept[] = [];
    segment.scan((header, offset) => {
      if (this.isAt(header, segment, offset))
        records.push({ key: header, buffers: [segment.read(offset, header.bytes)] });
    });
    const bytes = records.reduce((sum, { buffers }) => sum + lengthOf(buffers), 0);
    // A block that cannot be found any more stays with its file, which its reader is told.
    if (bytes !== segment.liveBytes) return false;
    try {
      this.append(records);
    } catch (error) {
      if (error instanceof Misuse) return false;
      throw error;
    }
    segment.liveBytes = 0;
    return true;
  }

  private isAt(key: BlockKey, segment: Segment, offset: number): boolean {
    const place = this.index.get(key);
    return place?.segment === segment && place.offset === offset;
  }
}

/** A record that is to be written. */
interface Kept {
  readonly key: BlockKey;
  readonly buffers: readonly Buffer[];
}

function lengthOf(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, { length }) => sum + length, 0);
}

function isThatOf(header: RecordHeader, { disk, extent, version }: BlockKey): boolean {
  return header.disk === disk && header.extent === extent && header.version === version;
}

/** What would be written, but not found again. */
function check({ disk, extent, version, packed }: Block): void {
  const name = Buffer.from(disk);
  const wrong =
    name.length > NAME_BYTES_MAX || name.toString() !== disk
      ? `a disk's name in Unicode of at most ${NAME_BYTES_MAX} bytes, got ${name.length}`
      : packed.length > PACKED_BYTES_MAX
        ? `at most ${PACKED_BYTES_MAX} packed bytes, got ${packed.length}`
        : Number.isSafeInteger(extent) && Number.isSafeInteger(version)
          ? undefined
          : `whole numbers for extent and version, got ${extent} and ${version}`;
  if (wrong !== undefined)
    throw new Misuse('HW-NODE-BLOCK', `This is no block: expected ${wrong}`, 'Look at who made it.');
}

function attempt<T>(path: string, act: () => T): T {
  return refusedAs('HW-NODE-STORE', `${path} cannot keep blocks`, act);
}

/** For what the system may refuse: the next time will do. */
function quietly(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!ofSystem(error) && !(error instanceof Misuse)) throw error;
  }
}

function locked(folder: string, by: string): Misuse {
  return new Misuse(
    'HW-NODE-STORE-LOCKED',
    `${folder} is in use by ${by}`,
    'Stop it, or give each node a folder of its own.',
  );
}
