import { describe, it } from 'node:test';
import type { Copy } from '../wire';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('truthful-jobs');

const BOOT_MS_MAX = 10 * 60_000;

const job = (at: number, scenario: string, state: string, id = 'job-1', item = 'erp'): Entry => [
  at,
  'job.state',
  id,
  { item, scenario, state, codes: [] },
];
const task = (at: number, state: string, name = 'FailoverTask', id = 'job-1'): Entry => [
  at,
  'job.task',
  id,
  { item: 'erp', task: name, state },
];
const pair = (target: Copy, item = 'erp'): Entry => [
  3,
  'pair.started',
  item,
  { pair: 'erp/1', target, kept: false, rpoThresholdMs: 1 },
];
const recovered = (copy: Copy): Entry => [
  3,
  'point.recovered',
  'erp',
  { copy, point: 'p', pair: 'erp/1', drain: 1, wanted: 'latest', sourceStopped: false },
];
const becomes = (state: string): Entry => [4, 'item.state', 'erp', { state, container: 'c' }];
const runs = (at: number, copy: Copy, machine = 'erp'): Entry => [
  at,
  'guest.running',
  machine,
  { copy, checksums: [], address: null },
];
const stops = (at: number, copy: Copy, machine = 'erp'): Entry => [
  at,
  'guest.stopped',
  machine,
  { copy, how: 'powered-off' },
];
const tested: Entry = [
  3,
  'test.recovered',
  'erp-test',
  { machine: 'erp', point: 'p', pair: 'erp/1', drain: 1 },
];

/** Workflow → what must have happened when it says that it succeeded, and which copy of which machine then comes up. */
const WORKFLOWS: readonly {
  readonly scenario: string;
  readonly effects: readonly Entry[];
  readonly comesUp?: readonly [Copy, string];
}[] = [
  { scenario: 'enableReplication', effects: [pair('azure')] },
  {
    scenario: 'failoverToAzure',
    effects: [recovered('azure'), becomes('failed-over')],
    comesUp: ['azure', 'erp'],
  },
  { scenario: 'changePoint', effects: [recovered('azure')], comesUp: ['azure', 'erp'] },
  { scenario: 'testFailover', effects: [tested], comesUp: ['azure', 'erp-test'] },
  { scenario: 'reprotectToSite', effects: [pair('on-premises')] },
  {
    scenario: 'failoverToSite',
    effects: [recovered('on-premises'), becomes('failed-back')],
    comesUp: ['on-premises', 'erp'],
  },
  {
    scenario: 'plannedFailover',
    effects: [recovered('on-premises'), becomes('failed-back')],
    comesUp: ['on-premises', 'erp'],
  },
  { scenario: 'cancelFailover', effects: [pair('on-premises')], comesUp: ['azure', 'erp'] },
  { scenario: 'commit', effects: [becomes('failover-committed')] },
  { scenario: 'commit', effects: [becomes('failback-committed')] },
  { scenario: 'reprotectToAzure', effects: [pair('azure')] },
  {
    scenario: 'disableProtection',
    effects: [[3, 'protection.ended', 'erp', { how: 'disabled', azureVm: null }]],
  },
];

describe('truthful-jobs', () => {
  for (const { scenario, effects, comesUp } of WORKFLOWS) {
    const begun = [job(1, scenario, 'InProgress'), task(2, 'Succeeded')];
    const succeeded = job(10, scenario, 'Succeeded');
    const wrong: readonly Entry[] = [pair('azure', 'web'), becomes('enabling'), ...effectsOfOthers(effects)];

    describe(`${scenario} (${effects.map(([, kind]) => kind).join(', ')})`, () => {
      it('has its effects when it says that it succeeded', () => {
        accepts([...begun, ...effects, succeeded]);
      });

      it('does not say so without any of them', () => {
        for (const missing of effects)
          finds(
            [...begun, ...wrong, ...effects.filter((effect) => effect !== missing), succeeded],
            [new RegExp(`^10 ms: ${scenario} of erp `)],
          );
      });

      it('has had them since it began, not before', () => {
        finds(
          [...effects, ...begun, succeeded],
          effects.map(() => new RegExp(`^10 ms: ${scenario} of erp `)),
        );
      });

      if (comesUp) {
        const [copy, machine] = comesUp;
        const done = [...begun, ...effects, succeeded];
        const never = [new RegExp(`^10 ms: .*${machine} .*${copy}`)];

        it(`brings up the ${copy} copy of ${machine}, within ten minutes`, () => {
          accepts([...done, runs(11, copy, machine)], { now: 9 * BOOT_MS_MAX });
          accepts([runs(0, copy, machine), ...done], { now: 9 * BOOT_MS_MAX });
          accepts(done, { now: 10 + BOOT_MS_MAX });
          finds(done, never, { now: 11 + BOOT_MS_MAX });
          finds([...done, runs(11, copy, 'web'), runs(12, other(copy), machine)], never, {
            now: 11 + BOOT_MS_MAX,
          });
        });

        it('may be stopped before it had time to come up, not later', () => {
          accepts([...done, stops(10 + BOOT_MS_MAX, copy, machine)], { now: 9 * BOOT_MS_MAX });
          finds([...done, stops(11 + BOOT_MS_MAX, copy, machine)], never, { now: 9 * BOOT_MS_MAX });
        });

        it('does not take a copy for running that was stopped', () => {
          finds([runs(0, copy, machine), stops(1, copy, machine), ...done], never, { now: 9 * BOOT_MS_MAX });
        });
      } else
        it('starts no machine', () => {
          accepts([...begun, ...effects, succeeded], { now: 9 * BOOT_MS_MAX });
        });
    });
  }

  it('asks only for tasks of a workflow of which no effect is known', () => {
    accepts([
      job(1, 'testFailoverCleanup', 'InProgress'),
      task(2, 'Succeeded'),
      job(3, 'testFailoverCleanup', 'Succeeded'),
    ]);
  });

  describe('the tasks of a job', () => {
    const succeeded = job(10, 'refresh', 'Succeeded');

    it('have ended well, or do not matter', () => {
      accepts([job(1, 'refresh', 'InProgress'), task(2, 'Succeeded', 'A'), task(3, 'Other', 'B'), succeeded]);
    });

    it('are not open or failed, each of them', () => {
      finds(
        [
          job(1, 'refresh', 'InProgress'),
          task(2, 'InProgress', 'A'),
          task(3, 'Succeeded', 'B'),
          task(4, 'Failed', 'C'),
          succeeded,
        ],
        [/^10 ms: refresh of erp .*\bA is InProgress/, /\bC is Failed/],
      );
    });

    it('count with how they ended', () => {
      accepts([job(1, 'refresh', 'InProgress'), task(2, 'Failed'), task(3, 'Succeeded'), succeeded]);
    });

    it('are there', () => {
      finds([job(1, 'refresh', 'InProgress'), succeeded], [/^10 ms: refresh of erp /]);
      finds([job(1, 'refresh', 'InProgress'), task(2, 'Succeeded', 'A', 'job-2'), succeeded], [/task/]);
      finds([succeeded], [/task/]);
    });

    it('are those of one run of the job', () => {
      for (const state of ['Succeeded', 'Cancelled'])
        finds(
          [job(1, 'refresh', 'InProgress'), task(2, 'Succeeded'), job(3, 'refresh', state), succeeded],
          [/task/],
        );
    });
  });

  it('lets a job fail, and be restarted', () => {
    accepts([
      job(1, 'enableReplication', 'InProgress'),
      task(2, 'Succeeded'),
      pair('azure'),
      job(4, 'enableReplication', 'Failed'),
      job(5, 'enableReplication', 'InProgress'),
      job(6, 'enableReplication', 'Succeeded'),
    ]);
  });

  it('finds a failed job that cannot be restarted', () => {
    accepts([], { failedJobs: [{ id: 'job-7', item: 'erp', restartable: true }] });
    finds([], [/^9 ms: .*job-7 .*erp/], {
      now: 9,
      failedJobs: [{ id: 'job-7', item: 'erp', restartable: false }],
    });
  });
});

function other(copy: Copy): Copy {
  return copy === 'azure' ? 'on-premises' : 'azure';
}

/** Effects that look much like these, but are of the other direction. */
function effectsOfOthers(effects: readonly Entry[]): readonly Entry[] {
  const kinds = new Set(effects.map(([, kind]) => kind));
  const toSite = effects.some(([, , , fields]) => JSON.stringify(fields ?? {}).includes('on-premises'));
  const copy = toSite ? 'azure' : 'on-premises';
  return [
    ...(kinds.has('pair.started') ? [pair(copy)] : []),
    ...(kinds.has('point.recovered') ? [recovered(copy)] : []),
  ];
}
