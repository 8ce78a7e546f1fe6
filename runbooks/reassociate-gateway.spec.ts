import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crashEachStep } from './crash-each-step';
import { codeOf, Operated } from './operated';

const MACHINE = 'machine-1';
const SECOND = 'ps-azure-02';

/** Machines that replicate to the site, and a second process server in Azure. */
function withSecondServer(count = 1, writesMax = 400): Operated {
  const { machines } = new Operated({ count }).estate.description;
  const busy = machines.map((machine) => ({ ...machine, workload: { ...machine.workload, writesMax } }));
  const operated = new Operated({ count, machines: busy });
  const { vault, estate } = operated;
  const administrator = { administrator: 'admin', password: 'a password' };
  const { name: managementServer, address } = estate.configurationServer;
  const place = { vnet: estate.names.vnet, address: '10.100.200.9' };
  for (const { name } of machines) operated.bring(name, 'protected-to-site');
  operated.end(vault.deployProcessServer({ name: SECOND, ...administrator, managementServer, ...place }));
  const login = { user: 'admin', password: 'a password', managementServer: address };
  estate.servers.logIn(SECOND, { ...login, passphrase: estate.passphrase });
  operated.until(() => vault.servers.some(({ name }) => name === SECOND), 3_600_000);
  return operated;
}

function route({ estate }: Operated, machine = MACHINE): string | undefined {
  return estate.configurationServer.database.machines.get(machine)?.settings.azure?.route.processServer;
}

function comesHome(operated: Operated, machine = MACHINE): void {
  const { vault } = operated;
  const job = vault.unplannedFailover(machine, { point: 'latest', shutDown: true });
  assert.equal(operated.persist(job), 'Succeeded', JSON.stringify(job.errors));
  assert.equal(operated.persist(vault.commit(machine)), 'Succeeded');
}

describe('changing the process server', () => {
  it('moves the machines that were named, and nothing of them is lost', () => {
    const operated = withSecondServer(2);
    const { vault, estate } = operated;
    const from = estate.names.processServer;
    assert.equal(operated.end(vault.reassociateGateway({ from, to: SECOND, items: [MACHINE] })), 'Succeeded');
    assert.equal(vault.item(MACHINE).pair?.processServer, SECOND);
    assert.equal(vault.item('machine-2').pair?.processServer, from);
    assert.equal(route(operated), '10.100.200.9');
    operated.run(3_600_000);
    assert.equal(vault.item(MACHINE).resync, undefined);
    for (const machine of [MACHINE, 'machine-2']) comesHome(operated, machine);
    assert.deepEqual(operated.broken(), []);
  });

  it('moves all machines away from a server that is gone, whatever lay on it', () => {
    const operated = withSecondServer(2);
    const { vault, estate } = operated;
    const from = estate.names.processServer;
    // What agents deliver now stays on the cache disk of a server that cannot pass it on.
    estate.masterTarget.component.kill();
    operated.run(12 * 60_000);
    estate.servers.processServer(from).component.kill();
    estate.masterTarget.component.start();
    assert.equal(operated.end(vault.reassociateGateway({ from, to: SECOND })), 'Succeeded');
    operated.run(3_600_000);
    estate.servers.processServer(from).component.start();
    operated.run(3_600_000);
    assert.equal(estate.servers.processServer(from).busyPairs.length, 0);
    estate.servers.deleteProcessServer(from);
    for (const machine of [MACHINE, 'machine-2']) comesHome(operated, machine);
    assert.deepEqual(operated.broken(), []);
  });

  it('keeps the server that they move to from being deleted meanwhile', () => {
    const operated = withSecondServer();
    const { vault, estate } = operated;
    const from = estate.names.processServer;
    const job = vault.reassociateGateway({ from, to: SECOND });
    for (const name of [from, SECOND])
      assert.equal(
        codeOf(() => estate.servers.deleteProcessServer(name)),
        'SIM-PROCESS-SERVER-IN-USE',
      );
    assert.equal(operated.end(job), 'Succeeded');
    assert.equal(
      codeOf(() => estate.servers.deleteProcessServer(SECOND)),
      'SIM-PROCESS-SERVER-IN-USE',
    );
    estate.servers.deleteProcessServer(from);
    comesHome(operated);
    assert.deepEqual(operated.broken(), []);
  });

  it('holds after a restoration of the configuration server from an older backup', () => {
    const operated = withSecondServer();
    const { vault, estate } = operated;
    const { configurationServer, names } = estate;
    configurationServer.backUp();
    operated.end(vault.reassociateGateway({ from: names.processServer, to: SECOND }));
    operated.run(600_000);
    // What lies on the second server cannot be passed on while the configuration server knows only the first.
    estate.masterTarget.component.kill();
    operated.run(12 * 60_000);
    estate.servers.processServer(SECOND).component.kill();
    estate.masterTarget.component.start();
    configurationServer.lose();
    configurationServer.restore(configurationServer.address);
    operated.run(300_000);
    estate.servers.processServer(SECOND).component.start();
    operated.run(3_600_000);
    assert.equal(route(operated), '10.100.200.9');
    comesHome(operated);
    assert.deepEqual(operated.broken(), []);
  });

  it('is refused by name', () => {
    const operated = withSecondServer();
    const { vault, estate } = operated;
    const from = estate.names.processServer;
    const codes = [
      codeOf(() => vault.reassociateGateway({ from, to: 'nobody' })),
      codeOf(() => vault.reassociateGateway({ from, to: from })),
      codeOf(() => vault.reassociateGateway({ from: SECOND, to: from, items: [MACHINE] })),
      codeOf(() => vault.reassociateGateway({ from, to: SECOND, items: ['nobody'] })),
      codeOf(() => vault.reassociateGateway({ from, to: estate.names.managementServer })),
      codeOf(() => vault.reassociateGateway({ from, to: SECOND })),
      codeOf(() => vault.reassociateGateway({ from, to: SECOND })),
      codeOf(() => vault.disableProtection(MACHINE)),
    ];
    assert.deepEqual(codes, [
      'SIM-NO-PROCESS-SERVER',
      'SIM-DUPLICATE',
      'SIM-OUT-OF-ORDER',
      'SIM-UNKNOWN',
      'SIM-PROCESS-SERVER-PLACE',
      'accepted',
      'SIM-BUSY',
      'SIM-BUSY',
    ]);
  });

  it('comes to its end though anything crashes before any of its steps', () => {
    crashEachStep({
      prepare: () => withSecondServer(1, 20),
      act: (operated) => {
        const { vault, estate } = operated;
        const job = vault.reassociateGateway({ from: estate.names.processServer, to: SECOND });
        assert.equal(operated.persist(job), 'Succeeded');
        operated.until(() => vault.item(MACHINE).resync === undefined, 3_600_000);
      },
      check: (operated, when) => {
        assert.equal(route(operated), '10.100.200.9', when);
        comesHome(operated);
        assert.deepEqual(operated.broken(), [], when);
      },
    });
  });
});
