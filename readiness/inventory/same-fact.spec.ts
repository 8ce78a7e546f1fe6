import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importSheets } from './fixture.spec';

/** What two exports of one machine, with disks of these sizes, are said to differ in. */
async function differIn(one: readonly (number | '')[], other: readonly (number | '')[]) {
  const sheets = (sizes: readonly (number | '')[]) => ({
    vInfo: [
      ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
      ['a-01', 'poweredOn', 'vm-1', 'vc'],
    ],
    vDisk: [
      ['VM', 'Capacity MiB', 'VM ID', 'VI SDK UUID'],
      ...sizes.map((size) => ['a-01', size, 'vm-1', 'vc']),
    ],
  });
  const { machines } = await importSheets(sheets(one), sheets(other));
  return machines[0]?.disagreements?.map(({ fact }) => fact) ?? [];
}

describe('disks of two exports', () => {
  it('are the same in whatever order, and where sizes differ by rounding', async () => {
    assert.deepEqual(await differIn([100_000, 50_000], [50_001, 100_000]), []);
  });

  it('are the same where the size of one is not known, whichever it is', async () => {
    assert.deepEqual(await differIn(['', 50], [50, 100]), []);
    assert.deepEqual(await differIn([50, 100], [100, '']), []);
    assert.deepEqual(await differIn(['', 50], [100, '']), []);
  });

  it('differ in number, or in a size that both know', async () => {
    assert.deepEqual(await differIn([50], [50, 50]), ['disks']);
    assert.deepEqual(await differIn([50, 100], [50, 200]), ['disks']);
    assert.deepEqual(await differIn(['', 50], [100, 200]), ['disks']);
  });
});
