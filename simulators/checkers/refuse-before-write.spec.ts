import { describe, it } from 'node:test';
import { checker, type Entry } from './history.fixture.spec';

const { accepts, finds } = checker('refuse-before-write');

const present = (snapshots: number, vm = 'erp', machine = 'erp'): Entry => [
  0,
  'vm.present',
  vm,
  { machine, host: 'esx01', snapshots },
];
const job = (at: number, state: string, scenario = 'reprotectToSite'): Entry => [
  at,
  'job.state',
  'job-1',
  { item: 'erp', scenario, state, codes: [] },
];
const preflight = (at: number, state: string, item = 'erp'): Entry => [
  at,
  'job.task',
  'job-1',
  { item, task: 'SwitchReplicationGroupProtectionPreflightTask', state },
];
const call = (at: number, method: string, account = 'svc-asr', done = true, vm = 'erp'): Entry => [
  at,
  'vim.call',
  vm,
  { method, account, askedAtMs: at, needs: [], held: true, done, fault: null },
];
const written = (at: number, vm = 'erp'): Entry => [
  at,
  'disk.written',
  vm,
  { disk: 0, extents: 1, by: 'master-target' },
];

describe('refuse-before-write', () => {
  describe('a reprotection that is refused', () => {
    const checking = [present(0), job(1, 'InProgress'), preflight(2, 'InProgress')];

    it('may change nothing before', () => {
      accepts([...checking, preflight(5, 'Failed')]);
      finds(
        [...checking, call(3, 'ReconfigVM_Task'), written(4), preflight(5, 'Failed')],
        [/^5 ms: .*erp .*ReconfigVM_Task, a disk/],
      );
    });

    it('has not changed what was only tried, what an operator did, what was done to another VM or before the check', () => {
      accepts([
        present(0, 'web', 'web'),
        present(0),
        call(0, 'PowerOffVM_Task'),
        job(1, 'InProgress'),
        written(1),
        preflight(2, 'InProgress'),
        call(3, 'ReconfigVM_Task', 'svc-asr', false),
        call(3, 'PowerOffVM_Task', 'operator'),
        call(3, 'PowerOffVM_Task', 'svc-asr', true, 'web'),
        preflight(5, 'Failed'),
      ]);
    });

    it('has changed its machine also through a VM with another name', () => {
      const renamed: readonly Entry[] = [
        [1, 'vm.created', 'erp-new', { copy: 'on-premises', machine: 'erp', host: 'esx01' }],
        present(0, 'erp-old'),
      ];
      for (const vm of ['erp-new', 'erp-old'])
        finds([...renamed, ...checking, written(3, vm), preflight(5, 'Failed')], [/^5 ms: .*erp/]);
    });

    it('is told by its check alone, of its own machine', () => {
      const other: Entry = [5, 'job.task', 'job-1', { item: 'erp', task: 'FailoverTask', state: 'Failed' }];
      accepts([...checking, written(3), other]);
      accepts([...checking, written(3), preflight(5, 'Failed', 'web')]);
    });

    it('is judged by its own attempt', () => {
      accepts([
        ...checking,
        written(3),
        job(4, 'Failed'),
        job(5, 'InProgress'),
        preflight(6, 'InProgress'),
        preflight(7, 'Failed'),
      ]);
      accepts([...checking, written(3), job(4, 'Cancelled'), preflight(5, 'Failed')]);
    });
  });

  it('lets a reprotection write once its check has passed', () => {
    accepts([
      present(0),
      job(1, 'InProgress'),
      preflight(2, 'InProgress'),
      preflight(3, 'Succeeded'),
      written(4),
      job(5, 'Failed'),
    ]);
  });

  it('lets a check that passes change something', () => {
    accepts([
      present(0),
      job(1, 'InProgress'),
      preflight(2, 'InProgress'),
      written(3),
      preflight(4, 'Succeeded'),
    ]);
  });

  it('looks at no other workflow', () => {
    accepts([
      present(1),
      job(1, 'InProgress', 'enableReplication'),
      preflight(2, 'InProgress'),
      written(3),
      preflight(4, 'Failed'),
    ]);
    finds(
      [present(1), job(1, 'InProgress'), job(2, 'Succeeded', 'testFailover'), written(3)],
      [/^3 ms: erp /],
    );
  });

  describe('a VM with a snapshot', () => {
    const begun = [present(1), job(1, 'InProgress'), preflight(2, 'InProgress'), preflight(3, 'Succeeded')];

    it('is not touched, not even after the check', () => {
      finds(
        [...begun, call(4, 'ReconfigVM_Task'), written(5)],
        [/^4 ms: erp .*ReconfigVM_Task/, /^5 ms: erp .*disk/],
      );
    });

    it('is found under another name than its machine’s', () => {
      finds([present(1, 'erp-old'), job(1, 'InProgress'), written(2, 'erp-old')], [/^2 ms: erp-old/]);
      accepts([present(1, 'web', 'web'), present(0), job(1, 'InProgress'), written(2)]);
    });

    it('is found where nothing else is known of it', () => {
      finds([call(0, 'CreateSnapshot_Task'), job(1, 'InProgress'), written(2)], [/^2 ms: erp /]);
    });

    it('is free once the snapshot is gone', () => {
      accepts([...begun, call(4, 'RemoveSnapshot_Task'), written(5)]);
      accepts([...begun, call(4, 'RemoveAllSnapshots_Task'), written(5)]);
    });

    it('is not free while one of its snapshots stands, or when the removal failed', () => {
      finds(
        [...begun, call(4, 'CreateSnapshot_Task'), call(5, 'RemoveSnapshot_Task'), written(6)],
        [/^6 ms/],
      );
      finds([...begun, call(4, 'RemoveSnapshot_Task', 'operator', false), written(5)], [/^5 ms/]);
      accepts([
        ...begun,
        call(4, 'CreateSnapshot_Task'),
        call(5, 'RemoveAllSnapshots_Task'),
        call(6, 'ReconfigVM_Task'),
      ]);
    });

    it('may have got it after the job began', () => {
      accepts([present(0), job(1, 'InProgress'), call(2, 'CreateSnapshot_Task'), written(3)]);
    });

    it('has it from before, however it came', () => {
      finds(
        [present(0), call(0, 'CreateSnapshot_Task', 'operator'), job(1, 'InProgress'), written(2)],
        [/^2 ms/],
      );
      accepts([present(1), call(0, 'RemoveSnapshot_Task'), job(1, 'InProgress'), written(2)]);
    });

    it('belongs to nobody once the job has ended', () => {
      accepts([...begun, job(4, 'Failed'), written(5)]);
    });
  });
});
