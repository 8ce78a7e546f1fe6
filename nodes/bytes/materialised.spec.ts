import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { ExtentMap } from '../../simulators/storage';
import { BlockStore, contentOf, DiskImage, Materialised, pack, unpack } from '.';

const DISK = 'erp-db-01/0';
const EXTENTS = 40;
const SIZE = EXTENTS * 65_536 - 60_000;
const write = fc.tuple(
  fc.integer({ min: 0, max: EXTENTS - 1 }),
  fc.integer({ min: 1, max: 25 }),
  fc.integer({ min: 0, max: 9 }),
);
const views = fc.array(fc.array(write, { maxLength: 4 }), { minLength: 1, maxLength: 5 });
const after = (map: ExtentMap, writes: readonly (readonly [number, number, number])[]): ExtentMap =>
  map.writeAll(
    writes.map(([start, count, version]) => ({ start, count: Math.min(count, EXTENTS - start), version })),
  );

describe('materialised disk', () => {
  let folder: string;
  let made = 0;
  const images: DiskImage[] = [];
  const fresh = (): DiskImage => {
    made += 1;
    const image = DiskImage.open(join(folder, `${made}.vmdk`), 'vmdk', SIZE);
    images.push(image);
    return image;
  };
  const shows = (image: DiskImage, view: ExtentMap): void => {
    for (let extent = 0; extent < EXTENTS; extent += 1) {
      const wanted = contentOf(DISK, extent, view.get(extent)).subarray(0, image.extentBytes(extent));
      assert.ok(image.read(extent).equals(wanted), `extent ${extent}`);
    }
  };
  const differing = (a: ExtentMap, b: ExtentMap): number =>
    Array.from({ length: EXTENTS }, (_, extent) => a.get(extent) !== b.get(extent)).filter(Boolean).length;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'materialised-'));
  });
  afterEach(() => {
    for (const image of images.splice(0)) image.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('for any series of views, has what the last one says, and writes only what changed', () => {
    fc.assert(
      fc.property(views, (list) => {
        const image = fresh();
        const materialised = new Materialised(image, DISK, contentOf);
        let view = ExtentMap.empty;
        for (const writes of list) {
          const next = after(view, writes);
          assert.equal(materialised.sync(next), differing(view, next));
          view = next;
        }
        shows(image, view);
        assert.equal(materialised.sync(view), 0);
      }),
      { numRuns: 40 },
    );
  });

  it('for any image that a stopped process left, rewrites what differs and nothing else', () => {
    fc.assert(
      fc.property(views, fc.array(write, { maxLength: 4 }), (list, writes) => {
        const image = fresh();
        const left = after(ExtentMap.empty, list.flat());
        new Materialised(image, DISK, contentOf).sync(left);
        const view = after(left, writes);
        const { materialised, rewritten } = Materialised.recover(image, DISK, contentOf, view);
        assert.equal(rewritten, differing(left, view));
        shows(image, view);
        assert.equal(materialised.sync(view), 0);
        assert.equal(Materialised.recover(image, DISK, contentOf, view).rewritten, 0);
      }),
      { numRuns: 40 },
    );
  });

  it('finds one byte that was changed behind its back', () => {
    const image = fresh();
    const view = after(ExtentMap.empty, [[3, 9, 2]]);
    new Materialised(image, DISK, contentOf).sync(view);
    for (const extent of [5, 3, 11]) {
      const bytes = image.read(extent);
      bytes[77] = (bytes[77] as number) ^ 1;
      image.write(extent, bytes);
      assert.equal(Materialised.recover(image, DISK, contentOf, view).rewritten, 1);
      shows(image, view);
    }
  });

  it('for any write that fails in the midst, is whole after the next, even where that one goes back', () => {
    fc.assert(
      fc.property(views, fc.nat(60), (list, fails) => {
        const image = fresh();
        let left = Number.POSITIVE_INFINITY;
        const materialised = new Materialised(image, DISK, (disk, extent, version) => {
          if (left <= 0) throw new Error('no bytes');
          left -= 1;
          return contentOf(disk, extent, version);
        });
        const first = after(ExtentMap.empty, list[0] ?? []);
        materialised.sync(first);
        for (const writes of list.slice(1)) {
          left = fails;
          try {
            materialised.sync(after(first, writes));
          } catch {
            left = Number.POSITIVE_INFINITY;
          }
        }
        left = Number.POSITIVE_INFINITY;
        materialised.sync(first);
        shows(image, first);
      }),
      { numRuns: 40 },
    );
  });

  it('is what a view says after its writer was killed in the midst', async () => {
    const path = join(folder, 'killed.vmdk');
    const script = `
      const { DiskImage, Materialised, contentOf } = require(${JSON.stringify(__dirname)});
      const { ExtentMap } = require(${JSON.stringify(join(__dirname, '../../simulators/storage'))});
      const materialised = new Materialised(DiskImage.open(${JSON.stringify(path)}, 'vmdk', ${SIZE}), '${DISK}', contentOf);
      for (let version = 1; ; version += 1) {
        materialised.sync(ExtentMap.empty.write((version * 7) % 25, 15, version));
        if (version === 3) require('node:fs').writeSync(1, 'on');
      }`;
    for (const afterMs of [0, 3, 20]) {
      DiskImage.remove(path, 'vmdk');
      const child = spawn(process.execPath, ['--require=ts-node/register', '--eval', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      child.kill('SIGKILL');
      await gone;
      const image = DiskImage.open(path, 'vmdk', SIZE);
      images.push(image);
      const view = after(ExtentMap.empty, [[2, 5, 2]]);
      assert.ok(Materialised.recover(image, DISK, contentOf, view).rewritten > 0);
      shows(image, view);
    }
  });

  it('is made of the blocks that a node keeps', () => {
    const store = BlockStore.open(join(folder, 'store'));
    const image = fresh();
    const view = after(ExtentMap.empty, [
      [0, 12, 1],
      [4, 3, 2],
      [EXTENTS - 2, 2, 3],
    ]);
    for (const { start, count, version } of view.runs())
      for (let extent = start; extent < start + count; extent += 1)
        store.put({ disk: DISK, extent, version, packed: pack(contentOf(DISK, extent, version)) });
    const bytesOf = (disk: string, extent: number, version: number): Buffer => {
      const block = store.get(disk, extent, version);
      assert.ok(block);
      return unpack(block.packed);
    };
    assert.equal(new Materialised(image, DISK, bytesOf).sync(view), 14);
    shows(image, view);
    store.close();
  });
});
