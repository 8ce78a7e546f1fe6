import { describe, it } from 'node:test';
import { checker, type Entry } from './history.fixture.spec';
import type { FinalState } from './index';

const { accepts, finds, waits } = checker('nothing-left-behind');

type Item = FinalState['items'][number];
const item = (facts: Partial<Item>): Item => ({
  name: 'erp',
  state: 'protected',
  pair: null,
  azureVm: null,
  ...facts,
});
const vm = (facts: Partial<FinalState['vms'][number]>): FinalState['vms'][number] => ({
  name: 'erp-vm',
  machine: 'erp',
  attachedTo: null,
  busy: false,
  ...facts,
});
const azureVm = (name: string) => ({ name, machine: 'erp', running: true });
const failed = { failedJobs: [{ id: 'job-1', item: 'erp', restartable: true }] };
const ended = (how: 'disabled' | 'purged' | 'cleared', azure: string | null): Entry => [
  5,
  'protection.ended',
  'erp',
  { how, azureVm: azure },
];

describe('nothing-left-behind', () => {
  it('accepts an end with nothing held', () => {
    accepts([], { vms: [vm({})], items: [item({})], azureVms: [] });
  });

  it('tells nothing while a workflow is under way', () => {
    waits([], [/^2 jobs/], { activeJobs: 2, vms: [vm({ busy: true })] });
  });

  describe('an attached disk', () => {
    const vms = [vm({ attachedTo: 'mt-01' })];

    it('is left behind where nothing replicates to the site', () => {
      finds([], [/^9 ms: .*erp-vm .*mt-01/], { now: 9, vms });
      finds([], [/mt-01/], { vms, items: [item({ pair: 'erp/to-azure-1' })] });
      finds([], [/mt-01/], { vms, items: [item({ name: 'web', pair: 'web/to-site-1' })] });
    });

    it('is needed while its machine replicates to the site', () => {
      accepts([], { vms, items: [item({ pair: 'erp/to-site-1' })] });
    });

    it('belongs to the failed job of its machine', () => {
      accepts([], { vms, ...failed });
      finds([], [/web-vm/], {
        vms: [...vms, vm({ name: 'web-vm', machine: 'web', attachedTo: 'mt-01' })],
        ...failed,
      });
    });
  });

  it('finds a VM that is locked', () => {
    finds([], [/^9 ms: erp-vm /], { now: 9, vms: [vm({ busy: true })] });
    accepts([], { vms: [vm({ busy: true })], ...failed });
  });

  for (const where of ['attachedPairs', 'queuedPairs'] as const)
    describe(`a pair in ${where}`, () => {
      it('belongs to its item', () => {
        accepts([], { [where]: ['erp/to-site-2'], items: [item({ pair: 'erp/to-site-2' })] });
      });

      it('is left behind when its item has another pair, or is gone', () => {
        finds([], [/^9 ms: .*erp\/to-site-2/], {
          now: 9,
          [where]: ['erp/to-site-2'],
          items: [item({ pair: 'erp/to-azure-3' })],
        });
        finds([], [/erp\/to-site-2/], { [where]: ['erp/to-site-2'] });
      });

      it('may be left by a failed job of its item, whose name may hold a slash', () => {
        accepts([], { [where]: ['erp/to-site-2'], ...failed });
        finds([], [/web\/to-site-2/], { [where]: ['web/to-site-2'], ...failed });
        accepts([], {
          [where]: ['group/erp/to-site-2'],
          failedJobs: [{ id: 'job-1', item: 'group/erp', restartable: true }],
        });
      });

      it('may be left by a purge until the site has followed', () => {
        const left = { [where]: ['erp/to-site-2'] };
        accepts([ended('purged', null)], left);
        finds([ended('purged', null), ended('cleared', null)], [/erp\/to-site-2/], left);
        finds([ended('disabled', null)], [/erp\/to-site-2/], left);
      });
    });

  describe('an Azure VM', () => {
    it('belongs to an item, as its copy or as its test failover', () => {
      accepts([], {
        azureVms: [azureVm('erp-az'), azureVm('erp-test')],
        items: [item({ azureVm: 'erp-az', testVm: 'erp-test' })],
      });
    });

    it('is left behind when it belongs to none', () => {
      finds([], [/^9 ms: .*stranger/], {
        now: 9,
        azureVms: [azureVm('erp-az'), azureVm('stranger')],
        items: [item({ azureVm: 'erp-az' })],
      });
    });

    it('stays when the protection of its machine ends, until it is deleted', () => {
      const left = { azureVms: [azureVm('erp-az')] };
      accepts([ended('disabled', 'erp-az')], left);
      finds(
        [ended('disabled', 'erp-az'), [6, 'vm.deleted', 'erp-az', { copy: 'azure', machine: 'erp' }]],
        [/erp-az/],
        left,
      );
      finds([ended('disabled', null)], [/erp-az/], left);
    });
  });
});
