import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crashEachStep } from './crash-each-step';
import { codeOf, Operated } from './operated';

const MACHINE = 'machine-1';

function failedOver(): Operated {
  const operated = new Operated();
  operated.bring(MACHINE, 'failed-over');
  return operated;
}

function firstPoint({ vault }: Operated): string {
  return vault.item(MACHINE).points[0]?.id ?? '';
}

describe('changing the recovery point', () => {
  it('makes the Azure VM anew, and the machine can come home from there', () => {
    const operated = failedOver();
    const { vault, estate } = operated;
    const before = estate.cloud.vms.get(MACHINE);
    const point = firstPoint(operated);
    assert.notEqual(vault.item(MACHINE).recoveryPoint, point);
    assert.equal(operated.end(vault.applyRecoveryPoint(MACHINE, point)), 'Succeeded');
    operated.run(20 * 60_000);
    const after = estate.cloud.vms.get(MACHINE);
    assert.ok(after?.guest.up && after !== before);
    assert.equal(vault.item(MACHINE).recoveryPoint, point);
    assert.equal(vault.item(MACHINE).state, 'failed-over');
    assert.deepEqual(operated.broken(), []);
    operated.reprotect(MACHINE);
    operated.end(vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true }));
    operated.end(vault.commit(MACHINE));
    assert.deepEqual(operated.broken(), []);
  });

  it('works once a reprotection was cancelled', () => {
    const operated = failedOver();
    const { vault } = operated;
    const job = vault.reprotect(MACHINE, { ...operated.choices, policy: 'PG1_Failback' });
    operated.until(() => job.tasks.at(-1)?.state === 'InProgress');
    vault.cancelJob(job.id);
    assert.equal(operated.end(job), 'Cancelled');
    const change = vault.applyRecoveryPoint(MACHINE, firstPoint(operated));
    assert.equal(operated.end(change), 'Succeeded');
    assert.deepEqual(operated.broken(), []);
  });

  it('is refused for an unknown point, and in every other state', () => {
    const operated = failedOver();
    const { vault } = operated;
    const point = firstPoint(operated);
    const codes = [codeOf(() => vault.applyRecoveryPoint(MACHINE, 'nothing'))];
    operated.end(vault.commit(MACHINE));
    codes.push(codeOf(() => vault.applyRecoveryPoint(MACHINE, point)));
    const other = new Operated();
    other.bring(MACHINE, 'failed-back');
    codes.push(codeOf(() => other.vault.applyRecoveryPoint(MACHINE, point)));
    assert.deepEqual(codes, ['SIM-NO-RECOVERY-POINT', 'SIM-OUT-OF-ORDER', 'SIM-OUT-OF-ORDER']);
  });

  it('comes to its end though anything crashes before any of its steps', () => {
    crashEachStep({
      prepare: failedOver,
      act: (operated) => {
        assert.equal(
          operated.persist(operated.vault.applyRecoveryPoint(MACHINE, firstPoint(operated))),
          'Succeeded',
        );
      },
      check: (operated, when) => {
        assert.deepEqual(operated.broken(), [], when);
        assert.equal(operated.estate.cloud.vms.get(MACHINE)?.guest.up, true, when);
      },
    });
  });
});
