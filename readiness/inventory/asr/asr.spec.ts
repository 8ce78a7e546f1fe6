import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { codesOf, EXPORTS, importText, misuse, sample } from '../fixture.spec';
import { type Inventory, type Machine, readInventory } from '../index';
import { placeText } from '../model';

const RECORDED = resolve(__dirname, '..', '..', '..', '..', 'shared', 'data', 'recordings');
const skip = existsSync(RECORDED) ? false : 'the recorded answers of Azure are not here';
const recorded = (...names: readonly string[]) =>
  readInventory(names.map((name) => join(RECORDED, `asr-${name}.json`)));
const LIST = 'rcm-failback.replicationProtectedItems.list';
const ITEM = 'rcm-failback.replicationProtectedItem.get';

function machine({ machines }: Inventory, name: string): Machine {
  const found = machines.filter((each) => each.name.value === name);
  assert.equal(found.length, 1, name);
  return found[0] as Machine;
}

const ITEM_TYPE =
  'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems';
const item = (details: object, properties: object = {}, id = 'a') => ({
  id: `/Subscriptions/s/${id}`,
  name: id,
  type: ITEM_TYPE,
  properties: {
    friendlyName: 'a',
    ...properties,
    providerSpecificDetails: { instanceType: 'InMageRcm', ...details },
  },
});
const read = (...items: readonly object[]) => importText(JSON.stringify({ value: items }));

describe('words of Azure that are names of JavaScript', () => {
  it('say nothing of the power state, and are kept as they are of VMware Tools', async () => {
    const discoveredVmDetails = { powerStatus: 'constructor', vmwareToolsStatus: 'constructor' };
    const providerSpecificDetails = { instanceType: 'InMageRcm', discoveredVmDetails };
    const { machines } = await importText(
      JSON.stringify({
        type: 'Microsoft.RecoveryServices/vaults/replicationProtectedItems',
        properties: { friendlyName: 'a-01', providerSpecificDetails },
      }),
    );
    assert.deepEqual(
      machines.map(({ powerState, toolsState }) => [powerState, toolsState?.value]),
      [[undefined, 'constructor']],
    );
  });
});

describe('a type of a resource', () => {
  it('is told in time linear in its length', async () => {
    const type = `Microsoft.RecoveryServices/vaults/${'replication'.repeat(50_000)}!`;
    const startedAt = process.hrtime.bigint();
    await assert.rejects(importText(JSON.stringify({ type })), misuse('HW-INPUT-FORMAT'));
    assert.ok(process.hrtime.bigint() - startedAt < 5_000_000_000n);
  });
});

describe('ARM JSON of Site Recovery', () => {
  it('tells direction, generation, RPO, pending data, agent and servers of the classic provider', async () => {
    const inventory = await readInventory(sample('asr'));
    const erp = machine(inventory, 'erp-db-01').replication;
    assert.deepEqual(
      [
        erp?.direction,
        erp?.generation,
        erp?.rpoSeconds?.value,
        erp?.health?.value,
        erp?.failoverHealth?.value,
      ],
      ['to-site', 'classic', 5_520, 'Critical', 'Normal'],
    );
    assert.deepEqual(
      [erp?.pendingAtSourceMiB?.value, erp?.pendingInLogStoreMiB?.value, erp?.agentVersion?.value],
      [16, 1_250.25, '9.61.0.0'],
    );
    const [, , , target] = inventory.recovery?.servers ?? [];
    assert.deepEqual(
      [target?.role, target?.name.value, target?.retentionVolumes?.value, target?.datastores?.value],
      ['master target', 'harbour-mt', [], ['san-01']],
    );
    assert.equal(erp?.masterTarget?.value, target?.id?.value);
    assert.deepEqual(
      inventory.recovery?.accounts.map(({ value }) => value),
      ['svc-asr', 'harbour-linux'],
    );
  });

  it('may have empty lists, which say nothing', async () => {
    const empty = '{"value":[],"nextLink":null}';
    const inventory = await importText(JSON.stringify({ value: [item({})] }), empty);
    assert.equal(inventory.machines.length, 1);
    assert.ok(codesOf(inventory).includes('HW-NOTE-SKIPPED'));
    await assert.rejects(importText(empty), misuse('HW-INPUT-NO-MACHINES'));
  });

  it('joins its machines with those of vCenter, and takes what each knows better', async () => {
    const inventory = await readInventory([...sample('asr'), ...sample('govc')]);
    assert.equal(inventory.machines.length, 3);
    const erp = machine(inventory, 'erp-db-01');
    assert.deepEqual(
      [erp.host?.value, erp.disks?.value[0]?.datastore?.value, erp.replication?.provider.value],
      ['esx-01.harbour.example', 'san-01', 'InMage'],
    );
    assert.equal(erp.disagreements, undefined);
    assert.ok(codesOf(inventory).includes('HW-NOTE-JOINED'));
  });

  it('loses no machine where one is known by its UUID, and another by the name of the same', async () => {
    const uuid = '50294b1f-7d3c-4f21-8b6a-1c2d3e4f0001';
    const vm = { self: { type: 'VirtualMachine', value: 'vm-1' }, name: 'x', config: { instanceUuid: uuid } };
    const items = [
      { ...item({}, { friendlyName: 'old name' }, `vc_${uuid}`) },
      item({}, { friendlyName: 'x' }, 'b'),
    ];
    const inventory = await importText(
      JSON.stringify({ virtualMachines: [vm] }),
      JSON.stringify({ value: items }),
    );
    assert.deepEqual(
      inventory.machines.map(({ replication }) => replication?.at.path),
      ['/value/0', '/value/1'],
    );
  });

  it('completes a list by the single form, whatever the case of the ids', async () => {
    const [list, one] = ['replicationProtectedItems', 'erp-db-01'].map((name) =>
      join(EXPORTS, 'asr', `${name}.json`),
    ) as [string, string];
    assert.equal(machine(await readInventory([list]), 'erp-db-01').disks, undefined);
    for (const files of [
      [list, one],
      [one, list],
    ])
      assert.equal(machine(await readInventory(files), 'erp-db-01').disks?.value.length, 2);
  });

  it('reads booleans in text, two addresses in one text, and ids in names', async () => {
    const inventory = await readInventory(sample('asr-modernized'));
    const erp = machine(inventory, 'erp-db-01');
    assert.deepEqual(
      erp.disks?.value.map(({ bootDisk }) => bootDisk?.value),
      [true, false],
    );
    assert.deepEqual(
      [erp.primaryIp?.value, erp.instanceUuid?.value, erp.replication?.agentRegistered?.value],
      ['10.20.4.17', '50294b1f-7d3c-4f21-8b6a-1c2d3e4f4b1f', false],
    );
  });

  it('leaves out a synchronisation in the future, and times that were never set', async () => {
    const inventory = await readInventory(sample('asr-modernized'));
    const { lastSync } = machine(inventory, 'erp-db-01').replication ?? {};
    assert.equal(lastSync?.value, '2026-10-31T21:49:58');
    assert.ok(codesOf(inventory).includes('HW-NOTE-FUTURE'));
    const heartbeat = { lastHeartbeatUtc: '0001-01-01T00:00:00' };
    const unset = machine(await read(item({ mobilityAgentDetails: heartbeat })), 'a');
    assert.equal(unset.replication?.agentHeartbeat, undefined);
    const never = item({ protectedDisks: [{ capacityInBytes: 1, lastSyncTime: '1753-01-01T01:01:01Z' }] });
    assert.equal(machine(await read(never), 'a').replication?.lastSync, undefined);
    assert.deepEqual(codesOf(await read(never)), []);
  });

  it('reads the room of a datastore from text', async () => {
    const [store] = (await readInventory(sample('asr'))).datastores ?? [];
    assert.deepEqual(
      [store?.name.value, store?.type?.value, store?.capacityMiB?.value],
      ['san-01', 'VMFS', 2_097_152],
    );
  });

  it('keeps both values where two answers differ', async () => {
    const [one, other] = [
      item({}, { replicationHealth: 'Normal' }),
      item({}, { replicationHealth: 'Critical' }),
    ];
    const { disagreements = [] } = machine(await importText(JSON.stringify(one), JSON.stringify(other)), 'a');
    assert.deepEqual(
      disagreements.map(({ fact, values }) => [fact, values.map(({ value, at }) => [value, at.file])]),
      [
        [
          'replication.health',
          [
            ['Normal', 'one.xlsx'],
            ['Critical', 'two.xlsx'],
          ],
        ],
      ],
    );
  });

  it('says that a list goes on, that a resource comes twice, and what is left out', async () => {
    const page = { value: [item({}), item({})], nextLink: 'https://management.azure.com/next' };
    const job = { id: '/x', type: 'Microsoft.RecoveryServices/vaults/replicationJobs', properties: {} };
    const other = item({ instanceType: 'HyperVReplicaAzure' }, {}, 'b');
    const inventory = await importText(JSON.stringify(page), JSON.stringify([job, other]));
    assert.deepEqual(codesOf(inventory), [
      'HW-NOTE-PAGED',
      'HW-NOTE-SAME-IDENTITY',
      'HW-NOTE-SKIPPED',
      'HW-NOTE-SKIPPED',
    ]);
  });

  it('is refused where it has no machine, is cut off, too deep, or has a disk without a number', async () => {
    const job = { id: '/x', type: 'Microsoft.RecoveryServices/vaults/replicationJobs', properties: {} };
    await assert.rejects(importText(JSON.stringify(job)), misuse('HW-INPUT-NO-MACHINES', 'one.xlsx'));
    const text = readFileSync(join(EXPORTS, 'asr', 'erp-db-01.json'), 'utf8');
    await assert.rejects(importText(text.slice(0, 900)), misuse('HW-INPUT-TRUNCATED'));
    const deep = item({ x: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) });
    await assert.rejects(importText(JSON.stringify(deep)), misuse('HW-INPUT-NESTED'));
    const disk = item({ protectedDisks: [{ capacityInBytes: 'many' }] });
    await assert.rejects(read(disk), misuse('HW-INPUT-CELL', '/protectedDisks/0/capacityInBytes'));
  });
});

describe('recorded answers of Azure', { skip }, () => {
  it('give four machines of a list, one of them with its disks from its own answer', async () => {
    const inventory = await recorded(LIST, ITEM, 'rcm-failback.plannedFailover.job.get');
    assert.deepEqual(inventory.machines.map(({ name, disks }) => [name.value, disks?.value.length]).sort(), [
      ['Rcm-Ub18-154', undefined],
      ['Rcm-W2K16-153', undefined],
      ['Rcm-W2K19-152', 2],
      ['Rcm-W2K19-155', undefined],
    ]);
    const failback = machine(inventory, 'Rcm-W2K19-152');
    assert.deepEqual(failback.replication?.allowedOperations?.value, [
      'PlannedFailover',
      'DisableProtection',
    ]);
    assert.equal(failback.replication?.lastSync, undefined);
    assert.equal(failback.primaryIp?.value, '10.150.208.12');
  });

  it('give the servers of a classic fabric', async () => {
    const { recovery } = await recorded(ITEM, 'classic.replicationFabric.get');
    assert.deepEqual(
      recovery?.servers.map(({ role, name, diskCount }) => [role, name.value, diskCount?.value]),
      [
        ['configuration server', 'PwsTestCS', undefined],
        ['process server', 'V2A-PS-200', undefined],
        ['process server', 'PwsTestCS', undefined],
        ['master target', 'PwsTestCS', 0],
        ['master target', 'V2A-PS-200', 3],
      ],
    );
    const [last] = recovery?.servers.slice(-1) ?? [];
    assert.match(placeText(last?.at ?? { file: '', path: '' }), /masterTargetServers\/1$/);
    assert.equal(last?.retentionVolumes?.value[0]?.name?.value, 'F');
  });
});
