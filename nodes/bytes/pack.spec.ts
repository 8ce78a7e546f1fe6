import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { compressSync } from 'snappy';
import { contentOf, PACKED_BYTES_MAX, pack, unpack } from '.';

const refusal = { name: 'Misuse', code: 'HW-NODE-BLOCK' };
const noise = (): Buffer => {
  for (let extent = 0; ; extent += 1) {
    const bytes = contentOf('noise/0', extent, 1);
    if (pack(bytes).length > 65_000) return bytes;
  }
};
/** A header that is in order, before any bytes. */
const headed = (how: number, length: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = how;
  header.writeUIntLE(length, 1, 3);
  header.writeUInt32LE(crc32(body, crc32(header.subarray(0, 4))), 4);
  return Buffer.concat([header, body]);
};

describe('packed extents', () => {
  it('for any bytes up to an extent, give them back', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.tuple(fc.nat(255), fc.nat(65_536)).map(([value, length]) => new Uint8Array(length).fill(value)),
    );
    fc.assert(
      fc.property(bytes, (list) => {
        const raw = Buffer.from(list);
        const packed = pack(raw);
        assert.ok(packed.length <= raw.length + 8);
        assert.ok(unpack(packed).equals(raw));
      }),
    );
  });

  it('give back what guests write', () => {
    for (let extent = 0; extent < 200; extent += 1) {
      const bytes = contentOf('erp-db-01/0', extent, 3);
      assert.ok(unpack(pack(bytes)).equals(bytes));
    }
  });

  it('of what cannot be compressed are 8 bytes more, with memory of their own once unpacked', () => {
    const bytes = noise();
    const packed = pack(bytes);
    assert.ok(packed.length <= PACKED_BYTES_MAX);
    const back = unpack(packed);
    packed.fill(0);
    assert.ok(back.equals(bytes));
  });

  it('with any one byte changed are refused', () => {
    const pages = Buffer.concat([contentOf('erp-db-01/0', 3, 1).subarray(0, 4096), Buffer.alloc(8192)]);
    for (const raw of [pages, Buffer.from('a b c d e'), noise().subarray(0, 3000), Buffer.alloc(65_536)]) {
      const packed = pack(raw);
      for (let at = 0; at < packed.length; at += 1) {
        for (const change of at < 40
          ? Array.from({ length: 255 }, (_, bit) => bit + 1)
          : [0x01, 0x80, 0xff]) {
          const changed = Buffer.from(packed);
          changed[at] = (changed[at] as number) ^ change;
          assert.throws(() => unpack(changed), refusal, `byte ${at} ^ ${change}`);
        }
      }
    }
  });

  it('cut at any length, or with anything behind them, are refused', () => {
    for (const raw of [contentOf('erp-db-01/0', 3, 1), Buffer.alloc(0), Buffer.from('abc')]) {
      const packed = pack(raw);
      for (let length = 0; length < packed.length; length += packed.length > 1_000 ? 97 : 1)
        assert.throws(() => unpack(packed.subarray(0, length)), refusal);
      assert.throws(() => unpack(Buffer.concat([packed, Buffer.from([0])])), refusal);
    }
  });

  it('for any bytes that nobody packed, are refused and take no memory', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (list) => {
        assert.throws(() => unpack(Buffer.from(list)), refusal);
      }),
    );
  });

  it('that claim more than an extent are refused before anything is made for them', () => {
    const bomb = compressSync(Buffer.alloc(2 ** 20));
    for (const packed of [
      headed(1, 2 ** 20, bomb),
      headed(1, 65_536, bomb),
      headed(1, 65_536, Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f])),
      headed(1, 65_536, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
      headed(0, 2 ** 24 - 1, Buffer.alloc(10)),
      Buffer.alloc(PACKED_BYTES_MAX + 1),
    ])
      assert.throws(() => unpack(packed), refusal);
    assert.throws(() => pack(Buffer.alloc(65_537)), refusal);
  });
});
