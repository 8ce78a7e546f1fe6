import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Kernel, Pending, type Process } from '.';

function* sleepy(kernel: Kernel, name: string, naps: readonly number[]): Process {
  for (const nap of naps) {
    yield nap;
    kernel.record('woke', name);
  }
}

function run(seed: number, naps: readonly (readonly number[])[]): Kernel {
  const kernel = new Kernel(seed);
  naps.forEach((list, index) => {
    kernel.spawn(undefined, `p${index}`, sleepy(kernel, `p${index}`, list));
  });
  kernel.run();
  return kernel;
}

describe('kernel', () => {
  it('for any processes, wakes them in the order of time, and of asking where times are equal', () => {
    const naps = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 8 }), { maxLength: 12 });
    fc.assert(
      fc.property(naps, (lists) => {
        const kernel = new Kernel(1);
        const times: number[] = [];
        kernel.journal.observe((time) => times.push(time));
        lists.forEach((list, index) => {
          kernel.spawn(undefined, `p${index}`, sleepy(kernel, `p${index}`, list));
        });
        kernel.run();
        assert.deepEqual(
          times,
          [...times].sort((a, b) => a - b),
        );
        assert.equal(times.length, lists.flat().length);
        assert.equal(
          kernel.now,
          Math.max(0, ...lists.map((list) => list.reduce((sum, nap) => sum + nap, 0))),
        );
      }),
    );
  });

  it('for any processes, gives the same journal and order twice', () => {
    const naps = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(naps, fc.integer(), (lists, seed) => {
        const [one, two] = [run(seed, lists), run(seed, lists)];
        assert.equal(one.journal.digest(), two.journal.digest());
        assert.equal(one.orderDigest, two.orderDigest);
      }),
    );
  });

  it('ends a run with the error of a process', () => {
    const kernel = new Kernel(1);
    kernel.spawn(
      undefined,
      'broken',
      (function* (): Process {
        yield 5;
        throw new Error('broken on purpose');
      })(),
    );
    assert.throws(() => kernel.run(), /broken on purpose/);
    assert.equal(kernel.now, 5);
  });

  it('throws the late error past the time limit, and not the answer that comes after it', () => {
    const kernel = new Kernel(1);
    const answer = new Pending<string>();
    const seen: string[] = [];
    kernel.after(50, () => answer.keep('too late'));
    kernel.spawn(
      undefined,
      'waiting',
      (function* (): Process {
        try {
          seen.push(yield* kernel.within(answer, 20, () => new Error('late')));
        } catch (error) {
          seen.push((error as Error).message);
        }
      })(),
    );
    kernel.run();
    assert.deepEqual(seen, ['late']);
  });

  it('does not let a cancelled timer move time on', () => {
    const kernel = new Kernel(1);
    kernel.cancel(kernel.after(1_000, () => kernel.record('never', 'x')));
    kernel.after(10, () => kernel.record('once', 'x'));
    kernel.run();
    assert.equal(kernel.now, 10);
    assert.equal(kernel.journal.entries, 1);
  });
});

describe('a point of a run', () => {
  /** Processes, of which some run in one ms, and timers, of which some are cancelled; stopped after a drawn number of steps. */
  const begun = (naps: readonly (readonly number[])[]): Kernel => {
    const kernel = new Kernel(1);
    naps.forEach((list, index) => {
      kernel.spawn(undefined, `p${index}`, sleepy(kernel, `p${index}`, list));
      const timer = kernel.after(3, () => kernel.record('timer', `${index}`));
      if (index % 2 === 0) kernel.cancel(timer);
    });
    return kernel;
  };
  const stateOf = ({ turns, now, orderDigest, journal, pending }: Kernel): unknown[] => [
    turns,
    now,
    orderDigest,
    journal.digestSoFar(),
    pending,
  ];

  it('for any stop within a ms, is reached again by its turns and its time, and goes on as the other does', () => {
    const naps = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(naps, fc.nat(20), fc.nat(12), (lists, steps, until) => {
        const first = begun(lists);
        first.run(until, () => first.steps >= steps);
        const second = begun(lists);
        second.reach(first.turns, first.now);
        assert.deepEqual(stateOf(second), stateOf(first));
        for (const kernel of [first, second]) kernel.run(100);
        assert.deepEqual(stateOf(second), stateOf(first));
      }),
    );
  });
});

describe('cancelling', () => {
  it('for any choice of what is cancelled, leaves the rest as it was, and keeps no pile of what is', () => {
    const kernel = new Kernel(1);
    const expected: string[] = [];
    const seen: string[] = [];
    kernel.journal.observe((_time, _kind, subject) => seen.push(subject));
    const draws = kernel.random('which');
    for (let at = 0; at < 20_000; at += 1) {
      const due = draws.between(1, 500);
      const timer = kernel.after(due, () =>
        kernel.record('due', `${String(due).padStart(3, '0')} ${String(at).padStart(5, '0')}`),
      );
      if (draws.chance(0.9)) kernel.cancel(timer);
      else expected.push(`${String(due).padStart(3, '0')} ${String(at).padStart(5, '0')}`);
    }
    assert.ok(kernel.pending < expected.length * 2 + 2_000, `${kernel.pending} wait for ${expected.length}`);
    kernel.run();
    assert.deepEqual(seen, expected.sort());
  });
});

describe('randomness', () => {
  it('gives each purpose its own draws, whoever else draws', () => {
    const alone = new Kernel(42).random('disk');
    const kernel = new Kernel(42);
    const beside = kernel.random('disk');
    const first = [alone.bits(), alone.bits(), alone.bits()];
    const second = [beside.bits(), kernel.random('network').bits() && beside.bits(), beside.bits()];
    assert.deepEqual(second, first);
  });

  it('gives other draws for another seed', () => {
    assert.notEqual(new Kernel(1).random('x').guid(), new Kernel(2).random('x').guid());
    assert.notEqual(new Kernel(1).random('x').guid(), new Kernel(1 + 2 ** 32).random('x').guid());
  });

  it('spreads its draws evenly', () => {
    const draws = new Kernel(7).random('even');
    const buckets = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const bucket = draws.between(0, 9);
      buckets[bucket] = (buckets[bucket] as number) + 1;
    }
    for (const count of buckets)
      assert.ok(Math.abs(count - 10_000) < 500, `a bucket holds ${count} of about 10,000`);
  });

  it('makes GUIDs of version 4', () => {
    assert.match(
      new Kernel(3).random('id').guid(),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
