import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTS, type FaultKind, LAYERS, type Outcome, PHASES } from '../simulators/faults';
import { Coverage } from './coverage';
import { coveringRows, type Row } from './covering';

/** Two kinds of each of the first `layers` layers. */
const someKinds = (layers: number): readonly FaultKind[] =>
  LAYERS.slice(0, layers).flatMap((layer) => FAULTS.filter((kind) => kind.layer === layer).slice(0, 2));

/** What comes of a run in which every fault of a row strikes. */
const struckBy = (coverage: Coverage, { phase, kinds }: Row): readonly Outcome[] =>
  kinds.map((name, at) => ({
    id: `fault-${at + 1}`,
    planned: { fault: name, when: { phase, afterMs: 0 }, target: 0, lastsMs: null, how: {} },
    kind: coverage.kinds.find((kind) => kind.name === name) as FaultKind,
    struck: ['somebody'],
    atMs: 0,
    healedAtMs: undefined,
    phase,
    missed: undefined,
    disarmed: false,
  }));

describe('coverage', () => {
  for (const most of [LAYERS.length, 4, 2])
    it(`is complete once every row of ${most} at most has struck`, () => {
      const coverage = new Coverage(FAULTS);
      const { triples } = coverage.counts;
      const rows = coveringRows(coverage, 1, most);
      assert(rows.every(({ kinds }) => kinds.length <= most));
      assert(rows.length >= triples.all / ((most * (most - 1)) / 2), 'no row holds more than its pairs');
      for (const row of rows) coverage.add(coverage.ofRun(struckBy(coverage, row)));
      const { cells, triples: struck } = coverage.counts;
      assert.deepEqual([cells.struck, struck.struck], [cells.all, triples.all]);
      assert.match(coverage.table(), /Empty cells: none\.\n\nEmpty triples: none\./);
    });

  it('has rows of one kind of a layer each, legal in their phase, in an order of their seed', () => {
    const coverage = new Coverage(FAULTS);
    const [rows, again, other] = [1, 1, 2].map((seed) => coveringRows(coverage, seed, LAYERS.length));
    assert.deepEqual(again, rows);
    assert.notDeepEqual(other, rows);
    for (const { phase, kinds } of rows ?? []) {
      const of = coverage.kindsIn(phase).filter(({ name }) => kinds.includes(name));
      assert.equal(of.length, kinds.length);
      assert.equal(new Set(of.map(({ layer }) => layer)).size, kinds.length);
    }
  });

  it('makes rows of what is still empty only', () => {
    const coverage = new Coverage(someKinds(3));
    const [first, ...rest] = coveringRows(coverage, 1, 3);
    for (const row of rest) coverage.add(coverage.ofRun(struckBy(coverage, row)));
    assert.deepEqual(coveringRows(coverage, 1, 3), [first]);
  });

  it('counts what struck in the same phase, and nothing that did not', () => {
    const anywhere = LAYERS.slice(0, 2).flatMap((layer) =>
      FAULTS.filter((kind) => kind.layer === layer && !kind.phases).slice(0, 1),
    );
    const coverage = new Coverage(anywhere);
    const [one, other] = anywhere as [FaultKind, FaultKind];
    const [here, there] = PHASES;
    const [first, second] = struckBy(coverage, { phase: here, kinds: [one.name, other.name] }) as [
      Outcome,
      Outcome,
    ];
    const hits = (outcomes: readonly Outcome[]): number => coverage.ofRun(outcomes).length;
    assert.equal(hits([first, second]), 3, 'two cells and a triple');
    assert.equal(hits([first, { ...second, phase: there }]), 2, 'two cells');
    assert.equal(hits([first, { ...second, struck: [] }]), 1, 'a cell');
  });

  it('names what is empty', () => {
    const [kind] = FAULTS.filter(({ phases }) => phases?.length === 2) as [FaultKind];
    const coverage = new Coverage([kind]);
    assert(coverage.table().includes(`Empty cells: ${kind.name} while ${kind.phases?.join(', ')}.`));
  });
});
