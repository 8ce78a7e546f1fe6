import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RuleProfile } from '../simulators/wire';
import { crashEachStep } from './crash-each-step';
import { codeOf, Operated } from './operated';

const MACHINE = 'machine-1';

/** The same estate with a physical machine. */
function physical(): Operated {
  const [machine] = new Operated().estate.description.machines;
  if (!machine) throw new Error('no machine');
  const { host: _host, datastore: _datastore, ...rest } = machine;
  return new Operated({ machines: [{ ...rest, physical: true }] });
}

function left({ estate }: Operated): object {
  const { masterTarget, vsphere, servers, vault } = estate;
  return {
    items: [...vault.items.keys()],
    pairs: [...masterTarget.component.durable.attached.keys()],
    vms: [...vsphere.inventory.vms.values()].map(({ name, attachedTo }) => `${name} ${attachedTo}`),
    files: [...vsphere.inventory.files.keys()],
    queues: [...servers.processServers.values()].flatMap(({ busyPairs }) => busyPairs),
    replicas: [...vault.replicas.component.durable.replicas.keys()],
  };
}

const NOTHING = {
  items: [],
  pairs: [],
  vms: ['management-server null', 'machine-1 null'],
  files: [],
  queues: [],
  replicas: [],
};

describe('disabling protection', () => {
  for (const state of ['protected', 'failed-over', 'failover-committed', 'failed-back'] as const)
    it(`lets go of a machine that is ${state}`, () => {
      const operated = new Operated();
      operated.bring(MACHINE, state);
      assert.equal(operated.end(operated.vault.disableProtection(MACHINE)), 'Succeeded');
      assert.deepEqual(left(operated), NOTHING);
      const running = state === 'protected' || state === 'failed-back' ? 'on-premises' : 'azure';
      const vm = operated.estate.vsphere.inventory.vms.get(MACHINE);
      const azure = operated.estate.cloud.vms.get(MACHINE);
      assert.equal((running === 'azure' ? azure?.guest : vm?.guest)?.up, true);
      assert.deepEqual(operated.broken(), []);
    });

  for (const profile of ['classic-2017', 'classic-2019', 'modernized'] as const satisfies RuleProfile[])
    it(`gives the disks back and keeps the Azure copy running while it replicates to the site (${profile})`, () => {
      const operated = new Operated({ profile });
      operated.bring(MACHINE, 'protected-to-site');
      assert.equal(operated.end(operated.vault.disableProtection(MACHINE)), 'Succeeded');
      const { pairs, vms } = left(operated) as typeof NOTHING;
      assert.deepEqual(pairs, []);
      assert.ok(vms.includes('machine-1 null'));
      assert.equal(operated.estate.cloud.vms.get(MACHINE)?.guest.up, true);
      assert.deepEqual(operated.broken(), []);
    });

  it('removes the VM that an unfinished failback made, and its files', () => {
    const operated = physical();
    operated.bring(MACHINE, 'protected-to-site');
    const { inventory } = operated.estate.vsphere;
    assert.ok(inventory.vms.has('machine-1-failback'));
    assert.equal(operated.end(operated.vault.disableProtection(MACHINE)), 'Succeeded');
    assert.equal(inventory.vms.has('machine-1-failback'), false);
    assert.equal(inventory.files.size, 0);
    assert.equal(inventory.datastores.get('datastore-01')?.usedBytes, 0);
    assert.deepEqual(operated.broken(), []);
  });

  it('keeps the VM in which the machine came home', () => {
    const operated = physical();
    operated.bring(MACHINE, 'failed-back');
    assert.equal(operated.end(operated.vault.disableProtection(MACHINE)), 'Succeeded');
    assert.equal(operated.estate.vsphere.inventory.vms.get('machine-1-failback')?.guest.up, true);
    assert.deepEqual(operated.broken(), []);
  });

  it('cleans up what a failed reprotection left', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'failover-committed');
    const { vault, estate } = operated;
    const job = vault.reprotect(MACHINE, { ...operated.choices, policy: 'PG1_Failback' });
    operated.until(() => estate.vsphere.inventory.vms.get(MACHINE)?.attachedTo !== null);
    estate.masterTarget.component.kill();
    assert.equal(operated.end(job), 'Failed');
    estate.masterTarget.component.start();
    operated.run(120_000);
    assert.equal(operated.end(vault.disableProtection(MACHINE)), 'Succeeded');
    assert.deepEqual(left(operated), NOTHING);
  });

  it('that failed leaves nothing in doubt: the replication goes on whole, or the job is restarted', () => {
    const machines = new Operated().estate.description.machines.map((machine) => {
      return { ...machine, workload: { ...machine.workload, writesMax: 400 } };
    });
    const operated = new Operated({ machines });
    operated.bring(MACHINE, 'protected');
    const { vault, estate } = operated;
    // What the agent brings meanwhile lies on the process server, …
    vault.replicas.component.kill();
    operated.run(12 * 60_000);
    const job = vault.disableProtection(MACHINE);
    const record = estate.configurationServer.database.machines.get(MACHINE);
    // … is forgotten there, and the answer of the site is lost.
    operated.until(() => record?.settings['on-premises'] === undefined);
    const line = estate.network.links.get(estate.names.internet);
    line?.setUp(false);
    assert.equal(operated.end(job), 'Failed');
    line?.setUp(true);
    vault.replicas.component.start();
    operated.run(3_600_000);
    assert.deepEqual(operated.broken(), []);
    assert.equal(
      operated.end(vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true })),
      'Succeeded',
    );
    assert.deepEqual(operated.broken(), []);
  });

  it('goes on when a master target that did not answer is back', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'protected-to-site');
    const { vault, estate } = operated;
    estate.masterTarget.component.kill();
    const job = vault.disableProtection(MACHINE);
    assert.equal(operated.end(job), 'Failed');
    operated.run(1_200_000);
    estate.masterTarget.component.start();
    operated.run(1_200_000);
    vault.restartJob(job.id);
    assert.equal(operated.end(job), 'Succeeded');
    assert.deepEqual(left(operated), NOTHING);
    assert.deepEqual(operated.broken(), []);
  });

  it('lets the machine be protected again, from nothing', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'protected');
    operated.end(operated.vault.disableProtection(MACHINE));
    operated.run(3_600_000);
    operated.bring(MACHINE, 'failed-back');
    assert.equal(operated.end(operated.vault.commit(MACHINE)), 'Succeeded');
    assert.deepEqual(operated.broken(), []);
  });

  it('is refused while a job runs, and for a machine that is not protected', () => {
    const operated = new Operated();
    assert.equal(
      codeOf(() => operated.vault.disableProtection(MACHINE)),
      'SIM-UNKNOWN',
    );
    operated.bring(MACHINE, 'protected');
    operated.vault.unplannedFailover(MACHINE, { point: 'latest', shutDown: true });
    for (const act of ['disableProtection', 'purgeProtection'] as const)
      assert.equal(
        codeOf(() => operated.vault[act](MACHINE)),
        'SIM-BUSY',
      );
  });

  for (const state of ['protected', 'protected-to-site'] as const)
    it(`comes to its end though anything crashes before any of its steps, from ${state}`, () => {
      const crashes = crashEachStep({
        prepare: () => {
          const operated = state === 'protected' ? new Operated() : physical();
          operated.bring(MACHINE, state);
          return operated;
        },
        act: (operated) => operated.persist(operated.vault.disableProtection(MACHINE)),
        check: (operated, when) => {
          assert.equal(operated.vault.items.size, 0, when);
          assert.deepEqual(operated.broken(), [], when);
          assert.equal(operated.estate.vsphere.inventory.files.size, 0, when);
          assert.equal(operated.estate.vsphere.inventory.vms.has('machine-1-failback'), false, when);
        },
      });
      assert.ok(crashes > 5, `${crashes} crashes`);
    });
});

describe('purging protection', () => {
  it('asks nobody, says that it is a risk, and the site follows once it reports again', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'protected-to-site');
    const { vault, estate } = operated;
    estate.configurationServer.component.kill();
    assert.equal(operated.end(vault.disableProtection(MACHINE)), 'Failed');
    vault.purgeProtection(MACHINE);
    assert.equal(vault.items.size, 0);
    assert.equal(vault.events.at(-1)?.code, 'SIM-RISK');
    assert.deepEqual(operated.broken(), []);
    assert.equal(estate.masterTarget.component.durable.attached.size, 1);
    estate.configurationServer.component.start();
    assert.deepEqual(operated.broken(), []);
    assert.deepEqual(left(operated), NOTHING);
  });

  it('waits for no process server that was deleted since', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'protected-to-site');
    const { vault, estate } = operated;
    estate.configurationServer.component.kill();
    vault.purgeProtection(MACHINE);
    estate.servers.deleteProcessServer(estate.names.processServer);
    estate.configurationServer.component.start();
    assert.deepEqual(operated.broken(), []);
    assert.deepEqual(left(operated), NOTHING);
    assert.equal(estate.configurationServer.database.leaving.size, 0);
    assert.deepEqual([...vault.component.durable.purged], []);
  });

  it('lets the machine be protected again at once', () => {
    const operated = new Operated();
    operated.bring(MACHINE, 'protected');
    operated.vault.purgeProtection(MACHINE);
    operated.bring(MACHINE, 'failed-over');
    assert.equal(operated.vault.item(MACHINE).state, 'failed-over');
    assert.deepEqual(operated.broken(), []);
  });
});
