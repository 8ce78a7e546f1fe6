import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { idsOf } from './ids';

describe('ids of machines', () => {
  it('are unique, also where a name is another one with its number', () => {
    assert.deepEqual(idsOf(['a', 'a-2', 'A', 'a', '日本', '…']), [
      'm-a',
      'm-a-2',
      'm-a-3',
      'm-a-4',
      'm-日本',
      'm-unnamed',
    ]);
  });

  it('are found in time linear in the names, also where the first forty letters of all are the same', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `${'long-'.repeat(8)}${index}`);
    const startedAt = process.hrtime.bigint();
    const ids = idsOf(names);
    assert.ok(process.hrtime.bigint() - startedAt < 2_000_000_000n);
    assert.equal(new Set(ids).size, names.length);
  });
});
