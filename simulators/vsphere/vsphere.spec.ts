import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Kernel } from '../kernel';
import { Network, type Refusal } from '../network';
import type { VimMethod, VimMethods } from '../wire';
import { administrator, METHOD_PRIVILEGES, noAccess, type Role, readOnly, replication, Vsphere } from '.';

const OS = { family: 'linux', version: '', ip: { mode: 'dhcp' }, packages: [] } as const;
const GIB = 2 ** 30;
const LICENSE = { name: 'Evaluation Mode', editionKey: 'eval', expired: false };

function world(role: Role = administrator, license = LICENSE) {
  const kernel = new Kernel(1);
  const network = new Network(kernel);
  network.addLink({ name: 'lan', kind: 'lan', from: 'site', to: 'site', mbitPerSecond: 1_000, latencyMs: 1 });
  const vmSubnet = network.addSubnet({
    name: 'vms',
    zone: 'site',
    cidr: '10.1.0.0/24',
    dhcp: { from: 10, to: 20 },
  });
  const vsphere = new Vsphere({
    kernel,
    network,
    managementZone: 'site',
    vmSubnet,
    vcenterAddress: '10.0.0.5',
    guestServices: () => [],
    workload: () => ({ everyMs: 0, extentsPerWrite: 0, regionExtents: 0 }),
  });
  const login = { user: 'someone', password: 'a-password-of-someone' };
  vsphere.addAccount(login, role);
  vsphere.addDatastore({
    name: 'ds',
    type: 'VMFS',
    capacityBytes: 100 * GIB,
    usedBytes: 0,
    accessible: true,
  });
  vsphere.addHost({ name: 'esx', address: '10.0.0.6', managed: true, license, datastores: ['ds'] });
  const spec = { name: 'vm', machine: 'vm', host: 'esx', datastore: 'ds', disks: [{ sizeBytes: GIB }] };
  vsphere.addVm(spec, OS, [GIB / 2], []);
  vsphere.addVm({ ...spec, name: 'holder', machine: 'holder', disks: [] }, OS, [], []);
  /** The outcome of a call: its answer, or the code of the fault. */
  const call = <M extends VimMethod>(method: M, args: VimMethods[M]['args'], as = login): unknown => {
    const seen: { outcome?: unknown } = {};
    kernel.spawn(
      undefined,
      'caller',
      (function* () {
        try {
          seen.outcome = yield* vsphere.call(as, method, args);
        } catch (error) {
          seen.outcome = (error as Refusal).code;
        }
      })(),
    );
    kernel.run();
    return seen.outcome;
  };
  return {
    kernel,
    network,
    vsphere,
    login,
    call,
    vm: vsphere.inventory.vms.get('vm') as NonNullable<ReturnType<typeof vsphere.inventory.vms.get>>,
  };
}

describe('vSphere', () => {
  it('lets nobody in with a wrong password', () => {
    const { call, login } = world();
    assert.equal(
      call('PowerOnVM_Task', { vm: 'vm' }, { ...login, password: 'guess' }),
      'vim.fault.InvalidLogin',
    );
    assert.equal(
      call('PowerOnVM_Task', { vm: 'vm' }, { user: 'nobody', password: '' }),
      'vim.fault.InvalidLogin',
    );
  });

  it('shows a read-only account VMs but no datastore, and a no-access account nothing', () => {
    const seen = world(readOnly).call('RetrieveProperties', {
      vm: 'vm',
    }) as VimMethods['RetrieveProperties']['answer'];
    assert.equal(seen.vm?.name, 'vm');
    assert.deepEqual(seen.datastores, []);
    const nothing = world(noAccess).call('RetrieveProperties', {
      vm: 'vm',
    }) as VimMethods['RetrieveProperties']['answer'];
    assert.deepEqual([nothing.vm, nothing.host, nothing.datastores], [undefined, undefined, []]);
  });

  const writes: readonly (readonly [VimMethod, object])[] = [
    ['PowerOnVM_Task', { vm: 'vm' }],
    ['CreateSnapshot_Task', { vm: 'vm', name: 's' }],
    ['ReconfigVM_Task', { vm: 'holder', attachDisksOf: 'vm' }],
    ['Destroy_Task', { vm: 'vm' }],
    [
      'CreateVM_Task',
      { name: 'new', machine: 'new', host: 'esx', datastore: 'ds', disks: [{ sizeBytes: GIB }] },
    ],
  ];
  for (const [method, args] of writes) {
    it(`${method} needs every single privilege of its list, and changes nothing without`, () => {
      for (const missing of METHOD_PRIVILEGES[method]) {
        const privileges = new Set([...administrator.privileges].filter((name) => name !== missing));
        const { call, vsphere, vm } = world({ name: 'all but one', privileges });
        const before = JSON.stringify([
          vm.power,
          vm.snapshots,
          vm.attachedTo,
          [...vsphere.inventory.vms.keys()],
        ]);
        assert.equal(call(method, args as never), 'vim.fault.NoPermission', missing);
        assert.equal(
          JSON.stringify([vm.power, vm.snapshots, vm.attachedTo, [...vsphere.inventory.vms.keys()]]),
          before,
        );
      }
      assert.deepEqual(world().call(method, args as never), {});
    });

    it(`${method} is refused on a host with a free or expired licence`, () => {
      for (const license of [
        { ...LICENSE, editionKey: 'esxBasic' },
        { ...LICENSE, editionKey: 'esx.hypervisor.cpuPackage' },
        { ...LICENSE, expired: true },
      ]) {
        assert.equal(
          world(administrator, license).call(method, args as never),
          'vim.fault.RestrictedVersion',
        );
      }
    });
  }

  it('keeps the replication account from making snapshots and from deleting VMs', () => {
    assert.equal(
      world(replication).call('CreateSnapshot_Task', { vm: 'vm', name: 's' }),
      'vim.fault.NoPermission',
    );
    assert.equal(world(replication).call('Destroy_Task', { vm: 'vm' }), 'vim.fault.NoPermission');
  });

  it('takes one task at a time on a VM', () => {
    const { vsphere, kernel, login, call } = world();
    kernel.spawn(undefined, 'first', vsphere.call(login, 'CreateSnapshot_Task', { vm: 'vm', name: 'one' }));
    assert.equal(call('CreateSnapshot_Task', { vm: 'vm', name: 'two' }), 'vim.fault.TaskInProgress');
    assert.deepEqual(call('CreateSnapshot_Task', { vm: 'vm', name: 'two' }), {});
  });

  it('does not attach disks of a VM that runs, has snapshots, or lies where the holder cannot reach', () => {
    const attach = { vm: 'holder', attachDisksOf: 'vm' };
    const running = world();
    running.vsphere.powerOn('vm');
    assert.equal(running.call('ReconfigVM_Task', attach), 'vim.fault.InvalidPowerState');
    const snapshot = world();
    snapshot.vm.snapshots = ['nightly'];
    assert.equal(snapshot.call('ReconfigVM_Task', attach), 'vim.fault.InvalidState');
    const away = world();
    away.vsphere.inventory.hosts.get('esx')?.datastores.delete('ds');
    assert.equal(away.call('ReconfigVM_Task', attach), 'vim.fault.InvalidState');
  });

  it('does not start a VM whose disks another holds', () => {
    const { call } = world();
    call('ReconfigVM_Task', { vm: 'holder', attachDisksOf: 'vm' });
    assert.equal(call('PowerOnVM_Task', { vm: 'vm' }), 'vim.fault.InvalidState');
    call('ReconfigVM_Task', { vm: 'holder', detachDisksOf: 'vm' });
    assert.deepEqual(call('PowerOnVM_Task', { vm: 'vm' }), {});
  });

  it('leaves a task and an event behind for what was done, and only a failed task for what was not', () => {
    const { call, vsphere } = world();
    call('PowerOnVM_Task', { vm: 'vm' });
    call('PowerOnVM_Task', { vm: 'vm' });
    const { tasks, events } = vsphere.inventory;
    assert.deepEqual(
      tasks.map((task) => [task.method, task.state, task.fault]),
      [
        ['PowerOnVM_Task', 'success', undefined],
        ['PowerOnVM_Task', 'error', 'vim.fault.InvalidPowerState'],
      ],
    );
    assert.deepEqual(
      events.map((event) => [event.type, event.vm, event.userName]),
      [['VmPoweredOnEvent', 'vm', 'someone']],
    );
  });

  it('shuts the guests down with their host, and frees their addresses', () => {
    const { vsphere, kernel, vm } = world();
    vsphere.powerOn('vm');
    kernel.run(100_000);
    assert.equal(vm.guest.state, 'running');
    vsphere.hostComponents.get('esx')?.kill();
    assert.deepEqual([vm.power, vm.guest.state, vm.address], ['poweredOff', 'off', undefined]);
  });

  it('refuses to grow a disk beyond what the datastore holds', () => {
    const { vsphere, network, kernel, vm, call } = world();
    call('ReconfigVM_Task', { vm: 'holder', attachDisksOf: 'vm' });
    const datastore = vsphere.inventory.datastores.get('ds');
    if (datastore) datastore.usedBytes = datastore.capacityBytes;
    const client = network.attach('10.0.0.9', 'site');
    const write = {
      kind: 'disk.write',
      vm: 'vm',
      disk: 0,
      runs: [{ start: 16_000, count: 1, version: 9 }],
      by: 'holder',
    };
    const seen: { code?: string } = {};
    kernel.spawn(
      undefined,
      'writer',
      (function* () {
        try {
          yield* client.request('10.0.0.6', 902, write);
        } catch (error) {
          seen.code = (error as Refusal).code;
        }
      })(),
    );
    kernel.run();
    assert.equal(seen.code, 'vim.fault.NoDiskSpace');
    assert.equal(vm.disks[0]?.view().get(16_000), 0);
  });
});
