import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Block } from '../block';
import { BlockStore, contentOf, pack, unpack } from '.';

const SMALL = 300_000;
const CHILD = join(__dirname, 'putting.fixture.spec.ts');
const blockOf = (disk: string, extent: number, version: number): Block => ({
  disk,
  extent,
  version,
  packed: pack(contentOf(disk, extent, version)),
});
const blocksOf = (disk: string, count: number, version = 1): Block[] =>
  Array.from({ length: count }, (_, extent) => blockOf(disk, extent, version));

describe('block store', () => {
  let parent: string;
  let folder: string;
  const open: BlockStore[] = [];
  const opened = (segmentBytes = SMALL, at = folder): BlockStore => {
    const store = BlockStore.open(at, segmentBytes);
    open.push(store);
    return store;
  };
  const reopened = (store: BlockStore): BlockStore => {
    store.close();
    return opened();
  };
  const files = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.blocks'))
      .sort()
      .map((name) => join(folder, name));
  const holds = (store: BlockStore, block: Block): void => {
    const { disk, extent, version } = block;
    assert.deepEqual(store.get(disk, extent, version), block);
    assert.ok(unpack(block.packed).equals(contentOf(disk, extent, version)));
  };
  const size = (): number => files().reduce((sum, file) => sum + statSync(file).size, 0);

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'blocks-'));
    folder = join(parent, 'store');
  });
  afterEach(() => {
    for (const store of open.splice(0)) store.close();
    rmSync(parent, { recursive: true, force: true });
  });

  it('gives back what was put, also after it was opened again', () => {
    let store = opened();
    const blocks = [
      ...blocksOf('erp-db-01/0', 40),
      ...blocksOf('erp-db-01/1', 5),
      ...blocksOf('erp-db-01/0', 9, 2),
    ];
    store.putAll(blocks.slice(0, 30));
    for (const block of blocks.slice(30)) store.put(block);
    for (const again of [false, true]) {
      if (again) store = reopened(store);
      for (const block of blocks) holds(store, block);
      assert.equal(store.get('erp-db-01/0', 40, 1), undefined);
      assert.equal(store.get('erp-db-01/0', 3, 3), undefined);
      assert.equal(store.has('erp-db-01/0', 8, 2), true);
      assert.equal(store.has('erp-db-01/0', 9, 2), false);
      assert.equal(store.has('erp-db-02/0', 0, 1), false);
      assert.equal(store.bytes, size());
      assert.deepEqual(store.damaged, []);
    }
    assert.ok(files().length > 3);
  });

  it('writes a version once', () => {
    const store = opened();
    store.putAll(blocksOf('web-01/0', 4));
    const { bytes } = store;
    store.putAll([...blocksOf('web-01/0', 4), ...blocksOf('web-01/0', 4)]);
    assert.equal(store.bytes, bytes);
    const twice = [blockOf('web-01/0', 9, 9), blockOf('web-01/0', 9, 9)];
    store.putAll(twice);
    assert.ok(store.bytes - bytes < 70_000);
  });

  it('forgets a disk, and gives back its room', () => {
    let store = opened();
    store.putAll(blocksOf('web-01/0', 60));
    store.putAll(blocksOf('web-02/0', 3));
    store.forget('web-01/0');
    assert.ok(store.bytes < 2 * SMALL, `got ${store.bytes}`);
    assert.equal(store.bytes, size());
    store = reopened(store);
    for (const block of blocksOf('web-01/0', 60)) assert.ok(!store.has('web-01/0', block.extent, 1));
    for (const block of blocksOf('web-02/0', 3)) holds(store, block);
    store.forget('web-02/0');
    assert.equal(store.bytes, 0);
    assert.deepEqual(files(), []);
    store.forget('web-02/0');
    store.put(blockOf('web-02/0', 1, 1));
    holds(reopened(store), blockOf('web-02/0', 1, 1));
  });

  it('writes anew what is left in a segment of which little is wanted', () => {
    let store = opened();
    store.putAll(blocksOf('web-01/0', 60));
    const left = [7, 31, 55];
    store.forgetAll(blocksOf('web-01/0', 60).filter(({ extent }) => !left.includes(extent)));
    assert.ok(store.bytes < 2 * SMALL, `got ${store.bytes}`);
    for (const again of [false, true]) {
      if (again) store = reopened(store);
      for (let extent = 0; extent < 60; extent += 1)
        if (left.includes(extent)) holds(store, blockOf('web-01/0', extent, 1));
        else assert.ok(!store.has('web-01/0', extent, 1));
    }
  });

  it('for any puts, forgettings and restarts, holds what a plain map holds', () => {
    const disk = fc.constantFrom('a/0', 'b/0', 'b/1');
    const put = fc.tuple(fc.constant('put' as const), disk, fc.nat(12), fc.integer({ min: 1, max: 3 }));
    const forget = fc.tuple(fc.constant('forget' as const), disk, fc.nat(12), fc.integer({ min: 1, max: 3 }));
    const wipe = fc.tuple(fc.constantFrom('wipe' as const, 'restart' as const), disk, fc.nat(0), fc.nat(0));
    const some = fc.array(fc.oneof({ arbitrary: put, weight: 6 }, { arbitrary: forget, weight: 3 }, wipe), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(some, (acts) => {
        const at = mkdtempSync(join(parent, 'any-'));
        let store = BlockStore.open(at, 150_000);
        const plain = new Set<string>();
        for (const [act, name, extent, version] of acts) {
          const key = `${name} ${extent} ${version}`;
          if (act === 'put') {
            store.put(blockOf(name, extent, version));
            plain.add(key);
          } else if (act === 'forget') {
            store.forgetAll([{ disk: name, extent, version }]);
            plain.delete(key);
          } else if (act === 'wipe') {
            store.forget(name);
            for (const one of plain) if (one.startsWith(`${name} `)) plain.delete(one);
          } else {
            store.close();
            store = BlockStore.open(at, 150_000);
          }
        }
        for (const name of ['a/0', 'b/0', 'b/1'])
          for (let extent = 0; extent <= 12; extent += 1)
            for (let version = 1; version <= 3; version += 1) {
              const block = store.get(name, extent, version);
              assert.equal(block !== undefined, plain.has(`${name} ${extent} ${version}`));
              if (block) assert.ok(block.packed.equals(blockOf(name, extent, version).packed));
            }
        store.close();
        rmSync(at, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('cuts off a record that ends at any byte, and keeps those before it', () => {
    const store = opened(10_000_000);
    store.putAll(blocksOf('web-01/0', 2));
    const whole = store.bytes;
    store.put({ disk: 'web-01/0', extent: 2, version: 1, packed: pack(Buffer.from('little')) });
    store.close();
    const [file = ''] = files();
    const all = readFileSync(file);
    for (let length = whole; length < all.length; length += 1) {
      writeFileSync(file, all.subarray(0, length));
      const cut = opened();
      assert.deepEqual(cut.damaged, []);
      assert.equal(cut.bytes, whole);
      assert.equal(statSync(file).size, whole);
      assert.ok(!cut.has('web-01/0', 2, 1));
      for (const block of blocksOf('web-01/0', 2)) holds(cut, block);
      cut.close();
    }
    const empty = all.subarray(0, 1);
    writeFileSync(file, empty);
    opened().put(blockOf('web-01/0', 0, 1));
  });

  it('names the file of a block that was damaged at any byte, and takes it anew', () => {
    const packed = pack(Buffer.from('a block of a few bytes'));
    const damagedOne = { disk: 'web-01/0', extent: 1, version: 1, packed };
    const store = opened(10_000_000);
    store.put(blockOf('web-01/0', 0, 1));
    const from = store.bytes;
    store.put(damagedOne);
    const to = store.bytes;
    store.put(blockOf('web-01/0', 2, 1));
    store.close();
    const [file = ''] = files();
    const all = readFileSync(file);
    for (let at = from; at < to; at += 1) {
      const changed = Buffer.from(all);
      changed[at] = (changed[at] as number) ^ 0x10;
      writeFileSync(file, changed);
      let again = opened();
      holds(again, blockOf('web-01/0', 0, 1));
      holds(again, blockOf('web-01/0', 2, 1));
      if (at === from + 4) {
        // Whether it lives: that one bit is wrong there loses nothing.
        assert.deepEqual(again.get('web-01/0', 1, 1), damagedOne);
      } else if (again.damaged.length > 0) {
        assert.deepEqual(again.damaged, [`${file}, bytes ${from} … ${to - 1}`]);
        assert.equal(again.get('web-01/0', 1, 1), undefined);
      } else {
        assert.throws(
          () => again.get('web-01/0', 1, 1),
          (error: Error & { code: string }) =>
            error.code === 'HW-NODE-STORE-DAMAGED' && error.message.includes(file),
        );
        assert.ok(!again.has('web-01/0', 1, 1));
      }
      again.put(damagedOne);
      again = reopened(again);
      assert.deepEqual(again.get('web-01/0', 1, 1), damagedOne);
      again.close();
    }
  });

  it('leaves out what a power cut left as zeros at the end, and says so', () => {
    let store = opened(10_000_000);
    store.putAll(blocksOf('web-01/0', 2));
    const whole = store.bytes;
    store.close();
    const [file = ''] = files();
    truncateSync(file, whole + 5_000);
    store = opened();
    assert.deepEqual(store.damaged, [`${file}, bytes ${whole} … ${whole + 4_999}`]);
    assert.equal(store.bytes, whole);
  });

  it('does not bring back what was forgotten where a block was there twice', () => {
    let store = opened(100_000);
    store.putAll(blocksOf('web-01/0', 8));
    const kept = join(parent, 'kept');
    const [first = ''] = files();
    copyFileSync(first, kept);
    store.close();
    copyFileSync(kept, join(folder, '00000099.blocks'));
    store = opened();
    store.forget('web-01/0');
    assert.equal(store.bytes, 0);
    store = reopened(store);
    assert.ok(!store.has('web-01/0', 0, 1));
  });

  it('refuses a folder that another has, and takes over from one that is gone', async () => {
    const store = opened();
    assert.throws(() => BlockStore.open(folder), { name: 'Misuse', code: 'HW-NODE-STORE-LOCKED' });
    store.close();
    const { kill } = await putting('killed');
    assert.throws(() => BlockStore.open(folder), { name: 'Misuse', code: 'HW-NODE-STORE-LOCKED' });
    await kill();
    opened();
  });

  for (const how of ['killed', 'churning'] as const) {
    it(`has all that was put and nothing that was forgotten before a kill in the midst (${how})`, async () => {
      for (const afterMs of [0, 30, 90, 91, 92]) {
        const { told, kill } = await putting(how);
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        await kill();
        const put = told();
        const store = opened();
        assert.deepEqual(store.damaged, []);
        assert.ok(put > 0);
        for (let extent = 0; extent < put; extent += 1) {
          const wanted = how === 'killed' || extent % 10 === 0;
          // The next four may have been put, and four forgotten for them.
          if (wanted || extent >= put - 36) holds(store, blockOf(`${how}/0`, extent, 1));
          else if (extent < put - 40) assert.ok(!store.has(`${how}/0`, extent, 1));
        }
        store.forget(`${how}/0`);
        assert.equal(store.bytes, 0);
        store.close();
      }
    });
  }

  it('keeps nothing of a call that finds no room, and all of the calls before', () => {
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'trap "" XFSZ; ulimit -f 400; exec "$@"', 'sh', ...command('limited')],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    const { put, code, next, hasAny, bytes } = JSON.parse(stdout);
    assert.deepEqual([code, hasAny], ['HW-NODE-STORE', false]);
    assert.match(next, /ulimit/);
    assert.ok(put > 0);
    assert.equal(bytes, size());
    const store = opened();
    assert.equal(store.bytes, bytes);
    for (let extent = 0; extent < put; extent += 1) holds(store, blockOf('limited/0', extent, 1));
    assert.ok(!store.has('limited/0', put, 1));
  });

  it('says what to do where a device is full', () => {
    const store = opened();
    symlinkSync('/dev/full', join(folder, '00000001.blocks'));
    assert.throws(() => store.putAll(blocksOf('web-01/0', 3)), {
      name: 'Misuse',
      code: 'HW-NODE-STORE',
      message: /ENOSPC/,
      next: /Make room/,
    });
    assert.ok(!store.has('web-01/0', 0, 1));
    store.put(blockOf('web-01/0', 0, 1));
    holds(store, blockOf('web-01/0', 0, 1));
  });

  it('finds no room on a small file system, and goes on once there is', (test) => {
    const mount = join(parent, 'small');
    mkdirSync(mount);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount]).status !== 0) {
      test.skip('no file system can be mounted here');
      return;
    }
    try {
      const store = BlockStore.open(join(mount, 'store'), SMALL);
      let put = 0;
      assert.throws(
        () => {
          for (; ; put += 2) store.putAll([blockOf('web-01/0', put, 1), blockOf('web-01/0', put + 1, 1)]);
        },
        { name: 'Misuse', code: 'HW-NODE-STORE', message: /ENOSPC/ },
      );
      assert.ok(put > 10);
      for (let extent = 0; extent < put; extent += 1) holds(store, blockOf('web-01/0', extent, 1));
      assert.ok(!store.has('web-01/0', put, 1) && !store.has('web-01/0', put + 1, 1));
      store.forgetAll(blocksOf('web-01/0', put - 4));
      store.putAll(blocksOf('web-02/0', 8));
      store.close();
      const again = BlockStore.open(join(mount, 'store'), SMALL);
      for (const block of blocksOf('web-02/0', 8)) holds(again, block);
      holds(again, blockOf('web-01/0', put - 1, 1));
      assert.ok(!again.has('web-01/0', 0, 1));
      again.close();
    } finally {
      spawnSync('umount', ['-l', mount]);
    }
  });

  it('refuses what it could not find again', () => {
    const store = opened();
    const block = blockOf('web-01/0', 0, 1);
    for (const wrong of [
      { disk: 'x'.repeat(1_025) },
      { extent: 0.5 },
      { version: Number.NaN },
      { packed: Buffer.alloc(70_000) },
      { disk: 'half \ud800 of a letter' },
    ])
      assert.throws(() => store.putAll([block, { ...block, ...wrong }]), { code: 'HW-NODE-BLOCK' });
    assert.equal(store.bytes, 0);
    const long = { ...block, disk: 'ü'.repeat(512) };
    store.put(long);
    assert.deepEqual(reopened(store).get(long.disk, 0, 1), long);
  });

  it('says so where a file was taken away, and makes none in its place', () => {
    const store = opened();
    store.put(blockOf('web-01/0', 0, 1));
    store.putAll(blocksOf('web-02/0', 100));
    const [first = ''] = files();
    rmSync(first);
    store.close();
    const again = opened();
    assert.ok(!again.has('web-01/0', 0, 1));
    const [second = ''] = files();
    writeFileSync(second, '');
    const lost = blocksOf('web-02/0', 100).find(({ extent }) => again.has('web-02/0', extent, 1));
    assert.ok(lost);
    assert.throws(() => again.get('web-02/0', lost.extent, 1), { code: 'HW-NODE-STORE-DAMAGED' });
  });

  it('passes over files that are not its own', () => {
    const store = opened();
    store.put(blockOf('web-01/0', 0, 1));
    appendFileSync(join(folder, 'notes.txt'), 'of an operator');
    holds(reopened(store), blockOf('web-01/0', 0, 1));
  });

  const command = (how: string): string[] => [
    process.execPath,
    '--require=ts-node/register',
    CHILD,
    how,
    folder,
  ];
  /** A process of its own that puts blocks; `told` is how many it said that it has put. */
  const putting = async (how: string): Promise<{ told: () => number; kill: () => Promise<unknown> }> => {
    const [program = '', ...words] = command(how);
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise((resolve) => child.once('close', resolve));
    let text = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (more: Buffer) => {
        text += more;
        resolve();
      });
    });
    return {
      told: () => Math.max(...text.split('\n').slice(0, -1).map(Number)),
      kill: () => {
        child.kill('SIGKILL');
        return gone;
      },
    };
  };
});
