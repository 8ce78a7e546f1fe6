import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Phases } from './phases';

const job = (phases: Phases, scenario: string, state = 'InProgress', item = 'erp') =>
  phases.see('job.state', 'job-1', { item, scenario, state });
const item = (phases: Phases, state: string, subject = 'erp') => phases.see('item.state', subject, { state });

describe('phases', () => {
  for (const [scenario, phase] of [
    ['enableReplication', 'protecting'],
    ['failoverToAzure', 'failing over'],
    ['reprotectToSite', 'reprotecting'],
    ['failoverToSite', 'failing back'],
    ['plannedFailover', 'failing back'],
    ['reprotectToAzure', 'protecting again'],
  ] as const)
    it(`is ${phase} from when ${scenario} begins`, () => {
      const phases = new Phases();
      assert.equal(job(phases, scenario, 'Succeeded'), undefined);
      assert.deepEqual(job(phases, scenario), { machine: 'erp', phase });
      assert.equal(phases.of('erp'), phase);
    });

  for (const [state, phase] of [
    ['enabling', 'protecting'],
    ['protected', 'protected'],
    ['failed-over', 'in Azure'],
    ['failover-committed', 'in Azure'],
    ['reprotecting', 'copying back'],
    ['protected-to-site', 'replicating back'],
    ['failed-back', 'at home'],
    ['failback-committed', 'at home'],
    ['reprotecting-to-azure', 'protecting again'],
  ] as const)
    it(`is ${phase} when the item is ${state}`, () => {
      const phases = new Phases();
      assert.deepEqual(item(phases, state), { machine: 'erp', phase });
      assert.equal(phases.of('erp'), phase);
    });

  it('is not entered anew by a job that is restarted, nor by a second word for it', () => {
    const phases = new Phases();
    job(phases, 'reprotectToSite');
    assert.equal(job(phases, 'reprotectToSite'), undefined);
    item(phases, 'failed-over');
    assert.equal(item(phases, 'failover-committed'), undefined);
  });

  it('tells the second protection from the first', () => {
    const phases = new Phases();
    item(phases, 'reprotecting-to-azure');
    assert.equal(item(phases, 'protected')?.phase, 'protected again');
    assert.equal(item(phases, 'protected'), undefined);
    assert.equal(phases.of('erp'), 'protected again');
  });

  it('begins anew with a machine that is protected from the start again', () => {
    const phases = new Phases();
    item(phases, 'reprotecting-to-azure');
    item(phases, 'protected');
    job(phases, 'enableReplication');
    assert.equal(item(phases, 'protected')?.phase, 'protected');
  });

  it('is of each machine by itself, and unknown of others', () => {
    const phases = new Phases();
    job(phases, 'failoverToAzure');
    item(phases, 'protected', 'web');
    assert.deepEqual(
      ['erp', 'web', 'crm', 'job-1'].map((machine) => phases.of(machine)),
      ['failing over', 'protected', undefined, undefined],
    );
  });

  it('is not changed by what is no step of the way', () => {
    const phases = new Phases();
    job(phases, 'failoverToAzure');
    assert.equal(job(phases, 'testFailover'), undefined);
    assert.equal(item(phases, 'unheard-of'), undefined);
    assert.equal(phases.see('pair.started', 'erp', { state: 'protected' }), undefined);
    const alike = { item: 'erp', scenario: 'enableReplication', state: 'InProgress' };
    assert.equal(phases.see('job.task', 'job-1', alike), undefined);
    assert.equal(phases.of('erp'), 'failing over');
  });
});
