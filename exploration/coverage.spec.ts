import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTS, type FaultKind, LAYERS, type Outcome, PHASES, type Phase } from '../simulators/faults';
import { Coverage } from './coverage';
import { coveringRows, type Row } from './covering';

/** So many kinds of each of the first `layers` layers. */
const someKinds = (layers: number, each = 2): readonly FaultKind[] =>
  LAYERS.slice(0, layers).flatMap((layer) => FAULTS.filter((kind) => kind.layer === layer).slice(0, each));

const inPhases = (layer: (typeof LAYERS)[number], ...phases: readonly Phase[]): FaultKind => ({
  ...(FAULTS.find((kind) => kind.layer === layer) as FaultKind),
  phases,
});
const GUEST = inPhases('guest and agent', 'in Azure', 'at home');
const DISK = inPhases('disks', 'at home');
const SERVER = inPhases('process server', 'in Azure', 'at home');

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
      const coverage = new Coverage(someKinds(LAYERS.length, 5));
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
    const coverage = new Coverage(someKinds(LAYERS.length, 5));
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

  it('is told by layer: how many cells and triples there are, and how many were struck', () => {
    const coverage = new Coverage([GUEST, DISK, SERVER]);
    const struck = struckBy(coverage, { phase: 'in Azure', kinds: [GUEST.name, SERVER.name] });
    coverage.add(coverage.ofRun(struck));
    // A guest's and a server's fault are legal in two phases, a disk's in one of them: 5 cells; two triples of the first two, and one of each with the disk's.
    assert.deepEqual(coverage.counts, { cells: { all: 5, struck: 2 }, triples: { all: 4, struck: 1 } });
    const table = coverage.table().split('\n');
    for (const row of [
      '| guest and agent | 1 | 1 of 2 | 1 of 3 |',
      '| disks | 1 | 0 of 1 | 0 of 2 |',
      '| process server | 1 | 1 of 2 | 1 of 3 |',
      '| network | 0 | 0 of 0 | 0 of 0 |',
      '| all | 3 | 2 of 5 | 1 of 4 |',
    ])
      assert(table.includes(row), `${row}\n${table.join('\n')}`);
    const empty = [GUEST, DISK, SERVER].map(({ name }) => `${name} while at home`).join('; ');
    assert(table.includes(`Empty cells: ${empty}.`), table.join('\n'));
    const pairs = [
      [GUEST, DISK],
      [GUEST, SERVER],
      [DISK, SERVER],
    ] as const;
    const open = pairs.map(([one, other]) => `${one.name} with ${other.name} while at home`).join('; ');
    assert(table.includes(`Empty triples: ${open}.`), table.join('\n'));
  });

  it('does not count what struck where it is not legal, nor in no phase', () => {
    const coverage = new Coverage([GUEST, DISK, SERVER]);
    const [guest, disk] = struckBy(coverage, { phase: 'in Azure', kinds: [GUEST.name, DISK.name] }) as [
      Outcome,
      Outcome,
    ];
    assert.equal(coverage.ofRun([guest, disk]).length, 1, 'the disk is not legal there');
    assert.deepEqual(
      coverage.ofRun([
        { ...guest, phase: undefined },
        { ...disk, phase: undefined },
      ]),
      [],
    );
    assert.deepEqual(coverage.ofRun([{ ...disk, phase: 'protected' }]), []);
  });

  it('goes on from its hits', () => {
    const coverage = new Coverage([GUEST, DISK, SERVER]);
    const row = { phase: 'at home', kinds: [GUEST.name, DISK.name, SERVER.name] } as const;
    coverage.add(coverage.ofRun(struckBy(coverage, row)));
    assert.equal(coverage.hits.length, 6);
    const other = new Coverage([GUEST, DISK, SERVER]);
    other.add(coverage.hits);
    assert.deepEqual(other.counts, coverage.counts);
    assert.equal(other.isOpen(DISK.name, GUEST.name, 'at home'), false);
    assert.equal(other.isOpen(DISK.name, GUEST.name, 'in Azure'), true);
  });

  it('names what is empty', () => {
    const [kind] = FAULTS.filter(({ phases }) => phases?.length === 2) as [FaultKind];
    const coverage = new Coverage([kind]);
    assert(coverage.table().includes(`Empty cells: ${kind.name} while ${kind.phases?.join(', ')}.`));
  });
});
