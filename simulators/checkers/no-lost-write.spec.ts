import { describe, it } from 'node:test';
import { ExtentMap } from '../storage';
import type { Copy, Entries } from '../wire';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('no-lost-write');

/** The checksum of a disk after these writes: from where, how many extents, in which version. */
const sum = (...writes: readonly (readonly [number, number, number])[]): number =>
  writes
    .reduce((disk, [start, count, version]) => disk.write(start, count, version), ExtentMap.empty)
    .checksum();

const created = (disk: number, extents: number, copy: Copy = 'on-premises'): Entry => [
  0,
  'disk.created',
  'erp',
  { copy, disk, extents, seq: 1 },
];
const write = (seq: number, start: number, disk = 0, copy: Copy = 'on-premises', machine = 'erp'): Entry => [
  seq,
  'guest.write',
  machine,
  { copy, disk, start, count: 2, seq, open: 0 },
];
const drain = (at: number, number = 1, pair = 'p1', copy: Copy = 'on-premises'): Entry => [
  at,
  'agent.drained',
  'erp',
  { copy, drain: number, pair, seq: 1, group: null, consistency: 'crash' },
];
const point = (at: number, checksums: readonly number[], number = 1, pair = 'p1'): Entry => [
  at,
  'point.made',
  'erp',
  {
    point: 'point-5',
    pair,
    drain: number,
    seq: 1,
    group: null,
    consistency: 'crash',
    takenAtMs: at,
    checksums,
  },
];
const recovery = (at: number, facts: Partial<Entries['point.recovered']> = {}): Entry => [
  at,
  'point.recovered',
  'erp',
  {
    copy: 'azure',
    point: 'point-5',
    pair: 'p1',
    drain: 1,
    wanted: 'latest',
    sourceStopped: true,
    ...facts,
  },
];
const runs = (at: number, checksums: readonly number[], copy: Copy = 'azure', machine = 'erp'): Entry => [
  at,
  'guest.running',
  machine,
  { copy, checksums, address: null },
];

describe('no-lost-write', () => {
  const disks = [created(0, 10), created(1, 4)];
  const drained = [...disks, write(2, 3), drain(3)];
  const held = [sum([0, 10, 1], [3, 2, 2]), sum([0, 4, 1])] as const;

  describe('a recovery point', () => {
    it('holds what the disks held when it was taken, whatever was written since', () => {
      accepts([...drained, write(4, 5), point(5, held)]);
    });

    it('holds each of the disks', () => {
      finds([...drained, point(5, [held[0], 7])], [/^5 ms: point-5 of erp/]);
      finds([...drained, point(5, [7, held[1]])], [/^5 ms: point-5 of erp/]);
      finds([...drained, point(5, [held[0]])], [/^5 ms: point-5 of erp/]);
    });

    it('is found at its drain, not at another', () => {
      const twice = [...drained, write(4, 5), drain(5, 2)];
      const later = sum([0, 10, 1], [3, 2, 2], [5, 2, 4]);
      accepts([...twice, point(6, held), point(7, [later, held[1]], 2)]);
      finds([...twice, point(6, held, 2)], [/^6 ms/]);
      finds([...twice, point(6, [later, held[1]])], [/^6 ms/]);
    });

    it('is not judged once its pair is not the newest in its direction', () => {
      accepts([...drained, drain(4, 1, 'p2'), point(5, [7])]);
      finds([...drained, drain(4, 1, 'p2', 'azure'), point(5, [7])], [/^5 ms/]);
    });
  });

  describe('a copy that was recovered', () => {
    it('comes up with what the point held', () => {
      accepts([...drained, recovery(4), runs(5, held)]);
      finds(
        [...drained, recovery(4), runs(5, [7, held[1]])],
        [new RegExp(`^5 ms: disk 0 of erp \\(azure\\) .* 7, .* ${held[0]}$`)],
      );
    });

    it('comes up with all its disks, and no other that was written', () => {
      finds([...drained, recovery(4), runs(5, [held[0]])], [/^5 ms: disk 1 of erp .* none, /]);
      finds([...drained, recovery(4), runs(5, [...held, 9])], [/^5 ms: disk 2 of erp .* 9, .* 0$/]);
      accepts([...drained, recovery(4), runs(5, [...held, 0])]);
    });

    it('goes on from there', () => {
      const wrote = [...drained, recovery(4), runs(5, held), write(6, 0, 1, 'azure')];
      const after = [held[0], sum([0, 4, 1], [0, 2, 6])];
      accepts([...wrote, runs(7, after), runs(8, held, 'on-premises')]);
      finds([...wrote, runs(7, held)], [/^7 ms: disk 1 of erp \(azure\)/]);
    });

    it('comes from a drain that its agent took', () => {
      finds([...drained, recovery(4, { drain: 9 })], [/^4 ms: erp .*point-5/]);
      finds([...drained, recovery(4, { pair: 'p9' })], [/^4 ms: erp .*point-5/]);
      finds([...disks, recovery(4)], [/^4 ms: erp .*point-5/]);
      finds([...drained, drain(4, 1, 'p2'), recovery(5)], [/^5 ms: erp .*point-5/]);
    });
  });

  describe('a failover to the latest point after a shutdown', () => {
    const late = [...drained, write(4, 8), write(5, 0, 1)];

    it('loses nothing', () => {
      finds([...late, recovery(6)], [/^6 ms: erp at point-5: 4 extents/]);
      accepts([...late, drain(6, 2), recovery(7, { drain: 2 })]);
    });

    it('may lose what was written since, when the source runs or an older point was wanted', () => {
      accepts([...late, recovery(6, { sourceStopped: false })]);
      accepts([...late, recovery(6, { wanted: 'chosen' })]);
    });

    it('does not miss the writes of another machine, or of the copy that is recovered', () => {
      accepts([...drained, write(4, 8, 0, 'on-premises', 'web'), recovery(6)]);
      accepts([...drained, write(4, 8, 0, 'azure'), recovery(6)]);
    });

    it('does not miss a disk that was added after the drain', () => {
      accepts([...drained, write(4, 8, 2), recovery(6)]);
    });

    it('looks at the copy in Azure when the machine comes home', () => {
      const away = [...drained, recovery(4), drain(5, 1, 'p2', 'azure')];
      const home = { copy: 'on-premises', pair: 'p2' } as const;
      accepts([...away, write(6, 8, 0, 'on-premises'), recovery(7, home), runs(8, held, 'on-premises')]);
      finds([...away, write(6, 8, 0, 'azure'), recovery(7, home)], [/^7 ms: erp .* 2 extents/]);
    });
  });

  describe('a test failover', () => {
    const test = (number: number): Entry => [
      4,
      'test.recovered',
      'erp-test',
      { machine: 'erp', point: 'point-5', pair: 'p1', drain: number },
    ];

    it('makes a machine of its own with what the point held', () => {
      accepts([...drained, test(1), runs(5, held, 'azure', 'erp-test'), write(6, 0, 0, 'azure', 'erp-test')]);
      finds([...drained, test(1), runs(5, [7, held[1]], 'azure', 'erp-test')], [/^5 ms: disk 0 of erp-test/]);
      finds([...drained, test(1), runs(5, held)], [/disk 0 of erp /, /disk 1 of erp /]);
    });

    it('comes from a drain that an agent took', () => {
      finds([...drained, test(9)], [/^4 ms: erp-test .*point-5/]);
    });
  });
});
