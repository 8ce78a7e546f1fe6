import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { roleCalled } from '../simulators/vsphere';
import { crashEachStep } from './crash-each-step';
import { codeOf, Operated } from './operated';

const MINUTE_MS = 60_000;
const VCENTER = { name: 'vcenter', address: '10.0.0.5', account: 'svc-asr' };

/** An estate whose configuration server was told of no vCenter server yet. */
function undiscovered(): Operated {
  const operated = new Operated({ undiscovered: ['vcenter'] });
  operated.run(10 * MINUTE_MS);
  return operated;
}

describe('the connections to vCenter servers', () => {
  it('are shown with their account, their state, and when they answered last', () => {
    const operated = new Operated();
    const { vault, estate } = operated;
    operated.run(10 * MINUTE_MS);
    const [vcenter] = vault.vcenters;
    assert.deepEqual(
      { ...vcenter, lastSeenAtMs: null },
      { ...VCENTER, port: 443, state: 'discovered', lastSeenAtMs: null },
    );
    assert.deepEqual(vault.runAsAccounts, ['svc-asr', 'asr-account']);
    estate.kernel.components.get('vcenter')?.kill();
    operated.run(40 * MINUTE_MS);
    assert.equal(vault.vcenters[0]?.state, 'not-answering');
    assert.ok((vault.vcenters[0]?.lastSeenAtMs ?? 0) < 20 * MINUTE_MS);
    estate.kernel.components.get('vcenter')?.start();
    operated.run(40 * MINUTE_MS);
    assert.equal(vault.vcenters[0]?.state, 'discovered');
  });

  it('are added and removed through the vault', () => {
    const operated = undiscovered();
    const { vault } = operated;
    assert.deepEqual([vault.vcenters, vault.protectableItems], [[], []]);
    assert.equal(operated.end(vault.addVcenter(VCENTER)), 'Succeeded');
    operated.run(1_000);
    assert.equal(vault.vcenters[0]?.state, 'discovering');
    operated.run(10 * MINUTE_MS);
    assert.equal(vault.vcenters[0]?.state, 'discovered');
    assert.deepEqual(vault.protectableItems.includes('machine-1'), true);
    operated.bring('machine-1', 'protected');
    const inUse = vault.removeVcenter('vcenter');
    assert.equal(operated.end(inUse), 'Failed');
    assert.deepEqual(
      inUse.errors.map(({ code }) => code),
      ['SIM-VCENTER-IN-USE'],
    );
    operated.end(vault.disableProtection('machine-1'));
    vault.restartJob(inUse.id);
    assert.equal(operated.end(inUse), 'Succeeded');
    operated.run(1_000);
    assert.deepEqual(vault.vcenters, []);
    assert.deepEqual(operated.broken(), []);
  });

  it('are asked with the account that the vault names', () => {
    const operated = new Operated();
    const { vault, estate } = operated;
    operated.bring('machine-1', 'failover-committed');
    estate.vsphere.setRole('svc-asr', roleCalled('read-only') as NonNullable<ReturnType<typeof roleCalled>>);
    const job = vault.reprotect('machine-1', { ...operated.choices, policy: 'PG1_Failback' });
    assert.equal(operated.end(job), 'Failed');
    estate.configurationServer.addAccount(estate.fullAccount);
    operated.run(10 * MINUTE_MS);
    assert.equal(operated.end(vault.updateVcenter('vcenter', { account: 'asr-full' })), 'Succeeded');
    operated.run(1_000);
    assert.equal(vault.vcenters[0]?.account, 'asr-full');
    vault.restartJob(job.id);
    assert.equal(operated.end(job), 'Succeeded');
    operated.until(() => vault.item('machine-1').state === 'protected-to-site');
    const done = operated.journal.filter(({ kind, fields }) => kind === 'vim.call' && fields.done === true);
    assert.equal(done.at(-1)?.fields.account, 'asr-full');
    assert.deepEqual(
      operated.broken().filter(({ verdict }) => verdict === 'invalid'),
      [],
    );
  });

  it('are refused by name', () => {
    const operated = new Operated();
    operated.run(10 * MINUTE_MS);
    const { vault } = operated;
    const codes = [
      codeOf(() => vault.addVcenter(VCENTER)),
      codeOf(() => vault.addVcenter({ ...VCENTER, name: 'other', address: '10.0.0.6', account: 'nobody' })),
      codeOf(() => vault.addVcenter({ ...VCENTER, name: '' })),
      codeOf(() => vault.updateVcenter('vcenter', { account: 'nobody' })),
      codeOf(() => vault.updateVcenter('other', { account: 'svc-asr' })),
      codeOf(() => vault.removeVcenter('other')),
      codeOf(() => vault.updateVcenter('vcenter', { account: 'asr-account' })),
      codeOf(() => vault.removeVcenter('vcenter')),
    ];
    assert.deepEqual(codes, [
      'SIM-DUPLICATE',
      'SIM-UNKNOWN',
      'SIM-CHOICE-MISSING',
      'SIM-UNKNOWN',
      'SIM-UNKNOWN',
      'SIM-UNKNOWN',
      'accepted',
      'SIM-BUSY',
    ]);
  });

  it('are added though anything crashes before any step', () => {
    crashEachStep({
      prepare: undiscovered,
      act: (operated) => {
        assert.equal(operated.persist(operated.vault.addVcenter(VCENTER)), 'Succeeded');
        operated.run(30 * MINUTE_MS);
      },
      check: ({ vault }, when) => assert.equal(vault.vcenters[0]?.state, 'discovered', when),
    });
  });
});

describe('the servers', () => {
  it('are shown with version and state, master targets with their drives and datastores', () => {
    const operated = new Operated();
    const { vault, estate } = operated;
    operated.run(10 * MINUTE_MS);
    const server = (name: string) => vault.servers.find((each) => each.name === name);
    const { retentionDrives = [], datastoreFacts = [] } = server(estate.names.masterTarget) ?? {};
    assert.deepEqual(
      retentionDrives.map(({ name }) => name),
      ['R:', 'D:', 'E:', 'F:'],
    );
    assert.deepEqual(
      datastoreFacts.map(({ name, type, accessible }) => [name, type, accessible]),
      [['datastore-01', 'VMFS', true]],
    );
    assert.equal(datastoreFacts[0]?.freeBytes, datastoreFacts[0]?.capacityBytes);
    const { processServer } = estate.names;
    assert.match(server(processServer)?.version ?? '', /^\d+\.\d+/);
    assert.equal(server(processServer)?.state, 'connected');
    estate.servers.processServer(processServer).component.kill();
    operated.run(25 * MINUTE_MS);
    assert.equal(server(processServer)?.state, 'silent');
  });
});
