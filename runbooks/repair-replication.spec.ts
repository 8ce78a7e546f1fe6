import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crashEachStep } from './crash-each-step';
import { codeOf, Operated } from './operated';

const MACHINE = 'machine-1';

/** Changes what the replica in Azure holds behind everybody's back. */
function damage({ vault }: Operated): void {
  for (const stored of vault.replicas.component.durable.replicas.values())
    stored.holds = stored.holds.map((view) => view.writeAll([{ start: 10, count: 4, version: 999_999 }]));
}

function isWhole(operated: Operated): boolean {
  const { vault } = operated;
  operated.end(vault.testFailover(MACHINE, { vnet: operated.estate.names.vnet, point: 'latest' }));
  return !operated.broken().some(({ checker }) => checker === 'no-lost-write');
}

function repaired(operated: Operated): boolean {
  return operated.until(() => operated.vault.item(MACHINE).resync === undefined, 3_600_000);
}

describe('repairing a replication', () => {
  it('finds what the target lost, which nothing else would', () => {
    for (const repair of [false, true]) {
      const operated = new Operated();
      operated.bring(MACHINE, 'protected');
      damage(operated);
      if (repair) {
        const { vault } = operated;
        assert.equal(operated.end(vault.repairReplication(MACHINE)), 'Succeeded');
        assert.equal(vault.item(MACHINE).resync?.state, 'in progress');
        assert.ok(repaired(operated));
      } else operated.run(3_600_000);
      assert.equal(isWhole(operated), repair);
    }
  });

  it('works on the way to the site too, and again', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'protected-to-site');
    for (let round = 0; round < 2; round += 1) {
      assert.equal(operated.end(operated.vault.repairReplication(MACHINE)), 'Succeeded');
      assert.ok(repaired(operated));
    }
    const compared = operated.journal.filter(({ kind }) => kind === 'agent.compared');
    assert.equal(compared.length, 4, 'once for each pair, and once for each repair');
    assert.deepEqual(
      operated.broken().filter(({ verdict }) => verdict === 'invalid'),
      [],
    );
  });

  it('is refused for a machine that is not replicated', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'failed-over');
    assert.equal(
      codeOf(() => operated.vault.repairReplication(MACHINE)),
      'SIM-OUT-OF-ORDER',
    );
  });

  it('comes to its end though anything crashes before any of its steps', () => {
    crashEachStep({
      prepare: () => {
        const operated = new Operated();
        operated.bring(MACHINE, 'protected');
        return operated;
      },
      act: (operated) => {
        operated.persist(operated.vault.repairReplication(MACHINE));
        operated.until(() => operated.vault.item(MACHINE).resync === undefined, 3_600_000);
      },
      check: (operated, when) => {
        assert.equal(operated.vault.item(MACHINE).resync, undefined, when);
        assert.deepEqual(operated.broken(), [], when);
      },
    });
  });
});
