import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { replication } from '../simulators/vsphere';
import { roleOfAccount } from './account-role';
import { AssumptionBook } from './assumption-book';
import { describeEstate } from './described-estate';
import { assessed, verdictOf } from './estate.fixture.spec';
import { type Inventory, readInventory } from './inventory';
import { importText, misuse, sample } from './inventory/fixture.spec';
import { readAssumptions } from './user-assumptions';

const vm = (name: string, runtime: object) => ({
  self: { type: 'VirtualMachine', value: name },
  name,
  config: { hardware: { device: [] } },
  runtime,
});
const permissions = (
  roleId: number,
  privilege: readonly string[],
  principal = 'CORP\\Svc-ASR',
  group = false,
) =>
  importText(
    JSON.stringify({ virtualMachines: [vm('a', { powerState: 'poweredOn' })] }),
    JSON.stringify({
      Roles: [{ roleId, name: roleId === -1 ? 'Admin' : 'custom', info: {}, privilege }],
      Permissions: [{ principal, group, roleId, propagate: true }],
    }),
  );

function described(inventory: Inventory, ...assume: readonly string[]) {
  const book = new AssumptionBook();
  const assumed = readAssumptions(assume, inventory);
  const options = { name: 'site', group: 'PG1', mbitPerSecond: 100, keeps: () => true };
  const estate = describeEstate(inventory, assumed, book, options);
  return { ...estate, assumed: book.list().map(({ what }) => what) };
}

describe('the description of an inventory', () => {
  it('keeps machines that are off, and leaves out those that vCenter only remembers', async () => {
    const inventory = await importText(
      JSON.stringify({
        virtualMachines: [
          vm('off', { powerState: 'poweredOff' }),
          vm('lost', { powerState: 'poweredOff', connectionState: 'orphaned' }),
        ],
      }),
    );
    const { description, notCounted } = described(inventory);
    assert.deepEqual(
      description.machines.map(({ name, power }) => [name, power]),
      [['off', 'poweredOff']],
    );
    assert.deepEqual(
      notCounted.map(({ label, why }) => [label, why]),
      [['lost', 'orphaned in vCenter']],
    );
    const [on] = described(inventory, 'powered-on=off').description.machines;
    assert.equal(on?.power, undefined);
  });

  it('assumes what the export does not say, and says so', async () => {
    const collected = {
      obj: { type: 'VirtualMachine', value: 'vm-1' },
      changeSet: [{ name: 'name', val: 'a' }],
    };
    const { description, assumed } = described(await importText(JSON.stringify(collected)));
    assert.equal(description.machines[0]?.disks[0]?.sizeBytes, 32 * 2 ** 30);
    for (const what of [
      'the machine has one disk of 32 GiB',
      'the machine has no snapshots',
      'the machine is powered on',
      'the machine runs on the host of the master target',
    ])
      assert.ok(assumed.includes(what), what);
  });

  it('takes addresses for static or leased as VMware Tools reported them', async () => {
    const assessment = assessed(await readInventory(sample('govc')));
    const rule = (name: string) =>
      verdictOf(assessment, name).checks.find(({ code }) => code === 'HW-RULE-ADDRESS')?.state;
    assert.deepEqual(['erp-db-01', 'web-01', 'build 01 (old)'].map(rule), ['at risk', 'proven', 'unknown']);
  });
});

describe('the role of an account', () => {
  it('is told by its privileges, whatever the domain and the case', async () => {
    const all = [...replication.privileges];
    const roles = [
      permissions(-1, ['System.Read']),
      permissions(11, all),
      permissions(11, all.slice(0, 5)),
      permissions(11, []),
    ];
    const told = (await Promise.all(roles)).map((inventory) =>
      roleOfAccount('svc-asr@corp.example', inventory),
    );
    assert.deepEqual(
      told.map(({ role, lacks }) => [role, lacks.length]),
      [
        ['administrator', 0],
        ['replication', 0],
        ['read-only', all.length - 5],
        ['no-access', all.length],
      ],
    );
    assert.equal(told[0]?.name, 'svc-asr');
  });

  it('is not guessed from a group, nor from another account', async () => {
    for (const inventory of [
      await permissions(-1, ['x'], 'admins', true),
      await permissions(-1, ['x'], 'root'),
    ])
      assert.throws(() => roleOfAccount('admins', inventory), misuse('HW-ACCOUNT'));
  });
});
