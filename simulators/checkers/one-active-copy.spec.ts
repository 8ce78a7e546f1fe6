import { describe, it } from 'node:test';
import type { Copy } from '../wire';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('one-active-copy');

const runs = (at: number, machine: string, copy: Copy): Entry => [
  at,
  'guest.running',
  machine,
  { copy, checksums: [], address: null },
];
const stops = (at: number, machine: string, copy: Copy): Entry => [
  at,
  'guest.stopped',
  machine,
  { copy, how: 'shut-down' },
];

describe('one-active-copy', () => {
  it('lets one copy stop before the other runs', () => {
    accepts([
      runs(1, 'erp', 'on-premises'),
      stops(2, 'erp', 'on-premises'),
      runs(3, 'erp', 'azure'),
      stops(4, 'erp', 'azure'),
      runs(5, 'erp', 'on-premises'),
    ]);
  });

  it('finds both copies of one machine running', () => {
    finds([runs(1, 'erp', 'on-premises'), runs(7, 'erp', 'azure')], [/^7 ms: .*erp/]);
  });

  it('does not mistake another machine, or the stop of the other copy, for the stop of this one', () => {
    accepts([runs(1, 'erp', 'on-premises'), runs(2, 'web', 'azure')]);
    finds(
      [
        runs(1, 'erp', 'on-premises'),
        stops(2, 'web', 'on-premises'),
        stops(3, 'erp', 'azure'),
        runs(4, 'erp', 'azure'),
      ],
      [/^4 ms: .*erp/],
    );
  });

  it('lets the same copy start again', () => {
    accepts([runs(1, 'erp', 'azure'), runs(2, 'erp', 'azure')]);
  });

  it('keeps the first ten breaches', () => {
    const twice = (at: number): readonly Entry[] => [
      runs(at, 'erp', 'azure'),
      runs(at, 'erp', 'on-premises'),
      stops(at, 'erp', 'azure'),
      stops(at, 'erp', 'on-premises'),
    ];
    finds(
      Array.from({ length: 11 }, (_, at) => twice(at + 1)).flat(),
      Array.from({ length: 10 }, (_, at) => new RegExp(`^${at + 1} ms: `)),
    );
  });
});
