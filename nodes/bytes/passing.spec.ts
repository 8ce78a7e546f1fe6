import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Block } from '../block';
import { BlockStore, blocksOf, contentOf, keepAll, PACKED_BYTES_MAX, pack, unpack } from '.';

const DISK = 'erp-db-01/0';
const EXTENTS = 100;

/** Blocks whose bytes are overwritten by the next. */
async function* lent(count = EXTENTS): AsyncGenerator<Block> {
  const room = Buffer.alloc(PACKED_BYTES_MAX);
  for (let extent = 0; extent < count; extent += 1) {
    yield { disk: DISK, extent, version: 2, packed: pack(contentOf(DISK, extent, 2), room) };
    room.fill(0);
  }
}

describe('passing blocks on', () => {
  let folder: string;
  let store: BlockStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'passing-'));
    store = BlockStore.open(folder);
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps blocks that are lent, and gives those of runs in their order', async () => {
    await keepAll(store, lent(), () => {});
    const runs = [
      { start: 40, count: 30, version: 2 },
      { start: 0, count: 3, version: 0 },
      { start: 7, count: 1, version: 2 },
      { start: 99, count: 2, version: 2 },
    ];
    const seen: number[] = [];
    for (const block of blocksOf(runs, (extent, version, room) =>
      store.get(DISK, extent, version, room.record),
    )) {
      seen.push(block.extent);
      assert.ok(unpack(block.packed).equals(contentOf(DISK, block.extent, 2)));
    }
    assert.deepEqual(seen, [...Array.from({ length: 30 }, (_, at) => 40 + at), 7, 99]);
  });

  it('stops at a block that is refused', async () => {
    const refused = keepAll(store, lent(), ({ extent }) => {
      if (extent === 3) throw new TypeError('not this one');
    });
    await assert.rejects(refused, TypeError);
    for (let extent = 3; extent < EXTENTS; extent += 1) assert.ok(!store.has(DISK, extent, 2));
  });
});
