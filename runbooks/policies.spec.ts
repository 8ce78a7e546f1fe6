import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, Operated } from './operated';

const MINUTE_MS = 60_000;

/** When the points of a machine were taken, each after the one before. Unit: minutes. */
function gaps({ vault }: Operated, machine: string): number[] {
  const taken = vault.item(machine).points.map(({ takenAtMs }) => takenAtMs);
  return taken.slice(1).map((at, index) => Math.round((at - (taken[index] ?? 0)) / MINUTE_MS));
}

describe('a policy', () => {
  it('is made, associated with an empty group, and gives its twin the failback version', () => {
    const { vault } = new Operated();
    vault.createPolicy('hourly', { multiVm: false, crashConsistentEveryMs: 60 * MINUTE_MS });
    vault.associatePolicy('PG1', 'hourly');
    assert.equal(vault.policyOf('PG1').crashConsistentEveryMs, 60 * MINUTE_MS);
    assert.equal(vault.groupOf('PG1_Failback').policy, 'hourly_Failback');
    assert.equal(vault.policies.get('hourly_Failback')?.direction, 'to-site');
  });

  it('can be made for the way to the site, and is then the one that a reprotection must name', () => {
    const operated = new Operated();
    const { vault } = operated;
    vault.createPolicy('home', { multiVm: false, direction: 'to-site', rpoThresholdMs: 30 * MINUTE_MS });
    vault.associatePolicy('PG1_Failback', 'home');
    operated.bring('machine-1', 'failover-committed');
    const choices = operated.choices;
    assert.equal(
      codeOf(() => vault.reprotect('machine-1', { ...choices, policy: 'PG1_Failback' })),
      'SIM-WRONG-POLICY',
    );
    operated.end(vault.reprotect('machine-1', { ...choices, policy: 'home' }));
    assert.equal(vault.item('machine-1').pair?.rpoThresholdMs, 30 * MINUTE_MS);
  });

  it('is refused by name where it does not fit', () => {
    const { vault } = new Operated();
    vault.createPolicy('other', { multiVm: false });
    const codes = [
      codeOf(() => vault.createPolicy('other', { multiVm: false })),
      codeOf(() => vault.associatePolicy('PG1', 'PG1_Failback')),
      codeOf(() => vault.associatePolicy('PG1', 'nobody')),
      codeOf(() => vault.associatePolicy('PG1_Failback', 'other')),
      codeOf(() => vault.updatePolicy('PG1_Failback', { rpoThresholdMs: 1 })),
      codeOf(() => vault.deletePolicy('PG1')),
      codeOf(() => vault.deletePolicy('other')),
      codeOf(() => vault.deletePolicy('other')),
    ];
    assert.deepEqual(codes, [
      'SIM-DUPLICATE',
      'SIM-WRONG-POLICY',
      'SIM-UNKNOWN',
      'SIM-WRONG-POLICY',
      'SIM-POLICY-FIXED',
      'SIM-POLICY-IN-USE',
      'accepted',
      'SIM-UNKNOWN',
    ]);
  });

  it('that is edited changes how often points are made, also of machines that are protected already', () => {
    const operated = new Operated();
    operated.bring('machine-1', 'protected');
    operated.run(60 * MINUTE_MS);
    operated.vault.updatePolicy('PG1', {
      crashConsistentEveryMs: 15 * MINUTE_MS,
      rpoThresholdMs: 45 * MINUTE_MS,
    });
    operated.run(180 * MINUTE_MS);
    assert.equal(gaps(operated, 'machine-1')[2], 5);
    assert.equal(gaps(operated, 'machine-1').at(-1), 15);
    assert.equal(operated.vault.item('machine-1').pair?.rpoThresholdMs, 45 * MINUTE_MS);
    assert.equal(operated.vault.policies.get('PG1_Failback')?.rpoThresholdMs, 45 * MINUTE_MS);
    assert.deepEqual(operated.broken(), []);
  });

  it('says how long points are kept in Azure', () => {
    const operated = new Operated();
    operated.vault.updatePolicy('PG1', { recoveryPointHistoryMs: 60 * MINUTE_MS });
    operated.bring('machine-1', 'protected');
    operated.run(240 * MINUTE_MS);
    const kept = operated.vault.replicas.points(operated.vault.item('machine-1').pair?.id ?? '');
    assert.ok(kept.length <= 14, `${kept.length} points of five minutes in an hour`);
  });
});

describe('a protection group', () => {
  it('is deleted with its twin once it holds no machine, and can be made again', () => {
    const operated = new Operated();
    const { vault } = operated;
    vault.createGroup('PG2', { multiVm: true });
    vault.createPlan('both', [['PG1', 'PG2']]);
    vault.deleteGroup('PG2');
    assert.equal(vault.groups.has('PG2_Failback'), false);
    assert.deepEqual(vault.plans.get('both')?.groups, [['PG1', 'PG1_Failback']]);
    vault.createGroup('PG2', { policy: 'PG1' });
    assert.equal(vault.policyOf('PG2').name, 'PG1');
    assert.equal(
      codeOf(() => vault.deleteGroup('PG2_Failback')),
      'SIM-GROUP-IN-USE',
    );
    operated.bring('machine-1', 'protected');
    assert.equal(
      codeOf(() => vault.deleteGroup('PG1')),
      'SIM-GROUP-IN-USE',
    );
    assert.equal(
      codeOf(() => vault.associatePolicy('PG1', 'PG2')),
      'SIM-GROUP-IN-USE',
    );
  });
});
