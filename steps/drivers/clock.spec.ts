import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Kernel } from '../../simulators/kernel';
import { clockOf, LOOK_EVERY_MS } from './clock';
import type { Watched } from './driver';

const HOUR_MS = 3_600_000;
const JOB_1 = { kind: 'job.state', subject: 'job 1' } as const;

describe('clock of a driver', () => {
  it('looks at once and does not run at all if the condition holds', async () => {
    const { kernel, clock, look } = world(0);
    assert(await clock.until(look, HOUR_MS, [JOB_1]));
    assert.deepEqual([kernel.now, look.atMs], [0, [0]]);
  });

  it('looks after the steps that recorded a watched entry, and stops right there', async () => {
    const { kernel, clock, look } = world(5_003);
    assert(await clock.until(look, HOUR_MS, [JOB_1]));
    assert.deepEqual([kernel.now, look.atMs], [5_003, [0, 2_001, 5_003]]);
  });

  it('looks after every entry of a kind that is watched without a subject', async () => {
    const { clock, look } = world(5_003);
    await clock.until(look, HOUR_MS, ['job.state', 'item.state']);
    assert.deepEqual(look.atMs, [0, 1_000, 2_001, 3_002, 4_000, 5_003]);
  });

  it('looks at the end, and tells that the condition did not come to hold', async () => {
    const { kernel, clock, look } = world(Number.POSITIVE_INFINITY);
    assert.equal(await clock.until(look, 3_000, [JOB_1]), false);
    assert.deepEqual([kernel.now, look.atMs], [3_000, [0, 2_001, 3_000]]);
  });

  it('finds at the end what no watched entry told', async () => {
    const { kernel, clock, look } = world(1_500);
    assert(await clock.until(look, 3_000, [{ kind: 'job.state', subject: 'another job' }]));
    assert.deepEqual([kernel.now, look.atMs], [3_000, [0, 3_000]]);
  });

  it('does all that is due at the end, also where it stops there for a look', async () => {
    const kernel = new Kernel(1);
    const clock = clockOf(kernel);
    let done = 0;
    for (let index = 0; index < 3; index += 1) {
      kernel.after(1_000, () => {
        done += 1;
        kernel.record('job.state', 'job 1');
      });
    }
    assert.equal(await clock.until(() => done > 3, 1_000, ['job.state']), false);
    assert.deepEqual([kernel.now, done], [1_000, 3]);
  });

  it('looks every so often where nothing is watched', async () => {
    const { kernel, clock, look } = world(LOOK_EVERY_MS + 1);
    assert(await clock.until(look, HOUR_MS));
    assert.deepEqual([kernel.now, look.atMs], [2 * LOOK_EVERY_MS, [0, LOOK_EVERY_MS, 2 * LOOK_EVERY_MS]]);
  });

  it('for any watch and deadline stops at the same step, however long a look takes', async () => {
    const watches = fc.option(fc.subarray<Watched>([JOB_1, 'item.state', 'job.task']), { nil: undefined });
    const args = [fc.nat({ max: 20_000 }), fc.nat({ max: 20_000 }), watches] as const;
    await fc.assert(
      fc.asyncProperty(...args, async (fromMs, withinMs, watch) => {
        const quick = world(fromMs);
        const slow = world(fromMs);
        await quick.clock.until(quick.look, withinMs, watch);
        await slow.clock.until(() => overTheWire(slow.look), withinMs, watch);
        assert.deepEqual(state(slow), state(quick));
      }),
      { numRuns: 50 },
    );
  });
});

/** A kernel in which something is recorded about once a second, and a condition that holds from `fromMs` on. */
function world(fromMs: number) {
  const kernel = new Kernel(1);
  const entries: [number, string, string][] = [
    [1_000, 'job.state', 'job 2'],
    [2_001, 'job.state', 'job 1'],
    [3_002, 'item.state', 'a'],
    [4_000, 'job.state', 'job 2'],
    [4_500, 'job.task', 'job 1'],
    [5_003, 'job.state', 'job 1'],
    [9_999, 'item.state', 'a'],
  ];
  for (const [atMs, kind, subject] of entries) kernel.after(atMs, () => kernel.record(kind, subject));
  const atMs: number[] = [];
  const look = Object.assign(
    () => {
      atMs.push(kernel.now);
      return kernel.now >= fromMs;
    },
    { atMs },
  );
  return { kernel, clock: clockOf(kernel), look };
}

function state({ kernel, look }: ReturnType<typeof world>) {
  return { nowMs: kernel.now, looks: look.atMs, digest: kernel.journal.digest() };
}

/** The answer comes after other things of this process had their turn. */
async function overTheWire(look: () => boolean): Promise<boolean> {
  await new Promise((resolve) => setImmediate(resolve));
  return look();
}
