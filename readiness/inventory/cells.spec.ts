import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { asFlag, asNumber, asText, asTime } from './cells';

describe('cells', () => {
  it('take an Excel error for no value of any type', () => {
    for (const read of [asText, asFlag, asNumber]) assert.equal(read('#REF!'), 'wrong');
    assert.equal(asTime('#N/A', false), 'wrong');
  });

  it('take blank text for blank', () => {
    for (const read of [asText, asFlag, asNumber]) assert.equal(read('  '), 'blank');
  });

  it('refuse numbers below zero and numbers with words', () => {
    for (const cell of [-1, '-1', '12 MiB', '1,2', true, Number.NaN]) assert.equal(asNumber(cell), 'wrong');
  });

  it('for any whole number, read the same from a number, its text and its text in groups', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000_000_000 }), (value) => {
        for (const cell of [value, String(value), value.toLocaleString('en-US')])
          assert.deepEqual(asNumber(cell), { value });
      }),
    );
  });

  it('take points between thousands for groups where the comma is the decimal point', () => {
    for (const [cell, value] of [
      ['40.960', 40_960],
      ['1.234.567', 1_234_567],
      ['40.960,5', 40_960.5],
      ['1,024', 1.024],
      ['0.125', 0.125],
      ['40.96', 40.96],
    ] as const)
      assert.deepEqual(asNumber(cell, true), { value });
    assert.deepEqual(asNumber('40.960'), { value: 40.96 });
  });

  it('take no number that begins with a nought for one in groups', () => {
    for (const cell of ['0,125', '012,345']) assert.equal(asNumber(cell), 'wrong');
  });

  it('for any second of this century, read the same from a serial, a date and text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 946_684_800, max: 4_102_444_800 }), (second) => {
        const text = new Date(second * 1000).toISOString().slice(0, 19);
        const serial = second / 86_400 + 25_569;
        for (const cell of [serial, new Date(second * 1000 - 1), text])
          assert.deepEqual(asTime(cell, false), { value: text });
        assert.deepEqual(asTime(serial - 1_462, true), { value: text });
      }),
    );
  });

  it('read dates between points, where the day comes first', () => {
    assert.deepEqual(asTime('1.12.2026 06:30:00', false), { value: '2026-12-01T06:30:00' });
  });

  it('refuse dates that do not exist', () => {
    for (const cell of [
      '2026-13-01',
      '2026-01-32',
      '2026-02-29',
      '31.04.2026',
      '31/12/2026',
      '32.12.2026',
      '2026-01-01 25:00',
      -5,
      0,
    ]) {
      assert.equal(asTime(cell, false), 'wrong');
    }
  });
});
