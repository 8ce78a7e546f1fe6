import type { Run } from '../../simulators/storage';
import type { Block } from '../block';
import type { BlockStore } from './block-store';

/** So many blocks are kept at once. */
const PUT_BLOCKS = 16;

/** Keeps blocks as they come. `look` sees each of them before, and refuses it by throwing.
 *  Errors: what `blocks`, `look` and the store throw; some of the blocks may be kept then. */
export async function keepAll(
  store: BlockStore,
  blocks: AsyncIterable<Block>,
  look: (block: Block) => void,
): Promise<void> {
  let batch: Block[] = [];
  for await (const block of blocks) {
    look(block);
    batch.push(block);
    if (batch.length < PUT_BLOCKS) continue;
    store.putAll(batch);
    batch = [];
  }
  store.putAll(batch);
}

/** The blocks of some runs, in their order. Shape: of what is undefined there is no block, nor of what was never written. */
export function* blocksOf(
  runs: readonly Run[],
  blockAt: (extent: number, version: number) => Block | undefined,
): Generator<Block> {
  for (const { start, count, version } of runs)
    for (let extent = start; version > 0 && extent < start + count; extent += 1) {
      const block = blockAt(extent, version);
      if (block) yield block;
    }
}
