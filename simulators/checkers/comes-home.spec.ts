import { describe, it } from 'node:test';
import { checker, type Entry } from './history.fixture.spec';
import type { FinalState } from './index';

const { accepts, finds, waits } = checker('comes-home');

const HOUR_MS = 3_600_000;
const BOUND_MS = 48 * HOUR_MS;

const job = (at: number, scenario: string, state: string, item = 'erp'): Entry => [
  at,
  'job.state',
  'job-1',
  { item, scenario, state, codes: [] },
];
const becomes = (at: number, state: string): Entry => [at, 'item.state', 'erp', { state, container: 'c' }];
const end = (now: number, state: string, failed: readonly string[] = []): Partial<FinalState> => ({
  now,
  items: [
    { name: 'web', state: 'protected', pair: null, azureVm: null },
    { name: 'erp', state, pair: null, azureVm: null },
  ],
  failedJobs: failed.map((item) => ({ id: 'job-1', item, restartable: true })),
});

describe('comes-home', () => {
  const begun = job(1_000, 'reprotectToSite', 'InProgress');
  const late = (since: number): Partial<FinalState> => end(since + BOUND_MS + 1, 'reprotecting');

  it('asks nothing of a machine that never began its way home', () => {
    accepts([job(1_000, 'failoverToAzure', 'InProgress')], end(BOUND_MS * 9, 'failed-over'));
  });

  it('gives a reprotection 48 hours, and not one millisecond more', () => {
    waits([begun], [/^erp is reprotecting$/], end(1_000 + BOUND_MS, 'reprotecting'));
    finds([begun], [/^erp is reprotecting 48 h after/], end(1_001 + BOUND_MS, 'reprotecting'));
  });

  it('counts anew from the failover to the site', () => {
    const failback = job(5 * HOUR_MS, 'failoverToSite', 'InProgress');
    waits([begun, failback], [/^erp is failing-back$/], end(5 * HOUR_MS + BOUND_MS, 'failing-back'));
    finds([failback], [/^erp is failing-back 50 h/], end(5 * HOUR_MS + 50 * HOUR_MS, 'failing-back'));
  });

  for (const state of ['failed-back', 'failback-committed', 'reprotecting-to-azure', 'protected'])
    it(`takes a machine that is ${state} for home`, () => {
      accepts([begun, becomes(2_000, state)], late(1_000));
    });

  it('does not take a machine on its way for home', () => {
    finds([begun, becomes(2_000, 'reprotecting')], [/^erp/], late(1_000));
  });

  it('lets a machine go whose protection ended, or whose job was cancelled', () => {
    accepts([begun, [2_000, 'protection.ended', 'erp', { how: 'disabled', azureVm: null }]], late(1_000));
    accepts([begun, job(2_000, 'reprotectToSite', 'Cancelled')], late(1_000));
    finds(
      [begun, [2_000, 'protection.ended', 'web', { how: 'disabled', azureVm: null }]],
      [/^erp/],
      late(1_000),
    );
  });

  for (const kind of [
    'component.killed',
    'component.paused',
    'link.down',
    'network.blocked',
    'cs.lost',
    'link.bandwidth',
    'fault.began',
    'fault.healed',
  ] as const)
    it(`counts anew after ${kind}`, () => {
      const disturbed: readonly Entry[] = [begun, [9_000, kind, 'something']];
      waits(disturbed, [/^erp/], end(9_000 + BOUND_MS, 'reprotecting'));
      finds(disturbed, [/^erp/], late(9_000));
    });

  it('counts anew after any job failed, and waits for a failed job of the machine itself', () => {
    const failed = [begun, job(9_000, 'enableReplication', 'Failed', 'web')];
    waits(failed, [/^erp/], end(9_000 + BOUND_MS, 'reprotecting'));
    finds(failed, [/^erp/], late(9_000));
    finds(failed, [/^erp/], end(9_001 + BOUND_MS, 'reprotecting', ['web']));
    waits(failed, [/^erp/], end(9_001 + BOUND_MS, 'reprotecting', ['web', 'erp']));
  });

  it('waits for the operator of a machine that replicates to the site', () => {
    waits([begun], [/^erp is protected-to-site$/], end(9 * BOUND_MS, 'protected-to-site'));
  });

  it('finds a machine that the vault knows no more, though its protection did not end', () => {
    finds([begun], [/^erp /], { now: 1_001 + BOUND_MS });
  });

  it('names what is late, not what still has time', () => {
    const history = [begun, job(2_000, 'reprotectToSite', 'InProgress', 'web')];
    finds(history, [/^erp/], end(1_001 + BOUND_MS, 'reprotecting'));
  });
});
