import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contentOf, pack } from '.';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const written = fc.record({
  disk: fc.string({ minLength: 1, maxLength: 40 }),
  extent: fc.nat(),
  version: fc.integer({ min: 1, max: 2 ** 32 }),
});
const of = ({ disk, extent, version }: { disk: string; extent: number; version: number }): Buffer =>
  contentOf(disk, extent, version);

describe('contents of an extent', () => {
  it('are the same on every machine and version of Node', () => {
    const all = [
      contentOf('erp-db-01/0', 0, 1),
      contentOf('erp-db-01/0', 639, 7),
      contentOf('web-01/3', 2 ** 31, 2 ** 40),
    ];
    assert.deepEqual(all.map(sha256), [
      'eed00e886bfb4725c5952cc52b7ddff23224451c384e8924242a21289b1de966',
      '99a51767ebea17873c5c18e8230a9f4f845de016f988a751ab260b4ad186ad3e',
      '01f5d4ac18c2f7cb1c60dac4d1f168f47b6e870581f81870116cd3491f150ca9',
    ]);
  });

  it('for any disk, extent and version, are 64 KiB that begin with these three', () => {
    fc.assert(
      fc.property(written, (one) => {
        const bytes = of(one);
        assert.equal(bytes.length, 65_536);
        assert.ok(bytes.equals(of(one)));
        const stamp = Buffer.from(`${one.disk} ${one.extent} ${one.version}\n`);
        assert.ok(bytes.subarray(0, stamp.length).equals(stamp));
      }),
    );
  });

  it('for any two that differ in disk, extent or version, differ', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        assert.ok(!of(one).equals(of(other)));
      }),
    );
  });

  it('differ where names are too long for the line, too', () => {
    const long = 'x'.repeat(5_000);
    assert.ok(!contentOf(`${long}a`, 1, 1).equals(contentOf(`${long}b`, 1, 1)));
    assert.ok(!contentOf(long, 1, 1).equals(contentOf(long, 1, 2)));
  });

  it('of version 0 are zeros', () => {
    assert.ok(contentOf('erp-db-01/0', 5, 0).equals(Buffer.alloc(65_536)));
  });

  it('are brought to about half, some not at all', () => {
    const sizes = Array.from(
      { length: 500 },
      (_, extent) => pack(contentOf('erp-db-01/0', extent, 1)).length,
    );
    const ratio = (500 * 65_536) / sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(ratio > 1.8 && ratio < 2.2, `got ${ratio}`);
    assert.ok(sizes.filter((size) => size > 64_000).length > 10);
    assert.ok(sizes.filter((size) => size < 20_000).length > 10);
  });
});
