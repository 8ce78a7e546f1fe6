import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Job } from '../simulators/azure';
import { codeOf, Operated } from './operated';

const MACHINES = ['machine-1', 'machine-2'] as const;

/** Two machines in a state, and a plan that starts the second before the first. */
function withPlan(
  to: Parameters<Operated['bring']>[1],
  profile: 'classic-2017' | 'modernized' = 'classic-2017',
): Operated {
  const operated = new Operated({ count: 2, profile, vnets: ['test-vnet'] });
  for (const machine of MACHINES) operated.bring(machine, to);
  operated.vault.createPlan('plan', [[{ item: 'machine-2' }], [{ group: 'PG1' }]]);
  return operated;
}

function machinesIn(job: Job): (readonly string[])[] {
  return job.tasks.map(({ children = [] }) => children.map(({ machine }) => machine));
}

const states = ({ vault }: Operated): string[] => MACHINES.map((name) => vault.item(name).state);

describe('a recovery plan', () => {
  it('names machines and protection groups, and each machine goes once', () => {
    const operated = withPlan('protected');
    const { vault } = operated;
    assert.deepEqual(vault.plans.get('plan')?.entries, [
      [{ item: 'machine-2' }],
      [{ group: 'PG1' }, { group: 'PG1_Failback' }],
    ]);
    const job = vault.failOverPlan('plan', { direction: 'to-azure', point: 'latest', shutDown: true });
    assert.deepEqual(machinesIn(job), [['machine-2'], ['machine-1']]);
    assert.equal(operated.end(job), 'Succeeded');
    assert.equal(operated.end(vault.commitPlan('plan')), 'Succeeded');
    assert.deepEqual(states(operated), ['failover-committed', 'failover-committed']);
    assert.deepEqual(operated.broken(), []);
  });

  it('is changed and deleted, but not while a job of it runs', () => {
    const operated = withPlan('protected');
    const { vault } = operated;
    vault.updatePlan('plan', [['PG1']]);
    assert.deepEqual(vault.plans.get('plan')?.groups, [['PG1', 'PG1_Failback']]);
    const job = vault.failOverPlan('plan', { direction: 'to-azure', point: 'latest', shutDown: true });
    const codes = [
      codeOf(() => vault.updatePlan('plan', [])),
      codeOf(() => vault.deletePlan('plan')),
      codeOf(() => vault.commitPlan('plan')),
    ];
    operated.end(job);
    vault.deletePlan('plan');
    codes.push(
      codeOf(() => vault.deletePlan('plan')),
      codeOf(() => vault.createPlan('other', [[{ item: 'nobody' }]])),
    );
    assert.deepEqual(codes, ['SIM-BUSY', 'SIM-BUSY', 'SIM-BUSY', 'SIM-UNKNOWN', 'SIM-UNKNOWN']);
  });

  it('loses a machine whose protection ends', () => {
    const operated = withPlan('protected');
    operated.end(operated.vault.disableProtection('machine-2'));
    assert.deepEqual(operated.vault.plans.get('plan')?.entries[0], []);
  });

  it('commits what is not committed yet, and refuses where nothing is left or something else comes first', () => {
    const operated = withPlan('failed-over');
    const { vault } = operated;
    operated.end(vault.commit('machine-1'));
    const job = vault.commitPlan('plan');
    assert.deepEqual(machinesIn(job), [['machine-2'], []]);
    assert.equal(operated.end(job), 'Succeeded');
    assert.equal(
      codeOf(() => vault.commitPlan('plan')),
      'SIM-OUT-OF-ORDER',
    );
    assert.equal(
      codeOf(() => withPlan('protected').vault.commitPlan('plan')),
      'SIM-OUT-OF-ORDER',
    );
  });

  it('tests the failover of its machines, and cleans up', () => {
    const operated = withPlan('protected');
    const { vault, estate } = operated;
    const test = { vnet: 'test-vnet', point: 'latest' };
    assert.equal(operated.end(vault.testFailoverPlan('plan', test)), 'Succeeded');
    operated.run(600_000);
    assert.deepEqual([...estate.cloud.vms.keys()], ['machine-2-test', 'machine-1-test']);
    const codes = [
      codeOf(() => vault.testFailoverPlan('plan', test)),
      codeOf(() => vault.failOverPlan('plan', { direction: 'to-azure', point: 'latest', shutDown: true })),
    ];
    operated.end(vault.testFailoverCleanup('machine-1'));
    assert.equal(operated.end(vault.testFailoverCleanupPlan('plan')), 'Succeeded');
    codes.push(
      codeOf(() => vault.testFailoverCleanupPlan('plan')),
      codeOf(() => vault.testFailoverPlan('plan', { ...test, vnet: 'nowhere' })),
    );
    assert.deepEqual(codes, ['SIM-OUT-OF-ORDER', 'SIM-WRONG-DIRECTION', 'SIM-OUT-OF-ORDER', 'SIM-UNKNOWN']);
    assert.equal(estate.cloud.vms.size, 0);
    assert.deepEqual(operated.broken(), []);
  });

  it('of the classic provider neither reprotects nor takes a failback back, nor plans one', () => {
    const { vault } = withPlan('failed-back');
    const other = withPlan('protected-to-site').vault;
    const codes = [
      codeOf(() => vault.reprotectPlan('plan')),
      codeOf(() => vault.cancelPlanFailover('plan')),
      codeOf(() => other.plannedFailoverPlan('plan', { point: 'latest' })),
    ];
    assert.deepEqual(codes, new Array(3).fill('SIM-WRONG-OPERATION'));
  });

  it('of the modernized provider brings its machines home, back, and home again', () => {
    const operated = withPlan('protected-to-site', 'modernized');
    const { vault } = operated;
    const succeeds = (job: Job): void =>
      assert.equal(operated.end(job), 'Succeeded', JSON.stringify(job.errors));
    const settled = (state: string): boolean =>
      operated.until(() => states(operated).every((each) => each === state));
    succeeds(vault.plannedFailoverPlan('plan', { point: 'latest' }));
    operated.run(600_000);
    succeeds(vault.cancelPlanFailover('plan'));
    assert.ok(settled('protected-to-site'));
    succeeds(vault.plannedFailoverPlan('plan', { point: 'latest' }));
    succeeds(vault.commitPlan('plan'));
    succeeds(vault.reprotectPlan('plan'));
    assert.ok(settled('protected'));
    assert.deepEqual(operated.broken(), []);
    succeeds(vault.failOverPlan('plan', { direction: 'to-azure', point: 'latest', shutDown: true }));
    operated.run(1_200_000);
    succeeds(vault.reprotectPlan('plan'));
    assert.ok(settled('protected-to-site'));
    assert.deepEqual(
      operated.broken().filter(({ verdict }) => verdict === 'invalid'),
      [],
    );
  });

  it('of the modernized provider needs choices for machines that were never reprotected', () => {
    assert.equal(
      codeOf(() => withPlan('failed-over', 'modernized').vault.reprotectPlan('plan')),
      'SIM-CHOICE-MISSING',
    );
  });
});
