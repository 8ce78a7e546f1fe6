import { describe, it } from 'node:test';
import type { Copy, Entries } from '../wire';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('write-order');

const write = (at: number, machine: string, open = 0, copy: Copy = 'on-premises'): Entry => [
  at,
  'guest.write',
  machine,
  { copy, disk: 0, start: 0, count: 1, seq: at, open },
];
const drain = (at: number, machine: string, facts: Partial<Entries['agent.drained']> = {}): Entry => [
  at,
  'agent.drained',
  machine,
  {
    copy: 'on-premises',
    drain: 1,
    pair: `${machine}/1`,
    seq: at,
    group: null,
    consistency: 'crash',
    ...facts,
  },
];
const point = (at: number, machine: string, facts: Partial<Entries['point.made']> = {}): Entry => [
  at,
  'point.made',
  machine,
  {
    point: `p-${at}`,
    pair: `${machine}/1`,
    drain: 1,
    seq: at,
    group: null,
    consistency: 'crash',
    takenAtMs: at,
    checksums: [],
    ...facts,
  },
];
const recovery = (
  at: number,
  machine: string,
  wanted: Entries['point.recovered']['wanted'],
  onDrain = 1,
): Entry => [
  at,
  'point.recovered',
  machine,
  { copy: 'azure', point: 'p-9', pair: `${machine}/1`, drain: onDrain, wanted, sourceStopped: false },
];

describe('write-order', () => {
  describe('the points of a pair', () => {
    it('may stand still and go on', () => {
      accepts([point(1, 'erp', { seq: 7 }), point(2, 'erp', { seq: 7 }), point(3, 'erp', { seq: 8 })]);
    });

    it('never go back', () => {
      finds(
        [point(1, 'erp', { seq: 7 }), point(2, 'erp', { seq: 6, point: 'p-late' })],
        [/^2 ms: .*p-late .*erp .* 6, .* 7$/],
      );
      finds([point(1, 'erp', { seq: -1 })], [/ -1, .* 0$/]);
    });

    it('may become known after a later one, and stand between their neighbours', () => {
      const [first, last] = [point(1, 'erp', { seq: 5 }), point(9, 'erp', { seq: 8 })];
      const between = (seq: number, takenAtMs = 4): Entry =>
        point(10, 'erp', { seq, takenAtMs, point: 'p-told-late' });
      accepts([first, last, between(5)]);
      accepts([first, last, between(8)]);
      finds([first, last, between(4)], [/p-told-late .* 4, an earlier one at 5$/]);
      finds([first, last, between(9)], [/p-told-late .* 9, a later one at 8$/]);
      // Of two that were taken at the same moment, the one that is told later is the later.
      accepts([first, last, between(9, 9)]);
      finds([first, last, between(7, 9)], [/p-told-late .* 7, an earlier one at 8$/]);
    });

    it('begin anew with another pair', () => {
      accepts([point(1, 'erp', { seq: 7 }), point(2, 'erp', { seq: 6, pair: 'erp/2' })]);
    });
  });

  describe('a drain that is called application-consistent', () => {
    const app = { consistency: 'application', drain: 4 } as const;

    it('holds whole transactions', () => {
      accepts([drain(1, 'erp', app), write(2, 'erp', 1), write(3, 'erp', 0), drain(4, 'erp', app)]);
    });

    it('holds no half of one', () => {
      finds([write(2, 'erp', 2), drain(3, 'erp', app)], [/^3 ms: drain 4 of erp .* 2 writes/]);
    });

    it('does not mind what another machine or the other copy is in the middle of', () => {
      accepts([write(2, 'web', 2), write(3, 'erp', 2, 'azure'), drain(4, 'erp', app)]);
    });

    it('does not mind a transaction that ended with its machine', () => {
      const stop = (machine: string, copy: Copy): Entry => [
        3,
        'guest.stopped',
        machine,
        { copy, how: 'powered-off' },
      ];
      accepts([write(2, 'erp', 2), stop('erp', 'on-premises'), drain(4, 'erp', app)]);
      finds([write(2, 'erp', 2), stop('erp', 'azure'), drain(4, 'erp', app)], [/^4 ms/]);
    });

    it('is not meant where a crash-consistent one is taken', () => {
      accepts([write(2, 'erp', 2), drain(3, 'erp')]);
    });
  });

  describe('a recovery that wants an application-consistent point', () => {
    for (const wanted of ['latest-application', 'latest-group-application'] as const)
      it(`gets one (${wanted})`, () => {
        const group = wanted === 'latest-application' ? null : 'g';
        accepts([drain(1, 'erp', { consistency: 'application', group }), recovery(2, 'erp', wanted)]);
        finds([drain(1, 'erp', { group }), recovery(2, 'erp', wanted)], [/^2 ms: erp .*p-9/]);
        finds(
          [
            drain(1, 'erp', { consistency: 'application', group }),
            drain(2, 'erp', { drain: 2, group }),
            recovery(3, 'erp', wanted, 2),
          ],
          [/^3 ms/],
        );
      });

    it('is not meant by one that wants the latest, or a chosen one', () => {
      accepts([drain(1, 'erp'), recovery(2, 'erp', 'latest'), recovery(3, 'erp', 'chosen')]);
    });
  });

  describe('a group point', () => {
    const group = { group: 'g-1' };
    const broken = [drain(1, 'erp', group), write(2, 'erp'), drain(3, 'web', group)];

    it('holds, where no member wrote between the shares', () => {
      const whole = [write(1, 'erp'), drain(2, 'erp', group), drain(3, 'web', group), write(4, 'erp')];
      accepts([
        ...whole,
        point(5, 'erp'),
        point(6, 'web'),
        recovery(7, 'erp', 'latest-group'),
        recovery(8, 'web', 'latest'),
      ]);
    });

    it('is not broken by a write before the own share, nor by one of a stranger', () => {
      accepts([
        drain(1, 'erp', group),
        write(2, 'web'),
        write(3, 'crm'),
        drain(4, 'web', group),
        point(5, 'web'),
      ]);
    });

    it('is broken by a member that went on writing, for whoever is offered it', () => {
      finds(
        [...broken, point(4, 'web'), point(5, 'erp')],
        [/^4 ms: p-4 of web .*g-1.* erp had/, /^5 ms: p-5 of erp .*g-1.* erp had/],
      );
    });

    it('is broken for whoever is recovered to it', () => {
      finds([...broken, recovery(4, 'web', 'latest-group')], [/^4 ms: web .*p-9 .*g-1.* erp had/]);
      finds([...broken, recovery(4, 'web', 'chosen')], [/^4 ms: web/]);
    });

    it('names the member that wrote first', () => {
      finds(
        [
          drain(1, 'erp', group),
          drain(1, 'crm', group),
          write(2, 'crm'),
          write(3, 'erp'),
          drain(4, 'web', group),
          point(5, 'web'),
        ],
        [/ crm had/],
      );
    });

    it('is not broken by a write after all shares were taken', () => {
      accepts([drain(1, 'erp', group), drain(2, 'web', group), write(3, 'erp'), point(4, 'web')]);
    });

    it('does not break the next one', () => {
      const next = { group: 'g-2', drain: 2 };
      accepts([...broken, drain(5, 'erp', next), drain(6, 'web', next), point(7, 'web', { drain: 2 })]);
      finds(
        [
          drain(5, 'erp', next),
          drain(6, 'web', next),
          ...broken.map(([at, ...rest]) => [at + 9, ...rest] as Entry),
          point(19, 'web'),
        ],
        [/^19 ms: .*g-1/],
      );
    });

    it('is what a recovery to a group point gets', () => {
      finds([drain(1, 'erp'), recovery(2, 'erp', 'latest-group')], [/^2 ms: erp .*p-9/]);
      finds([recovery(2, 'erp', 'latest-group')], [/^2 ms: erp/]);
      const app = drain(1, 'erp', { consistency: 'application' });
      finds([app, recovery(2, 'erp', 'latest-group-application')], [/^2 ms: erp .*p-9/]);
      accepts([app, recovery(2, 'erp', 'latest-application')]);
    });
  });
});
