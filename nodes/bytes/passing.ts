import { EXTENT_BYTES, type Run } from '../../simulators/storage';
import type { Block } from '../block';
import type { BlockStore } from './block-store';
import { PACKED_BYTES_MAX } from './pack';
import { RECORD_BYTES_MAX } from './record';

/** So much is kept at once. */
const PUT_BYTES = 2 ** 20;

/** Keeps blocks as they come, which may be borrowed. `look` sees each of them before, and refuses it by throwing.
 *  Errors: what `blocks`, `look` and the store throw; some of the blocks may be kept then. */
export async function keepAll(
  store: BlockStore,
  blocks: AsyncIterable<Block>,
  look: (block: Block) => void,
): Promise<void> {
  const gathered = Buffer.allocUnsafeSlow(PUT_BYTES);
  let bytes = 0;
  let batch: Block[] = [];
  for await (const block of blocks) {
    look(block);
    if (bytes + block.packed.length > PUT_BYTES) {
      store.putAll(batch);
      batch = [];
      bytes = 0;
    }
    const end = bytes + block.packed.copy(gathered, bytes);
    batch.push({ ...block, packed: gathered.subarray(bytes, end) });
    bytes = end;
  }
  store.putAll(batch);
}

/** Room for the bytes of one block, used again for the next: new buffers for each keep the collector at work. */
export class BlockRoom {
  readonly raw = Buffer.allocUnsafeSlow(EXTENT_BYTES);
  readonly packed = Buffer.allocUnsafeSlow(PACKED_BYTES_MAX);
  readonly record = Buffer.allocUnsafeSlow(RECORD_BYTES_MAX);
}

/** The blocks of some runs, in their order. A block's bytes are there until the next is asked for.
 *  Shape: of what is undefined there is no block, nor of what was never written. */
export function* blocksOf(
  runs: readonly Run[],
  blockAt: (extent: number, version: number, room: BlockRoom) => Block | undefined,
): Generator<Block> {
  const room = new BlockRoom();
  for (const { start, count, version } of runs)
    for (let extent = start; version > 0 && extent < start + count; extent += 1) {
      const block = blockAt(extent, version, room);
      if (block) yield block;
    }
}
