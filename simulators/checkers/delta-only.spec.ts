import { describe, it } from 'node:test';
import type { Copy } from '../wire';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('delta-only');

const created = (disk: number, extents: number, copy: Copy = 'on-premises'): Entry => [
  0,
  'disk.created',
  'erp',
  { copy, disk, extents, seq: 1 },
];
const write = (seq: number, count: number, copy: Copy = 'on-premises', start = 0, disk = 0): Entry => [
  seq,
  'guest.write',
  'erp',
  { copy, disk, start, count, seq, open: 0 },
];
const starts = (pair: string, target: Copy, kept: boolean): Entry => [
  1,
  'pair.started',
  'erp',
  { pair, target, kept, rpoThresholdMs: 1 },
];
const drain = (at: number, pair: string, number: number, copy: Copy = 'on-premises'): Entry => [
  at,
  'agent.drained',
  'erp',
  { copy, drain: number, pair, seq: 1, group: null, consistency: 'crash' },
];
const send = (at: number, pair: string, extents: number, again = false): Entry => [
  at,
  'agent.sent',
  'erp',
  { copy: 'on-premises', pair, drain: 1, batch: 1, extents, bytes: 0, again },
];
const compare = (at: number, pair: string): Entry => [
  at,
  'agent.compared',
  'erp',
  { copy: 'on-premises', pair, bytes: 0, different: 0 },
];
const point = (at: number, pair: string, number: number): Entry => [
  at,
  'point.made',
  'erp',
  {
    point: 'p',
    pair,
    drain: number,
    seq: 1,
    group: null,
    consistency: 'crash',
    takenAtMs: at,
    checksums: [],
  },
];

describe('delta-only', () => {
  const first = [created(0, 100), created(1, 20), starts('p1', 'azure', false), drain(2, 'p1', 1)];

  describe('a first copy', () => {
    it('carries what was ever written, on every disk', () => {
      accepts([...first, send(3, 'p1', 100), send(4, 'p1', 20)]);
    });

    it('carries nothing more', () => {
      finds([...first, send(3, 'p1', 121)], [/^3 ms: drain 1 of erp .* 121 .* 120 /]);
      finds([...first, send(3, 'p1', 100), send(4, 'p1', 21)], [/^4 ms: .* 121 .* 120 /]);
    });

    it('may send something again', () => {
      accepts([...first, send(3, 'p1', 120), send(4, 'p1', 120, true)]);
    });

    it('carries nothing before it was drained', () => {
      finds(
        [created(0, 100), starts('p1', 'azure', false), send(2, 'p1', 1)],
        [/^2 ms: .* 1 extents, .* 0 /],
      );
    });
  });

  describe('the drain after', () => {
    const second = [
      ...first,
      send(3, 'p1', 120),
      write(4, 7),
      write(5, 3, 'on-premises', 0, 2),
      drain(6, 'p1', 2),
    ];

    it('carries what was written since', () => {
      accepts([...second, send(7, 'p1', 10)]);
      finds([...second, send(7, 'p1', 11)], [/^7 ms: .* 11 .* 10 /]);
    });

    it('leaves out what another machine wrote', () => {
      const web = (entry: Entry): Entry => [entry[0], entry[1], 'web', entry[3]] as Entry;
      accepts([...first, ...first.map(web), send(3, 'p1', 120)]);
      finds([...first, web(write(4, 7)), drain(6, 'p1', 2), send(7, 'p1', 1)], [/ 0 /]);
    });
  });

  describe('a comparison', () => {
    const more = [...first, send(3, 'p1', 120)];

    it('begins with nothing known of a new target', () => {
      accepts([...more, compare(4, 'p1'), drain(5, 'p1', 2), send(6, 'p1', 120)]);
    });

    it('begins with what the newest recovery point held', () => {
      const compared = [
        ...more,
        point(4, 'p1', 1),
        write(5, 7),
        drain(6, 'p1', 2),
        write(7, 9, 'on-premises', 200),
        compare(8, 'p1'),
        drain(9, 'p1', 3),
      ];
      accepts([...compared, send(10, 'p1', 16)]);
      finds([...compared, send(10, 'p1', 17)], [/^10 ms: .* 17 .* 16 /]);
    });

    it('changes nothing for another pair', () => {
      finds([...more, compare(4, 'p9'), drain(5, 'p1', 2), send(6, 'p1', 1)], [/ 0 /]);
      accepts([compare(1, 'p1')]);
    });
  });

  describe('a VM that was kept', () => {
    const back = (kept: boolean): readonly Entry[] => [
      created(0, 100),
      created(0, 100, 'azure'),
      write(5, 7, 'azure'),
      starts('p2', 'on-premises', kept),
      drain(6, 'p2', 1, 'azure'),
    ];

    it('receives what changed since', () => {
      accepts([...back(true), send(7, 'p2', 7)]);
      finds([...back(true), send(7, 'p2', 8)], [/^7 ms: .* 8 .* 7 /]);
    });

    it('is not a new one, which receives all', () => {
      accepts([...back(false), send(7, 'p2', 100)]);
      finds([...back(false), send(7, 'p2', 101)], [/ 101 .* 100 /]);
    });

    it('is compared with what it was kept with', () => {
      const compared = [...back(true), send(7, 'p2', 7), compare(8, 'p2'), drain(9, 'p2', 2, 'azure')];
      accepts([...compared, send(10, 'p2', 7)]);
      finds([...compared, send(10, 'p2', 8)], [/^10 ms: .* 8 .* 7 /]);
    });

    it('is not compared with a late point of the pair before', () => {
      const late = [
        created(0, 100),
        starts('p1', 'azure', false),
        drain(2, 'p1', 1),
        created(0, 100, 'azure'),
        write(5, 7, 'azure'),
        starts('p2', 'on-premises', false),
        point(6, 'p1', 1),
        compare(7, 'p2'),
        drain(8, 'p2', 1, 'azure'),
      ];
      accepts([...late, send(9, 'p2', 100)]);
    });
  });

  it('does not judge what a pair sends that is not the newest, or not known', () => {
    accepts([...first, starts('p2', 'azure', false), drain(3, 'p1', 2), send(4, 'p1', 999)]);
    accepts([drain(3, 'p1', 2), point(4, 'p1', 2), send(4, 'p1', 999)]);
  });

  it('knows nothing of a point whose drain nobody took', () => {
    accepts([...first, point(3, 'p1', 1), point(4, 'p1', 8), compare(5, 'p1'), drain(6, 'p1', 2)]);
  });
});
