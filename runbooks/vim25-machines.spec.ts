import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openVim, outcome, snapshot, vm } from './vim25';

const option = (key: string, value: string): string =>
  `<spec><extraConfig><key>${key}</key><value xsi:type="xsd:string">${value}</value></extraConfig></spec>`;

describe('vSphere front: virtual machines', () => {
  it('edits a parameter only while the VM is off, and shows it then', async () => {
    const front = openVim();
    const as = await front.login();
    const set = async () =>
      outcome(
        front,
        as,
        await front.call(vm(front, 'web-01'), 'ReconfigVM_Task', option('disk.EnableUUID', 'TRUE'), as),
      );
    assert.equal(await set(), 'InvalidPowerState');
    assert.equal(
      await outcome(front, as, await front.call(vm(front, 'web-01'), 'PowerOffVM_Task', '', as)),
      'success',
    );
    assert.equal(await set(), 'success');
    const { body } = await front.call(vm(front, 'web-01'), 'Fetch', '<prop>config</prop>', as);
    assert(body.includes('<diskUuidEnabled>true</diskUuidEnabled>'));
    assert(body.includes('<key>disk.EnableUUID</key><value xsi:type="xsd:string">TRUE</value>'));
    const other = '<spec><bootOptions><bootDelay>5</bootDelay></bootOptions></spec>';
    assert.equal((await front.call(vm(front, 'web-01'), 'ReconfigVM_Task', other, as)).fault, 'NotSupported');
  });

  it('keeps snapshots as a tree, goes back to one, and takes them out', async () => {
    const front = openVim();
    const as = await front.login();
    const machine = vm(front, 'web-01');
    const done = async (on: string, method: string, args = '') =>
      assert.equal(await outcome(front, as, await front.call(on, method, args, as)), 'success');
    const names = async () => {
      const { body } = await front.call(machine, 'Fetch', '<prop>snapshot</prop>', as);
      return [...body.matchAll(/<name>(\w+)</g)].map(([, name]) => name);
    };
    const idOf = (name: string) =>
      `VirtualMachineSnapshot:${front.estate.vsphere.inventory.vms.get('web-01')?.snapshotTree.all.find((each) => each.name === name)?.id}`;
    for (const name of ['a', 'b', 'c']) await done(machine, 'CreateSnapshot_Task', snapshot(name));
    await done(idOf('a'), 'RevertToSnapshot_Task');
    await done(machine, 'CreateSnapshot_Task', snapshot('d'));
    const { body } = await front.call(machine, 'Fetch', '<prop>snapshot</prop>', as);
    assert.match(
      body,
      /<name>a<\/name>.*<childSnapshotList>.*<name>b<.*<childSnapshotList>.*<name>c<.*<\/childSnapshotList>.*<\/childSnapshotList><childSnapshotList>.*<name>d</s,
    );
    await done(idOf('b'), 'RemoveSnapshot_Task', '<removeChildren>true</removeChildren>');
    assert.deepEqual(await names(), ['a', 'd']);
    await done(machine, 'RemoveAllSnapshots_Task', '<consolidate>false</consolidate>');
    assert.deepEqual(await names(), []);
    const needed = async () =>
      /<consolidationNeeded>(\w+)</.exec(
        (await front.call(machine, 'Fetch', '<prop>runtime</prop>', as)).body,
      )?.[1];
    assert.equal(await needed(), 'true');
    await done(machine, 'ConsolidateVMDisks_Task');
    assert.equal(await needed(), 'false');
    assert.equal(
      (await front.call('VirtualMachineSnapshot:snapshot-1', 'RevertToSnapshot_Task', '', as)).fault,
      'ManagedObjectNotFound',
    );
  });

  it('creates, moves, unregisters, registers and destroys', async () => {
    const front = openVim();
    const { tree } = front.vim;
    const as = await front.login();
    const pool = [...tree.all('ResourcePool')][0]?.id;
    const done = async (on: string, method: string, args = '') =>
      assert.equal(await outcome(front, as, await front.call(on, method, args, as)), 'success');
    const folder = `Folder:${tree.places.vmFolder}`;
    const disk =
      '<deviceChange><operation>add</operation><fileOperation>create</fileOperation><device xsi:type="VirtualDisk"><key>-1</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName></fileName><diskMode>persistent</diskMode></backing><capacityInKB>1048576</capacityInKB></device></deviceChange>';
    const config = `<config><name>new-01</name><guestId>otherGuest</guestId><files><vmPathName>[ds-01]</vmPathName></files><numCPUs>4</numCPUs><memoryMB>2048</memoryMB>${disk}</config><pool type="ResourcePool">${pool}</pool>`;
    await done(folder, 'CreateVM_Task', config);
    assert.equal(
      await outcome(front, as, await front.call(folder, 'CreateVM_Task', config, as)),
      'DuplicateName',
    );
    const id = vm(front, 'new-01');
    await done(
      id,
      'RelocateVM_Task',
      `<spec><datastore type="Datastore">${tree.idOf('Datastore', 'ds-02')}</datastore><host type="HostSystem">${tree.idOf('HostSystem', 'esx-02')}</host></spec>`,
    );
    assert.match(
      (await front.call(id, 'Fetch', '<prop>config</prop>', as)).body,
      /<vmPathName>\[ds-02\] new-01\/new-01.vmx<.*<numCPU>4</s,
    );
    assert.equal((await front.call(id, 'UnregisterVM', '', as)).fault, undefined);
    assert.equal((await front.call(id, 'Fetch', '<prop>name</prop>', as)).fault, 'ManagedObjectNotFound');
    await done(
      folder,
      'RegisterVM_Task',
      `<path>[ds-02] new-01/new-01.vmx</path><asTemplate>false</asTemplate><pool type="ResourcePool">${pool}</pool>`,
    );
    assert.notEqual(vm(front, 'new-01'), id, 'a VM that is registered again gets a new id');
    await done(vm(front, 'new-01'), 'Destroy_Task');
    assert.equal(vm(front, 'new-01'), 'VirtualMachine:');
  });

  it('comes back on from a snapshot with memory, if it was on, and stays off where that is wished', async () => {
    const front = openVim();
    const as = await front.login();
    const machine = vm(front, 'web-01');
    const done = async (on: string, method: string, args = '') =>
      assert.equal(await outcome(front, as, await front.call(on, method, args, as)), 'success');
    const power = () => front.estate.vsphere.inventory.vms.get('web-01')?.power;
    await done(
      machine,
      'CreateSnapshot_Task',
      '<name>on</name><memory>true</memory><quiesce>false</quiesce>',
    );
    await done(machine, 'RevertToCurrentSnapshot_Task', '<suppressPowerOn>true</suppressPowerOn>');
    assert.equal(power(), 'poweredOff');
    await done(machine, 'RevertToCurrentSnapshot_Task');
    assert.equal(power(), 'poweredOn');
    const host = `<host type="HostSystem">${front.vim.tree.idOf('HostSystem', 'esx-02')}</host>`;
    assert.equal((await front.call(machine, 'RevertToCurrentSnapshot_Task', host, as)).fault, 'NotSupported');
  });

  it('is made with the hardware that was asked for; what is not simulated is refused by name', async () => {
    const front = openVim();
    const { tree } = front.vim;
    const as = await front.login();
    const pool = [...tree.all('ResourcePool')][0]?.id;
    const device = (type: string, more = '') =>
      `<deviceChange><operation>add</operation><device xsi:type="${type}"><key>-1</key>${more}</device></deviceChange>`;
    const bus = '<busNumber>0</busNumber><sharedBus>noSharing</sharedBus>';
    const create = (name: string, more: string) =>
      front.call(
        `Folder:${tree.places.vmFolder}`,
        'CreateVM_Task',
        `<config><name>${name}</name>${more}</config><pool type="ResourcePool">${pool}</pool>`,
        as,
      );
    const files = '<files><vmPathName>[ds-01]</vmPathName></files>';
    const devices = device('VirtualLsiLogicSASController', bus) + device('VirtualE1000e');
    const made = await create(
      'new-01',
      `<version>vmx-11</version><guestId>rhel7_64Guest</guestId>${files}<flags><diskUuidEnabled>true</diskUuidEnabled></flags>${devices}<firmware>efi</firmware>`,
    );
    assert.equal(await outcome(front, as, made), 'success');
    const { body } = await front.call(vm(front, 'new-01'), 'Fetch', '<prop>config</prop>', as);
    for (const told of [
      '<version>vmx-11</version>',
      '<guestId>rhel7_64Guest</guestId>',
      '<diskUuidEnabled>true</diskUuidEnabled>',
      'xsi:type="VirtualLsiLogicSASController"',
      'xsi:type="VirtualE1000e"',
      '<firmware>efi</firmware>',
    ])
      assert(body.includes(told), told);
    for (const [more, fault, words] of [
      [files + device('VirtualMachineVideoCard'), 'NotSupported', 'VirtualMachineVideoCard'],
      [`${files}<flags><useToe>true</useToe></flags>`, 'NotSupported', 'flags.useToe'],
      [files + device('VirtualE1000') + device('VirtualE1000'), 'NotSupported', 'network card'],
      [`<version>13</version>${files}`, 'InvalidArgument', 'version'],
      [`${files}<firmware>other</firmware>`, 'InvalidArgument', 'firmware'],
    ] as const) {
      const refused = await create('new-02', more);
      assert.equal(refused.fault, fault, refused.body);
      assert(refused.body.includes(words), refused.body);
    }
    assert.equal(vm(front, 'new-02'), 'VirtualMachine:');
  });

  it('keeps a device that is edited to what it is, and refuses another edit by name', async () => {
    const front = openVim();
    const as = await front.login();
    const machine = vm(front, 'web-01');
    assert.equal(await outcome(front, as, await front.call(machine, 'PowerOffVM_Task', '', as)), 'success');
    const edit = (address: string) =>
      front.call(
        machine,
        'ReconfigVM_Task',
        `<spec><deviceChange><operation>edit</operation><device xsi:type="VirtualVmxnet3"><key>4000</key><addressType>${address}</addressType></device></deviceChange></spec>`,
        as,
      );
    assert.equal(await outcome(front, as, await edit('assigned')), 'success');
    assert.equal((await edit('manual')).fault, 'NotSupported');
  });
});
