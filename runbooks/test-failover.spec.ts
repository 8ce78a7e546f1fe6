import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowedOperations, type TestFailoverInput, testFailoverState } from '../simulators/azure';
import { crashEachStep } from './crash-each-step';
import { codeOf, Operated } from './operated';

const MACHINE = 'machine-1';
const TEST_VM = 'machine-1-test';
const TEST: TestFailoverInput = { vnet: 'test-vnet', point: 'latest' };

function protectedMachine(change: ConstructorParameters<typeof Operated>[0] = {}): Operated {
  const operated = new Operated({ vnets: ['test-vnet'], ...change });
  operated.bring(MACHINE, 'protected');
  return operated;
}

describe('a test failover', () => {
  for (const profile of ['classic-2017', 'modernized'] as const)
    it(`makes a machine of its own beside the one that runs on, and cleans it up (${profile})`, () => {
      const operated = protectedMachine({ profile });
      const { vault, estate } = operated;
      const item = vault.item(MACHINE);
      const points = item.points.length;
      assert.equal(operated.end(vault.testFailover(MACHINE, TEST)), 'Succeeded');
      operated.run(30 * 60_000);
      const vm = estate.cloud.vms.get(TEST_VM);
      assert.deepEqual([vm?.guest.up, vm?.vnet], [true, 'test-vnet']);
      assert.equal(testFailoverState(item), 'WaitingForCompletion');
      assert.deepEqual(allowedOperations(item, vault.rules), ['TestFailoverCleanup']);
      assert.equal(estate.vsphere.inventory.vms.get(MACHINE)?.guest.up, true);
      assert.ok(item.points.length > points + 4, 'the replication went on');
      assert.deepEqual(operated.broken(), []);
      assert.equal(operated.end(vault.testFailoverCleanup(MACHINE)), 'Succeeded');
      assert.equal(estate.cloud.vms.size, 0);
      assert.equal(testFailoverState(item), 'None');
      assert.equal(
        operated.end(vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true })),
        'Succeeded',
      );
      assert.deepEqual(operated.broken(), []);
    });

  it('can be made from any point', () => {
    const operated = protectedMachine();
    const { vault } = operated;
    const [first] = vault.item(MACHINE).points;
    assert.equal(operated.end(vault.testFailover(MACHINE, { ...TEST, point: first?.id ?? '' })), 'Succeeded');
    assert.equal(vault.item(MACHINE).testFailover?.point, first?.id);
    assert.deepEqual(operated.broken(), []);
  });

  it('stands against everything else until it is cleaned up', () => {
    const operated = protectedMachine();
    const { vault } = operated;
    operated.end(vault.testFailover(MACHINE, TEST));
    const codes = [
      codeOf(() => vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true })),
      codeOf(() => vault.disableProtection(MACHINE)),
      codeOf(() => vault.testFailover(MACHINE, TEST)),
    ];
    assert.deepEqual(codes, new Array(3).fill('SIM-OUT-OF-ORDER'));
  });

  it('is refused where there is no such network, nothing to clean up, and after a reprotection', () => {
    const operated = protectedMachine();
    const { vault } = operated;
    const codes = [
      codeOf(() => vault.testFailover(MACHINE, { ...TEST, vnet: 'nowhere' })),
      codeOf(() => vault.testFailoverCleanup(MACHINE)),
    ];
    const other = new Operated({ vnets: ['test-vnet'] });
    other.bring(MACHINE, 'protected-to-site');
    codes.push(codeOf(() => other.vault.testFailover(MACHINE, TEST)));
    assert.deepEqual(codes, ['SIM-UNKNOWN', 'SIM-OUT-OF-ORDER', 'SIM-OUT-OF-ORDER']);
  });

  it('that is not cleaned up is found only once the vault says that it is', () => {
    const operated = protectedMachine();
    const { vault } = operated;
    operated.end(vault.testFailover(MACHINE, TEST));
    assert.deepEqual(operated.broken(), []);
    vault.item(MACHINE).testFailover = undefined;
    assert.deepEqual(
      operated.broken().map(({ checker }) => checker),
      ['nothing-left-behind'],
    );
  });

  it('comes to its end, and is cleaned up, though anything crashes before any of its steps', () => {
    const crashes = crashEachStep({
      prepare: () => protectedMachine(),
      act: (operated) => {
        operated.persist(operated.vault.testFailover(MACHINE, TEST));
        operated.run(10 * 60_000);
        assert.equal(operated.estate.cloud.vms.get(TEST_VM)?.guest.up, true);
        operated.persist(operated.vault.testFailoverCleanup(MACHINE));
      },
      check: (operated, when) => {
        assert.equal(operated.estate.cloud.vms.size, 0, when);
        assert.deepEqual(operated.broken(), [], when);
      },
    });
    assert.ok(crashes > 5, `${crashes} crashes`);
  });
});
