import { join } from 'node:path';
import type { Block } from '../nodes/block';
import {
  type BlockRoom,
  BlockStore,
  blocksOf,
  contentOf,
  DiskImage,
  keepAll,
  pack,
  unpack,
} from '../nodes/bytes';
import { borrowed, type Channel } from '../nodes/channel';
import { EXTENT_BYTES, type Run } from '../simulators/storage';

const DISK = 'erp-db-01/0';
const BATCH_EXTENTS = 1_024;
/** As many as the mobility agent's window of 256 MiB has room for. */
const BATCHES_AT_ONCE = 4;
/** One block of so many is unpacked at the end. */
const LOOKED_AT = 64;

/** About 200 MB of the guest a second. */
const SLOW_BLOCKS = 16;
const SLOW_MS = 5;

/** What the nodes of the path say to each other. A marker is answered when all before it has arrived; the answer is how many extents. */
type Said = { readonly runs: readonly Run[]; readonly slow: boolean } | { readonly marker: number };

type Blocks = AsyncIterable<Block>;

/** What a node of the data path does with the bytes, as the nodes of an estate do it, without the estate. */
export interface PathNode {
  handle(said: unknown, blocks: Blocks): Promise<unknown>;
  /** Forgets what has arrived. */
  clear?(): void;
  close(): void;
}

/** The agent: reads extents of a guest's disk, which is an image as Azure's are, and packs them. The contents were made before. */
export class Agent implements PathNode {
  private readonly channel: Channel;
  private readonly image: DiskImage;
  private readonly extents: number;
  private version = 0;

  constructor(channel: Channel, folder: string, extents: number) {
    this.channel = channel;
    this.extents = extents;
    this.image = DiskImage.open(join(folder, 'disk.vhd'), 'vhd', extents * EXTENT_BYTES);
    for (let extent = 0; extent < extents; extent += 1) this.image.write(extent, contentOf(DISK, extent, 1));
  }

  /** Sends the first extents of the disk, once more each time it is called. With `slow`, the master target holds all of them up. */
  async send(extents: number, slow: boolean): Promise<void> {
    if (extents > this.extents) throw new RangeError(`the disk has ${this.extents} extents, got ${extents}`);
    this.version += 1;
    const { version, image } = this;
    const blockAt = (extent: number, _version: number, room: BlockRoom): Block => ({
      disk: DISK,
      extent,
      version,
      packed: pack(image.read(extent, room.raw), room.packed),
    });
    let next = 0;
    const sendOn = async (): Promise<void> => {
      while (next < extents) {
        const runs = [{ start: next, count: Math.min(BATCH_EXTENTS, extents - next), version }];
        next += BATCH_EXTENTS;
        await this.channel.ask('process-server', { runs, slow } satisfies Said, blocksOf(runs, blockAt));
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, sendOn));
    const arrived = await this.channel.ask('process-server', { marker: extents } satisfies Said);
    if (arrived !== extents) throw new Error(`expected ${extents} extents to arrive, got ${arrived}`);
  }

  async handle(): Promise<unknown> {
    throw new Error('nobody asks an agent');
  }

  close(): void {
    this.image.close();
  }
}

/** The process server: keeps a batch, answers, and then passes it on from what it keeps. */
export class ProcessServer implements PathNode {
  private readonly channel: Channel;
  private readonly store: BlockStore;
  private readonly passing = new Set<Promise<void>>();

  constructor(channel: Channel, folder: string) {
    this.channel = channel;
    this.store = BlockStore.open(folder);
  }

  async handle(message: unknown, blocks: Blocks): Promise<unknown> {
    const said = message as Said;
    if ('marker' in said) {
      while (this.passing.size > 0) await Promise.all(this.passing);
      return this.channel.ask('master-target', said);
    }
    await keepAll(this.store, borrowed(blocks), noLook);
    // So much is kept at most beside what the agent has not been told of yet.
    while (this.passing.size >= BATCHES_AT_ONCE) await Promise.race(this.passing);
    const passed = this.passOn(said).finally(() => this.passing.delete(passed));
    this.passing.add(passed);
    return null;
  }

  private async passOn(said: Extract<Said, { runs: unknown }>): Promise<void> {
    const { store } = this;
    const { runs } = said;
    await this.channel.ask(
      'master-target',
      said,
      blocksOf(runs, (extent, version, room) => store.get(DISK, extent, version, room.record)),
    );
    store.forgetAll(keysOf(runs));
  }

  close(): void {
    this.store.close();
  }
}

/** The master target: keeps what comes. */
export class MasterTarget implements PathNode {
  private readonly store: BlockStore;
  private arrived: Run[] = [];

  constructor(folder: string) {
    this.store = BlockStore.open(folder);
  }

  async handle(message: unknown, blocks: Blocks): Promise<unknown> {
    const said = message as Said;
    if ('marker' in said) {
      let kept = 0;
      for (const { disk, extent, version } of keysOf(this.arrived))
        if (this.store.has(disk, extent, version)) kept += 1;
      return kept;
    }
    await keepAll(this.store, said.slow ? slowly(borrowed(blocks)) : borrowed(blocks), noLook);
    this.arrived.push(...said.runs);
    return null;
  }

  clear(): void {
    for (const { disk, extent, version } of keysOf(this.arrived))
      if (extent % LOOKED_AT === 0) {
        const { packed = Buffer.alloc(0) } = this.store.get(disk, extent, version) ?? {};
        if (!unpack(packed).equals(contentOf(disk, extent, 1)))
          throw new Error(`extent ${extent} is another`);
      }
    this.arrived = [];
    this.store.forget(DISK);
  }

  close(): void {
    this.store.close();
  }
}

function* keysOf(runs: readonly Run[]): Generator<Omit<Block, 'packed'>> {
  for (const { start, count, version } of runs)
    for (let extent = start; extent < start + count; extent += 1) yield { disk: DISK, extent, version };
}

async function* slowly(blocks: Blocks): Blocks {
  let read = 0;
  for await (const block of blocks) {
    yield block;
    read += 1;
    if (read % SLOW_BLOCKS === 0) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
  }
}

function noLook(): void {}
