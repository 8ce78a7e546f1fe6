import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Contents, ExtentMap, extentsIn, type Run } from '.';

type Write = readonly [start: number, count: number, version: number];
const writes = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 5_000 }),
    fc.integer({ min: 1, max: 900 }),
    fc.integer({ min: 0, max: 9 }),
  ),
  {
    maxLength: 30,
  },
);

function apply(list: readonly Write[]): { map: ExtentMap; plain: Map<number, number> } {
  let map = ExtentMap.empty;
  const plain = new Map<number, number>();
  for (const [start, count, version] of list) {
    map = map.write(start, count, version);
    for (let extent = start; extent < start + count; extent += 1) {
      if (version === 0) plain.delete(extent);
      else plain.set(extent, version);
    }
  }
  return { map, plain };
}

function spread(runs: readonly Run[]): Map<number, number> {
  const plain = new Map<number, number>();
  for (const { start, count, version } of runs)
    for (let at = start; at < start + count; at += 1) plain.set(at, version);
  return plain;
}

describe('extent map', () => {
  it('for any writes, holds what a plain map holds', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const { map, plain } = apply(list);
        for (let extent = 0; extent < 6_000; extent += 7)
          assert.equal(map.get(extent), plain.get(extent) ?? 0);
        assert.deepEqual(
          [...spread(map.runs())].sort((a, b) => a[0] - b[0]),
          [...plain].sort((a, b) => a[0] - b[0]),
        );
        assert.equal(map.written(), plain.size);
      }),
    );
  });

  it('for any two histories with equal contents, is equal and has an equal checksum', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const { map } = apply(list);
        let rebuilt = ExtentMap.empty;
        for (const { start, count, version } of [...map.runs()].reverse())
          rebuilt = rebuilt.write(start, count, version);
        assert.ok(map.equals(rebuilt) && rebuilt.equals(map));
        assert.equal(map.checksum(), rebuilt.checksum());
        assert.deepEqual(map.changesSince(rebuilt), []);
      }),
    );
  });

  it('for any two maps, tells exactly where they differ', () => {
    fc.assert(
      fc.property(writes, writes, (one, two) => {
        const [a, b] = [apply(one), apply(two)];
        const expected = new Map<number, number>();
        for (let extent = 0; extent < 6_000; extent += 1) {
          const mine = a.plain.get(extent) ?? 0;
          if (mine !== (b.plain.get(extent) ?? 0)) expected.set(extent, mine);
        }
        const changes = a.map.changesSince(b.map);
        assert.deepEqual(
          [...spread(changes)].sort((x, y) => x[0] - y[0]),
          [...expected],
        );
        assert.equal(extentsIn(changes), expected.size);
        assert.equal(a.map.equals(b.map), expected.size === 0);
      }),
    );
  });

  it('for any writes, gives the same map in one edit as one by one', () => {
    fc.assert(
      fc.property(writes, writes, (before, list) => {
        const start = apply(before).map;
        const kept = start.runs();
        const runs = list.map(([at, count, version]) => ({ start: at, count, version }));
        const together = start.writeAll(runs);
        let single = start;
        for (const run of runs) single = single.write(run.start, run.count, run.version);
        assert.ok(together.equals(single));
        assert.equal(together.checksum(), single.checksum());
        assert.equal(together.written(), single.written());
        assert.deepEqual(start.runs(), kept);
      }),
    );
  });

  it('for any writes, never changes a view of changing contents', () => {
    fc.assert(
      fc.property(writes, (list) => {
        const contents = new Contents();
        const views: { view: ExtentMap; runs: readonly Run[] }[] = [];
        for (const [start, count, version] of list) {
          contents.write(start, count, version);
          if (start % 3 === 0) views.push({ view: contents.view(), runs: contents.view().runs() });
        }
        for (const { view, runs } of views) assert.deepEqual(view.runs(), runs);
        assert.ok(contents.view().equals(apply(list).map));
      }),
    );
  });

  it('keeps a view as it was, whatever is written later', () => {
    const before = ExtentMap.empty.write(0, 100, 1);
    const after = before.write(50, 10, 2);
    assert.equal(before.get(55), 1);
    assert.equal(after.get(55), 2);
    assert.deepEqual(after.changesSince(before), [{ start: 50, count: 10, version: 2 }]);
  });

  it('tells one extent from a full node of the same version', () => {
    assert.notEqual(ExtentMap.empty.write(0, 1, 3).checksum(), ExtentMap.empty.write(0, 16, 3).checksum());
  });

  it('reaches the end of a very large disk', () => {
    const last = 2 ** 30;
    const map = ExtentMap.empty.write(0, last, 1).write(last, 1, 2);
    assert.deepEqual(
      [map.get(last - 1), map.get(last), map.get(last + 1), map.written()],
      [1, 2, 0, last + 1],
    );
  });
});
