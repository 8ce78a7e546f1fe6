import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it, type TestContext } from 'node:test';
import { contentOf, DiskImage, type ImageKind } from '.';

const MIB = 2 ** 20;
const KINDS: readonly ImageKind[] = ['vmdk', 'vhd'];
const noQemu = spawnSync('qemu-img', ['--version']).status === 0 ? false : 'qemu-img is not here';
const refusal = { name: 'Misuse', code: 'HW-NODE-IMAGE' };

describe('image of a disk', () => {
  let folder: string;
  const open: DiskImage[] = [];
  const opened = (kind: ImageKind, sizeBytes: number, name = 'erp-db-01'): DiskImage => {
    const image = DiskImage.open(join(folder, `${name}.${kind}`), kind, sizeBytes);
    open.push(image);
    return image;
  };
  const data = (kind: ImageKind): string =>
    join(folder, kind === 'vmdk' ? 'erp-db-01-flat.vmdk' : 'erp-db-01.vhd');
  /** Changes one byte behind the image's back. */
  const damage = (file: string, position: number): void => {
    const fd = openSync(file, 'r+');
    writeSync(fd, Buffer.from([(readFileSync(file)[position] as number) ^ 1]), 0, 1, position);
    closeSync(fd);
  };

  const isClear = (image: DiskImage): boolean =>
    Array.from({ length: image.extents }, (_, extent) => image.isClear(extent)).every(Boolean);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'images-'));
  });
  afterEach(() => {
    for (const image of open.splice(0)) image.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const kind of KINDS) {
    it(`gives back what was written, also after it was opened again (${kind})`, () => {
      const image = opened(kind, 8 * MIB);
      const bytes = [0, 1, 2, 127].map((extent) => ({ extent, bytes: contentOf('erp-db-01/0', extent, 1) }));
      image.writeAll(bytes);
      image.write(50, contentOf('erp-db-01/0', 50, 2));
      for (const one of [image, opened(kind, 8 * MIB)]) {
        for (const { extent, bytes: wanted } of bytes) assert.ok(one.read(extent).equals(wanted));
        assert.ok(one.read(50).equals(contentOf('erp-db-01/0', 50, 2)));
        assert.ok(one.read(49).equals(Buffer.alloc(65_536)));
        assert.deepEqual([...one.everWritten(0, 128)], [0, 1, 2, 50, 127]);
        assert.deepEqual([...one.everWritten(2, 49)], [2, 50]);
      }
    });

    it(`takes no room for what was never written or is cleared unwritten (${kind})`, () => {
      const image = opened(kind, 100 * 1024 * MIB);
      image.write(1_000_000, contentOf('erp-db-01/0', 1_000_000, 1));
      for (let extent = 0; extent < 50; extent += 1) image.clear(extent);
      const { size, blocks } = statSync(data(kind));
      assert.equal(size, 100 * 1024 * MIB + (kind === 'vhd' ? 512 : 0));
      assert.ok(blocks * 512 < 200_000, `got ${blocks} blocks`);
    });

    it(`clears what was written (${kind})`, () => {
      const image = opened(kind, 2 * MIB);
      image.write(3, contentOf('erp-db-01/0', 3, 1));
      image.clear(3);
      assert.ok(isClear(image));
    });

    it(`cuts the last extent at the disk's end (${kind})`, () => {
      const image = opened(kind, 2 * MIB + 5_120);
      const bytes = contentOf('erp-db-01/0', 32, 1);
      image.write(32, bytes);
      assert.ok(image.read(32).equals(bytes.subarray(0, 5_120)));
      image.write(32, bytes.subarray(0, 5_120));
      assert.equal(statSync(data(kind)).size, kind === 'vhd' ? 3 * MIB + 512 : 2 * MIB + 5_120);
      image.clear(32);
      assert.ok(isClear(image));
      for (const wrong of [() => image.write(33, bytes), () => image.read(-1), () => image.clear(33)])
        assert.throws(wrong, RangeError);
      assert.throws(() => image.write(32, bytes.subarray(1)), RangeError);
    });

    it(`refuses a file of another disk, and a wrong name (${kind})`, () => {
      opened(kind, 2 * MIB);
      assert.throws(() => opened(kind, 4 * MIB), refusal);
      assert.deepEqual([...opened(kind, 2 * MIB).everWritten(0, 32)], []);
      assert.throws(() => DiskImage.open(join(folder, 'erp-db-01.raw'), kind, MIB), refusal);
      if (kind === 'vhd') {
        damage(data(kind), 2 * MIB + 70);
        assert.throws(() => opened(kind, 2 * MIB), refusal);
      }
      truncateSync(data(kind), 0);
      opened(kind, 4 * MIB);
    });

    it(`takes all extents for written where it is not said which were (${kind})`, () => {
      opened(kind, MIB).write(3, contentOf('erp-db-01/0', 3, 1));
      rmSync(join(folder, `erp-db-01.${kind}.written`));
      for (const image of [opened(kind, MIB), opened(kind, MIB)])
        assert.equal([...image.everWritten(0, 16)].length, 16);
    });

    it(`is removed whole (${kind})`, () => {
      const path = join(folder, `erp-db-01.${kind}`);
      opened(kind, MIB).write(0, contentOf('erp-db-01/0', 0, 1));
      DiskImage.remove(path, kind);
      DiskImage.remove(path, kind);
      assert.deepEqual(readdirSync(folder), []);
    });

    it(`says what to do where there is no room (${kind})`, () => {
      symlinkSync('/dev/full', data(kind));
      assert.throws(() => opened(kind, 2 * MIB), refusal);
      rmSync(data(kind));
      const { stdout, stderr } = spawnSync(
        'sh',
        [
          '-c',
          `trap "" XFSZ; ulimit -f 4096; exec "$@"`,
          'sh',
          process.execPath,
          '--require=ts-node/register',
          '--eval',
          `const { DiskImage, contentOf } = require(${JSON.stringify(__dirname)});
           try { DiskImage.open(${JSON.stringify(join(folder, `erp-db-01.${kind}`))}, '${kind}', ${8 * MIB}); }
           catch ({ code, next }) { console.log(code, next); }`,
        ],
        { encoding: 'utf8' },
      );
      assert.match(stdout, /^HW-NODE-IMAGE Raise the limit on the size of files/, stderr);
    });

    it(`is read by qemu-img with the disk's size (${kind})`, { skip: noQemu }, () => {
      // QEMU reads no VHD of more than 2,040 GiB, which is what its format was made for; Azure's are larger.
      const largest = (kind === 'vhd' ? 2_040 : 8_192) * 1024 * MIB;
      for (const sizeBytes of [MIB, 40 * MIB, 1536 * MIB, 40 * 1024 * MIB, largest]) {
        DiskImage.remove(join(folder, `erp-db-01.${kind}`), kind);
        const image = opened(kind, sizeBytes);
        image.write(1, contentOf('erp-db-01/0', 1, 1));
        const { stdout, stderr } = qemu('info', '--output=json', '-f', qemuName(kind), image.path);
        const { 'virtual-size': size, format } = JSON.parse(stdout || '{}');
        assert.deepEqual([size, format], [sizeBytes, qemuName(kind)], stderr);
        if (kind === 'vmdk') assert.equal(qemu('check', image.path).status, 0);
      }
    });

    it(`is written by qemu-img's own tools and read here (${kind})`, { skip: noQemu }, (test) => {
      const raw = join(folder, 'raw');
      writeFileSync(raw, Buffer.concat([0, 1, 2].map((extent) => contentOf('erp-db-01/0', extent, 1))));
      truncateSync(raw, 2 * MIB);
      const image = opened(kind, 2 * MIB);
      converted(test, raw, image.path, qemuName(kind));
      for (const extent of [0, 1, 2])
        assert.ok(image.read(extent).equals(contentOf('erp-db-01/0', extent, 1)));
      assert.ok([3, 17, 31].every((extent) => image.isClear(extent)));
    });
  }

  it('has a descriptor as ESXi writes it', () => {
    opened('vmdk', 40 * 1024 * MIB);
    const text = readFileSync(join(folder, 'erp-db-01.vmdk'), 'utf8');
    assert.match(text, /^# Disk DescriptorFile\nversion=1\n/);
    assert.match(text, /^createType="vmfs"$/m);
    assert.match(text, /^RW 83886080 VMFS "erp-db-01-flat.vmdk"$/m);
    assert.match(text, /^CID=[0-9a-e][0-9a-f]{7}\nparentCID=ffffffff$/m);
    assert.match(
      text,
      /^ddb.geometry.cylinders = "5221"\nddb.geometry.heads = "255"\nddb.geometry.sectors = "63"$/m,
    );
    assert.match(
      text,
      /^ddb.uuid = "60 00 C2 9[0-9a-f] ([0-9a-f]{2} ){3}[0-9a-f]{2}-([0-9a-f]{2} ){7}[0-9a-f]{2}"$/m,
    );
  });

  it('keeps a descriptor that a tool has changed', () => {
    const path = opened('vmdk', MIB).path;
    const changed = readFileSync(path, 'utf8').replace(/^CID=.*$/m, 'CID=12345678');
    writeFileSync(path, changed);
    opened('vmdk', MIB);
    assert.equal(readFileSync(path, 'utf8'), changed);
    for (const lose of [() => rmSync(path), () => truncateSync(path)]) {
      lose();
      opened('vmdk', MIB);
      assert.match(readFileSync(path, 'utf8'), /^# Disk DescriptorFile/);
    }
  });

  for (const sizeBytes of [4 * MIB, 3 * MIB + 65_536, 2 * MIB + 5_120]) {
    it(`has the same contents as a VMDK and as a VHD, of ${sizeBytes} bytes`, { skip: noQemu }, () => {
      const images = KINDS.map((kind) => opened(kind, sizeBytes));
      for (const image of images)
        for (const extent of [0, 1, 20, image.extents - 1])
          image.write(extent, contentOf('erp-db-01/0', extent, 4));
      const [vmdk = '', vhd = ''] = images.map(({ path }) => path);
      const compare = () => qemu('compare', '-f', 'vmdk', '-F', 'vpc', vmdk, vhd);
      assert.match(compare().stdout, /Images are identical\./);
      assert.equal(compare().status, 0);
      for (const at of [65_536 * 20 + 7, sizeBytes - 1]) {
        damage(data('vhd'), at);
        assert.equal(compare().status, 1);
        damage(data('vhd'), at);
      }
      images[0]?.clear(1);
      assert.equal(compare().status, 1);
      images[1]?.clear(1);
      assert.equal(compare().status, 0);
    });
  }
});

const qemuName = (kind: ImageKind): string => (kind === 'vhd' ? 'vpc' : 'vmdk');

function qemu(...words: string[]) {
  return spawnSync('qemu-img', words, { encoding: 'utf8' });
}

/** Copies raw bytes into an image that is there, through qemu's own driver for it. */
function converted(test: TestContext, raw: string, path: string, format: string): void {
  const { status, stderr } = qemu('convert', '-n', '-f', 'raw', '-O', format, raw, path);
  test.diagnostic(`qemu-img convert: ${stderr}`);
  assert.equal(status, 0, stderr);
}
