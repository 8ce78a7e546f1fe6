import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { close, complete, Disk, EXTENT_BYTES, newReplica, type RecoveryPoint, stage } from '.';

const batch = (drain: number, at: number) => ({
  drain,
  batch: at,
  disk: 0,
  runs: [{ start: at, count: 1, version: drain }],
});
const marker = (drain: number, batches: number) => {
  return {
    drain,
    batches,
    seq: drain,
    takenAtMs: drain * 100,
    consistency: 'crash' as const,
    group: null,
    system: {},
  };
};
const point = (drain: number): RecoveryPoint => ({
  ...marker(drain, 0),
  id: `p${drain}`,
  views: [],
  checksums: [],
});

describe('replica', () => {
  it('gives the batches of a drain in order, however they came, and each once', () => {
    const replica = newReplica();
    for (const at of [2, 0, 2, 1]) stage(replica, batch(1, at));
    assert.deepEqual(
      complete(replica, marker(1, 3))?.map((each) => each.batch),
      [0, 1, 2],
    );
  });

  it('does not give a drain of which a batch is missing', () => {
    const replica = newReplica();
    stage(replica, batch(1, 0));
    assert.equal(complete(replica, marker(1, 2)), undefined);
  });

  it('takes no batch of a drain that is done', () => {
    const replica = newReplica();
    stage(replica, batch(1, 0));
    close(replica, point(1), 0);
    stage(replica, batch(1, 0));
    assert.equal(replica.staged.size, 0);
  });

  it('lets old points go, but never the last one', () => {
    const replica = newReplica();
    for (const drain of [1, 2, 3]) close(replica, point(drain), 250);
    assert.deepEqual(
      replica.points.map((each) => each.id),
      ['p3'],
    );
  });
});

describe('disk', () => {
  it('refuses writes beyond its end', () => {
    const disk = new Disk('d', 10 * EXTENT_BYTES);
    assert.throws(() => disk.write(9, 2, 1), RangeError);
    assert.throws(() => disk.write(-1, 1, 1), RangeError);
    disk.write(9, 1, 1);
    assert.equal(disk.view().get(9), 1);
  });
});
