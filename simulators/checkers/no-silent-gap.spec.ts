import { describe, it } from 'node:test';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('no-silent-gap');

const MINUTE_MS = 60_000;
const THRESHOLD_MS = 15 * MINUTE_MS;
/** The latest moments at which the vault may say that a point is overdue, and that it is critically so. */
const WARN_BY_MS = THRESHOLD_MS + 6 * MINUTE_MS;
const CRITICAL_BY_MS = 2 * THRESHOLD_MS + 6 * MINUTE_MS;
/** The longest that a first copy may stand still behind a Normal health. */
const STALL_MS_MAX = 17 * MINUTE_MS;
/** The same, where what should have told of it did not get through. */
const SILENCE_MS_MAX = 26 * MINUTE_MS;

const starts = (at: number, pair = 'erp/1'): Entry => [
  at,
  'pair.started',
  'erp',
  { pair, target: 'azure', kept: false, rpoThresholdMs: THRESHOLD_MS },
];
const stops = (at: number): Entry => [at, 'pair.stopped', 'erp', { pair: 'erp/1' }];
const point = (at: number, takenAtMs = at, pair = 'erp/1'): Entry => [
  at,
  'point.made',
  'erp',
  {
    point: 'p',
    pair,
    drain: 1,
    seq: 1,
    group: null,
    consistency: 'crash',
    takenAtMs,
    checksums: [],
  },
];
const turns = (at: number, to: 'Normal' | 'Warning' | 'Critical'): Entry => [
  at,
  'health.changed',
  'erp',
  { from: 'x', to, pair: 'erp/1' },
];
const threshold = (at: number, rpoThresholdMs: number): Entry => [
  at,
  'pair.changed',
  'erp',
  { pair: 'erp/1', rpoThresholdMs },
];
const stalls = (at: number, pair = 'erp/1'): Entry => [at, 'pair.stalled', 'erp', { pair, code: 'x' }];
const flows = (at: number): Entry => [at, 'pair.flowing', 'erp', { pair: 'erp/1' }];

describe('no-silent-gap', () => {
  const running = [starts(0), point(0)];

  describe('an overdue recovery point', () => {
    it('is not overdue within the threshold and the vault’s look', () => {
      accepts(running, { now: WARN_BY_MS });
      accepts([...running, point(WARN_BY_MS), point(2 * WARN_BY_MS)], { now: 3 * WARN_BY_MS });
    });

    it('is silent one millisecond later, at the end of the run, at the next point and when the pair stops', () => {
      const silent = [/: .*erp \(erp\/1\) for 21 minutes.*warning/];
      finds(running, silent, { now: WARN_BY_MS + 1 });
      finds([...running, point(WARN_BY_MS + 1)], silent);
      finds([...running, stops(WARN_BY_MS + 1)], silent, { now: 9 * WARN_BY_MS });
    });

    it('asks nothing of a pair that stopped in time', () => {
      accepts([...running, stops(WARN_BY_MS)], { now: 9 * WARN_BY_MS });
    });

    it('wants the warning in time', () => {
      accepts([...running, turns(WARN_BY_MS, 'Warning')], { now: CRITICAL_BY_MS });
      finds([...running, turns(WARN_BY_MS + 1, 'Warning')], [/warning/], { now: CRITICAL_BY_MS });
    });

    it('wants the second warning in time', () => {
      const warned = [...running, turns(WARN_BY_MS, 'Warning')];
      finds(warned, [/ 36 minutes.*critical/], { now: CRITICAL_BY_MS + 1 });
      accepts([...warned, turns(CRITICAL_BY_MS, 'Critical')], { now: 9 * CRITICAL_BY_MS });
      finds([...warned, turns(CRITICAL_BY_MS + 1, 'Critical')], [/critical/], { now: 9 * CRITICAL_BY_MS });
    });

    it('is warned of by Critical at once', () => {
      accepts([...running, turns(WARN_BY_MS, 'Critical')], { now: 9 * CRITICAL_BY_MS });
    });

    it('counts the first word, not a repeated one', () => {
      accepts(
        [
          ...running,
          turns(WARN_BY_MS, 'Warning'),
          turns(CRITICAL_BY_MS, 'Critical'),
          turns(CRITICAL_BY_MS + 1, 'Warning'),
          turns(CRITICAL_BY_MS + 2, 'Critical'),
        ],
        { now: 9 * CRITICAL_BY_MS },
      );
    });

    it('is not warned of by a word that all is well', () => {
      finds([...running, turns(10, 'Normal')], [/warning/], { now: WARN_BY_MS + 1 });
    });

    it('is said twice when nobody said anything', () => {
      finds(running, [/warning/, /critical/], { now: CRITICAL_BY_MS + 1 });
    });

    it('is not warned of by the health of another gap', () => {
      const recovered = [
        ...running,
        turns(WARN_BY_MS, 'Warning'),
        turns(CRITICAL_BY_MS, 'Critical'),
        turns(CRITICAL_BY_MS + 1, 'Normal'),
        point(CRITICAL_BY_MS + 2),
      ];
      finds(recovered, [/ 21 minutes.*warning/], { now: CRITICAL_BY_MS + 3 + WARN_BY_MS });
    });

    it('needs no new word while the old one stands', () => {
      const warned = [...running, turns(10, 'Warning'), point(20)];
      accepts(warned, { now: 20 + CRITICAL_BY_MS });
      finds(warned, [/critical/], { now: 21 + CRITICAL_BY_MS });
      accepts([...running, turns(10, 'Critical'), point(20)], { now: 9 * CRITICAL_BY_MS });
    });

    it('is counted from when it was taken, but not before the vault learned of it', () => {
      const lateToLearn = (learnedAt: number): readonly Entry[] => [starts(0), point(learnedAt, 0)];
      accepts(lateToLearn(THRESHOLD_MS), { now: WARN_BY_MS });
      finds(lateToLearn(THRESHOLD_MS), [/warning/], { now: WARN_BY_MS + 1 });
      accepts(lateToLearn(WARN_BY_MS), { now: WARN_BY_MS + 6 * MINUTE_MS });
      finds(lateToLearn(WARN_BY_MS), [/ 27 minutes.*warning/], { now: WARN_BY_MS + 6 * MINUTE_MS + 1 });
    });

    it('is no matter before the first point, nor for a pair that is not known', () => {
      accepts([starts(0)], { now: 9 * CRITICAL_BY_MS });
      accepts([point(0), turns(1, 'Critical'), threshold(2, 1), stalls(3), flows(4), stops(5)], {
        now: 9 * CRITICAL_BY_MS,
      });
    });

    it('is found for each pair by itself', () => {
      const other = [starts(0, 'web/1'), point(0, 0, 'web/1')];
      finds([...running, ...other, point(WARN_BY_MS, WARN_BY_MS, 'web/1')], [/erp\/1/], {
        now: WARN_BY_MS + 1,
      });
    });

    it('follows a threshold that is changed, from then on', () => {
      const stricter = [...running, threshold(10 * MINUTE_MS, MINUTE_MS)];
      accepts(stricter, { now: 16 * MINUTE_MS });
      finds(stricter, [/warning/, /critical/], { now: 16 * MINUTE_MS + 1 });
      accepts([...running, threshold(10 * MINUTE_MS, 60 * MINUTE_MS)], { now: 66 * MINUTE_MS });
    });
  });

  describe('a vault that is away', () => {
    for (const kind of ['component.killed', 'component.paused'] as const)
      it(`is excused until the next point (${kind})`, () => {
        const away: readonly Entry[] = [...running, [1, kind, 'vault']];
        accepts(away, { now: 9 * CRITICAL_BY_MS });
        finds([...away, point(2)], [/warning/], { now: 3 + WARN_BY_MS });
      });

    for (const kind of ['component.started', 'component.resumed', 'link.down'] as const)
      it(`is not meant by ${kind}`, () => {
        finds([...running, [1, kind, 'vault']], [/warning/], { now: WARN_BY_MS + 1 });
      });

    it('is not meant by another component that leaves', () => {
      finds([...running, [1, 'component.killed', 'process-server']], [/warning/], { now: WARN_BY_MS + 1 });
    });

    it('cannot speak of a first copy that stands still', () => {
      accepts([starts(0), stalls(0), [1, 'component.killed', 'vault']], { now: 9 * STALL_MS_MAX });
    });
  });

  describe('a first copy that stands still', () => {
    const stalled = [starts(0), stalls(MINUTE_MS)];
    const found = [/: .*erp \(erp\/1\).* 17 minutes.*Normal/];

    it('may look healthy for 17 minutes', () => {
      accepts(stalled, { now: MINUTE_MS + STALL_MS_MAX });
      accepts([...stalled, flows(MINUTE_MS + STALL_MS_MAX)], { now: 9 * STALL_MS_MAX });
      accepts([...stalled, stops(MINUTE_MS + STALL_MS_MAX)], { now: 9 * STALL_MS_MAX });
    });

    it('is silent one millisecond later: at the end of the run, when it flows again and when the pair stops', () => {
      finds(stalled, found, { now: MINUTE_MS + STALL_MS_MAX + 1 });
      finds([...stalled, flows(MINUTE_MS + STALL_MS_MAX + 1)], found, { now: 9 * STALL_MS_MAX });
      finds([...stalled, stops(MINUTE_MS + STALL_MS_MAX + 1)], found, { now: 9 * STALL_MS_MAX });
    });

    it('has its time anew when it flowed for a while', () => {
      const again = [...stalled, flows(2 * MINUTE_MS), stalls(9 * MINUTE_MS)];
      accepts(again, { now: 9 * MINUTE_MS + STALL_MS_MAX });
      finds(again, found, { now: 9 * MINUTE_MS + STALL_MS_MAX + 1 });
    });

    it('must be warned of in time', () => {
      accepts([...stalled, turns(MINUTE_MS + STALL_MS_MAX, 'Warning')], { now: 9 * STALL_MS_MAX });
      finds([...stalled, turns(MINUTE_MS + STALL_MS_MAX + 1, 'Warning')], found, { now: 9 * STALL_MS_MAX });
    });

    for (const kind of [
      'component.killed',
      'component.paused',
      'component.started',
      'component.resumed',
      'link.down',
      'link.up',
    ] as const)
      it(`has its time from ${kind} on`, () => {
        const disturbed: readonly Entry[] = [...stalled, [2 * MINUTE_MS, kind, 'process-server']];
        accepts(disturbed, { now: 2 * MINUTE_MS + STALL_MS_MAX });
        finds(disturbed, found, { now: 2 * MINUTE_MS + STALL_MS_MAX + 1 });
      });

    for (const kind of ['message.lost', 'message.meddled'] as const)
      for (const message of ['cs.heartbeat', 'vault.report'])
        it(`may look healthy for 26 minutes where a ${message} did not get through (${kind})`, () => {
          const unheard: readonly Entry[] = [...stalled, [2 * MINUTE_MS, kind, 'a>b', { message }]];
          const silent = [/: .*erp \(erp\/1\).* 26 minutes.*Normal/];
          accepts(unheard, { now: MINUTE_MS + SILENCE_MS_MAX });
          finds(unheard, silent, { now: MINUTE_MS + SILENCE_MS_MAX + 1 });
        });

    it('has 17 minutes where something else did not get through, or did not for an earlier stall', () => {
      const other: Entry = [2 * MINUTE_MS, 'message.lost', 'a>b', { message: 'ps.batch' }];
      finds([...stalled, other], found, { now: MINUTE_MS + STALL_MS_MAX + 1 });
      const lost: Entry = [2 * MINUTE_MS, 'message.lost', 'a>b', { message: 'cs.heartbeat' }];
      const again = [...stalled, lost, flows(3 * MINUTE_MS), stalls(9 * MINUTE_MS)];
      finds(again, found, { now: 9 * MINUTE_MS + STALL_MS_MAX + 1 });
    });

    it('is no stall where a disturbance comes without one', () => {
      accepts([starts(0), [1, 'link.down', 'wan']], { now: 9 * STALL_MS_MAX });
    });

    it('is a gap like any other once there is a point', () => {
      accepts([...running, stalls(1)], { now: 2 + STALL_MS_MAX });
      accepts([starts(0), stalls(1), point(2)], { now: 3 + STALL_MS_MAX });
    });

    it('is found for each pair by itself', () => {
      finds([...stalled, starts(0, 'web/1'), stalls(MINUTE_MS, 'web/1'), flows(MINUTE_MS + 1)], [/web\/1/], {
        now: MINUTE_MS + STALL_MS_MAX + 1,
      });
    });
  });
});
