import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { codesOf, EXPORTS, importText, misuse, saidBy, sample } from './fixture.spec';
import { type Inventory, readInventory } from './index';

const SHARED = resolve(__dirname, '..', '..', '..', 'shared', 'data', 'inventory', 'govc');
const named = ({ machines }: Inventory, name: string) => machines.find((each) => each.name.value === name);
/** A whole machine as govc lists it, with some properties replaced. */
const vm = (id: string, name: string, more: object = {}) => ({
  self: { type: 'VirtualMachine', value: id },
  name,
  config: { instanceUuid: `uuid-${id}`, hardware: { device: [] } },
  runtime: { powerState: 'poweredOn' },
  ...more,
});
const vmInfo = (...vms: readonly object[]) => JSON.stringify({ virtualMachines: vms });

describe('govc JSON', () => {
  it('gives the same inventory in the spellings of old and new versions', async () => {
    const [old, today] = await Promise.all(
      ['govc-0.30', 'govc'].map((folder) => readInventory(sample(folder))),
    );
    assert.ok(old && today);
    assert.deepEqual(saidBy(old), saidBy(today));
    assert.equal(today.machines.length, 3);
  });

  it('puts machines, hosts, datastores and licences of several files together by id', async () => {
    const inventory = await readInventory(sample('govc'));
    const erp = named(inventory, 'erp-db-01');
    assert.equal(erp?.host?.value, 'esx-01.harbour.example');
    assert.deepEqual(erp?.host?.at, { file: 'vm.info.json', path: '/virtualMachines/0/runtime/host' });
    assert.deepEqual(
      erp?.snapshots?.value.map(({ name }) => name?.value),
      ['before-patch', 'nightly-backup'],
    );
    assert.deepEqual(
      erp?.disks?.value.map(({ label, capacityMiB, datastore, raw }) =>
        [label, capacityMiB, datastore, raw].map((fact) => fact?.value),
      ),
      [
        ['Hard disk 1', 65_536, 'san-01', false],
        ['Hard disk 2', 262_144, 'san-01', false],
      ],
    );
    assert.deepEqual(
      [erp?.addressMode?.value, named(inventory, 'web-01')?.addressMode?.value],
      ['static', 'dhcp'],
    );
    assert.deepEqual(
      inventory.hosts?.map(({ name, licences }) => [name.value, licences?.value]),
      [
        ['esx-01.harbour.example', ['VMware vSphere 7 Standard']],
        ['esx-02.harbour.example', ['Evaluation Mode']],
      ],
    );
    assert.deepEqual(
      inventory.datastores?.map(({ name, type, hosts }) => [name.value, type?.value, hosts?.value]),
      [
        ['san-01', 'VMFS', ['esx-01.harbour.example']],
        ['nfs-01', 'NFS', ['esx-01.harbour.example', 'esx-02.harbour.example']],
      ],
    );
  });

  it('keeps no licence key', async () => {
    const text = JSON.stringify(await readInventory(sample('govc')));
    assert.doesNotMatch(text, /AAAAA-BBBBB|00000-00000/);
  });

  it('leaves unknown what the files given do not say', async () => {
    const inventory = await readInventory([join(EXPORTS, 'govc', 'vm.info.json')]);
    const erp = named(inventory, 'erp-db-01');
    assert.deepEqual(
      [erp?.host, erp?.vcenterUuid, inventory.hosts, inventory.licences],
      Array(4).fill(undefined),
    );
    assert.equal(named(inventory, 'build 01 (old)')?.addressMode, undefined);
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-NO-NAME']);
  });

  it('tells a property that is not set from one that was not asked for', async () => {
    const whole = await importText(vmInfo(vm('vm-1', 'a')));
    assert.deepEqual(whole.machines[0]?.snapshots?.value, []);
    const collected = (...changes: readonly object[]) =>
      importText(
        JSON.stringify({ kind: 'enter', obj: { type: 'VirtualMachine', value: 'vm-1' }, changeSet: changes }),
      );
    const name = { name: 'name', op: 'assign', val: 'a' };
    assert.equal((await collected(name)).machines[0]?.snapshots, undefined);
    const asked = await collected(name, { name: 'snapshot', op: 'assign', val: null });
    assert.deepEqual(asked.machines[0]?.snapshots?.value, []);
  });

  it('reads several documents in one file, and lets the later value count', async () => {
    const inventory = await importText(
      `${vmInfo(vm('vm-1', 'a'))}\n${vmInfo(vm('vm-1', 'a', { runtime: { powerState: 'poweredOff' } }), vm('vm-2', 'b'))}`,
    );
    assert.deepEqual(
      inventory.machines.map(({ name, powerState }) => [name.value, powerState?.value]),
      [
        ['a', 'poweredOff'],
        ['b', 'poweredOn'],
      ],
    );
    assert.equal(inventory.machines[1]?.powerState?.at.path, '/1/virtualMachines/1/runtime/powerState');
  });

  it('takes the only licence there is for that of every host, and none of several', async () => {
    const [hosts, licences] = ['host.info.json', 'license.ls.json'].map((file) =>
      join(EXPORTS, 'govc', file),
    );
    const vms = join(EXPORTS, 'govc', 'vm.info.json');
    const several = await readInventory([vms, hosts as string, licences as string]);
    assert.deepEqual(
      several.hosts?.map((host) => host.licences),
      [undefined, undefined],
    );
    const only = await importText(
      vmInfo(vm('vm-1', 'a')),
      JSON.stringify([{ licenseKey: '0', editionKey: 'eval', name: 'Evaluation Mode' }]),
      JSON.stringify({ hostSystems: [{ self: { type: 'HostSystem', value: 'host-1' }, name: 'esx' }] }),
    );
    assert.deepEqual(only.hosts?.[0]?.licences?.value, ['Evaluation Mode']);
  });

  it('takes the KiB of a disk where old versions write 0 bytes', async () => {
    const device = [{ Key: 1, CapacityInKB: 2_048, CapacityInBytes: 0 }];
    const { machines } = await importText(vmInfo(vm('vm-1', 'a', { config: { hardware: { device } } })));
    assert.equal(machines[0]?.disks?.value[0]?.capacityMiB?.value, 2);
  });

  it('does not take half a list of hosts for the whole', async () => {
    const mounts = ['host-1', 'host-9'].map((value) => ({ key: { type: 'HostSystem', value } }));
    const inventory = await importText(
      vmInfo(vm('vm-1', 'a')),
      JSON.stringify({ hostSystems: [{ self: { type: 'HostSystem', value: 'host-1' }, name: 'esx' }] }),
      JSON.stringify({
        datastores: [{ self: { type: 'Datastore', value: 'd-1' }, name: 'ds', host: mounts }],
      }),
    );
    assert.equal(inventory.datastores?.[0]?.hosts, undefined);
  });

  it('notes lists that name no machine, and goes on', async () => {
    const inventory = await importText(
      vmInfo(vm('vm-1', 'a')),
      JSON.stringify([{ name: 'nightly', current: true }]),
      JSON.stringify({ devices: [{ name: 'disk-1' }] }),
    );
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-SKIPPED', 'HW-NOTE-SKIPPED']);
    assert.deepEqual(inventory.machines[0]?.snapshots?.value, []);
  });

  it('keeps two machines of one name apart, and notes values of the wrong type', async () => {
    const inventory = await importText(
      vmInfo(vm('vm-1', 'a'), vm('vm-2', 'a', { config: { hardware: { numCPU: 'many' } } })),
    );
    assert.deepEqual(
      inventory.machines.map(({ id }) => id?.value),
      ['vm-1', 'vm-2'],
    );
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-CELL', 'HW-NOTE-SAME-NAME']);
    assert.equal(inventory.machines[1]?.cpus, undefined);
  });

  it('refuses objects of two vCenters, whose ids mean different things', async () => {
    const other = vm('vm-1', 'other', { config: { instanceUuid: 'another' } });
    await assert.rejects(
      importText(vmInfo(vm('vm-1', 'a')), vmInfo(other)),
      misuse('HW-INPUT-MIXED', 'vm-1'),
    );
    const about = (instanceUuid: string) => JSON.stringify({ about: { instanceUuid } });
    await assert.rejects(importText(about('one'), about('two')), misuse('HW-INPUT-MIXED'));
  });

  for (const [title, text, code] of [
    ['cut off', vmInfo(vm('vm-1', 'a')).slice(0, -20), 'HW-INPUT-TRUNCATED'],
    ['cut off in a text', '{"virtualMachines":[{"name":"a', 'HW-INPUT-TRUNCATED'],
    ['no JSON within', '{"virtualMachines":[,]}', 'HW-INPUT-DAMAGED'],
    ['followed by something else', `${vmInfo(vm('vm-1', 'a'))} govc: done`, 'HW-INPUT-DAMAGED'],
    ['nested without end', '['.repeat(1_000_000), 'HW-INPUT-NESTED'],
    ['of another kind', '{"resources":[]}', 'HW-INPUT-FORMAT'],
    ['without machines', '{"virtualMachines":null}', 'HW-INPUT-NO-MACHINES'],
    ['with a list that is none', '{"virtualMachines":"all"}', 'HW-INPUT-NO-MACHINES'],
    [
      'with an unknown power state',
      vmInfo(vm('vm-1', 'a', { runtime: { powerState: 'on' } })),
      'HW-INPUT-CELL',
    ],
    [
      'with a disk that has no size',
      vmInfo(vm('vm-1', 'a', { config: { hardware: { device: [{ capacityInKB: 'big' }] } } })),
      'HW-INPUT-CELL',
    ],
  ] as const) {
    it(`is refused when it is ${title}`, async () => {
      await assert.rejects(importText(text), misuse(code));
    });
  }

  it('takes time in proportion to how often a property is told, and the last time counts', async () => {
    const told = Array.from({ length: 20_000 }, (_, index) =>
      JSON.stringify({
        obj: { type: 'VirtualMachine', value: 'vm-1' },
        changeSet: [{ name: 'name', op: 'assign', val: `a-${index}` }],
      }),
    );
    const startedAt = process.hrtime.bigint();
    const { machines } = await importText(told.join('\n'));
    assert.ok(process.hrtime.bigint() - startedAt < 5_000_000_000n);
    assert.deepEqual(
      machines.map(({ name }) => name.value),
      ['a-19999'],
    );
  });

  it('takes time in proportion to how many datastores the hosts have mounted', async () => {
    const count = 250;
    const refs = (type: string) =>
      Array.from({ length: count }, (_, index) => ({ type, value: `${type}-${index}` }));
    const hostSystems = refs('HostSystem').map((self) => ({
      self,
      name: self.value,
      datastore: refs('Datastore'),
    }));
    const datastores = refs('Datastore').map((self) => ({ self, name: self.value }));
    const vm = { self: { type: 'VirtualMachine', value: 'vm-1' }, name: 'a-01' };
    const startedAt = process.hrtime.bigint();
    const inventory = await importText(JSON.stringify({ hostSystems, datastores, virtualMachines: [vm] }));
    assert.ok(process.hrtime.bigint() - startedAt < 5_000_000_000n);
    assert.deepEqual(
      new Set(inventory.datastores?.map(({ hosts }) => hosts?.value.length)),
      new Set([count]),
    );
  });

  it('is not misled by names that objects have of themselves', async () => {
    const inventory = await importText(
      '{"virtualMachines":[{"__proto__":{"name":"x"},"self":{"type":"VirtualMachine","value":"vm-1"},"name":"constructor"}]}',
    );
    assert.deepEqual(
      inventory.machines.map(({ name }) => name.value),
      ['constructor'],
    );
  });
});

describe('recorded outputs of govc 0.37.3', { skip: !existsSync(SHARED) && 'no shared samples here' }, () => {
  it('give machines, hosts, datastores and permissions', async () => {
    const inventory = await readInventory(readdirSync(SHARED).map((file) => join(SHARED, file)));
    const { machines, hosts, datastores, permissions } = inventory;
    assert.deepEqual([machines.length, hosts?.length, datastores?.length, permissions?.length], [6, 3, 2, 3]);
    const first = named(inventory, 'DC0_C0_RP0_VM0');
    assert.deepEqual(
      first?.snapshots?.value.map(({ name }) => name?.value),
      ['pre-failback', 'nightly-backup'],
    );
    assert.deepEqual([first?.disks?.value.length, first?.host?.value], [1, 'DC0_C0_H0']);
    assert.equal(named(inventory, 'DC0_C0_RP0_VM1')?.enableUuid?.value, true);
  });
});
