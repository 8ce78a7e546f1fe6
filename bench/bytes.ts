import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlockStore, contentOf, DiskImage, Materialised, pack, unpack } from '../nodes/bytes';
import { EXTENT_BYTES, ExtentMap } from '../simulators/storage';
import { measure, type Row, summarize } from './measure';

const DISK = 'erp-db-01/0';
const EXTENTS = 4_000;
const BATCH = 16;

/** The bytes of extents, in MB of what the guest wrote a second: made, packed, unpacked, kept, read, written to an image, and compared with one. */
export function benchBytes(repeats: number): Row[] {
  const raw = Array.from({ length: EXTENTS }, (_, extent) => contentOf(DISK, extent, 1));
  const blocks = raw.map((bytes, extent) => ({ disk: DISK, extent, version: 1, packed: pack(bytes) }));
  const view = ExtentMap.empty.write(0, EXTENTS, 1);
  const rates = new Map<string, number[]>();
  const rate = (what: string, work: () => void): void => {
    const { cpuSeconds } = measure(work);
    rates.set(what, [...(rates.get(what) ?? []), (EXTENTS * EXTENT_BYTES) / 1e6 / cpuSeconds]);
  };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-bytes-'));
    const store = BlockStore.open(join(folder, 'store'));
    const image = DiskImage.open(join(folder, 'disk.vmdk'), 'vmdk', 40 * 2 ** 30);
    rate('contentOf', () => {
      for (let extent = 0; extent < EXTENTS; extent += 1) contentOf(DISK, extent, 1);
    });
    rate('pack', () => {
      for (const bytes of raw) pack(bytes);
    });
    rate('unpack', () => {
      for (const { packed } of blocks) unpack(packed);
    });
    rate(`putAll, ${BATCH} at once`, () => {
      for (let at = 0; at < EXTENTS; at += BATCH) store.putAll(blocks.slice(at, at + BATCH));
    });
    rate('get', () => {
      for (let extent = 0; extent < EXTENTS; extent += 1) store.get(DISK, extent, 1);
    });
    rate('image, sync', () => {
      new Materialised(image, DISK, (_, extent) => raw[extent] as Buffer).sync(view);
    });
    rate('image, recover', () => {
      Materialised.recover(image, DISK, (_, extent) => raw[extent] as Buffer, view);
    });
    image.close();
    store.close();
    rmSync(folder, { recursive: true });
  }
  const packedBytes = blocks.reduce((sum, { packed }) => sum + packed.length, 0);
  const ratio = ((EXTENTS * EXTENT_BYTES) / packedBytes).toFixed(2);
  return [...rates].map(([what, list]) => ({
    what: `bytes, ${what}${what === 'pack' ? ` (${ratio} to 1)` : ''}`,
    measured: summarize(list, 'MB/s'),
    goal: what === 'contentOf' ? '1,000' : '–',
  }));
}
