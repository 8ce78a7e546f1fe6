import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  openVim,
  outcome,
  readAll,
  readOne,
  refIn,
  snapshot,
  type VimTold,
  VSPHERE_ESTATE,
  vm,
} from './vim25';

const PC = 'PropertyCollector:propertyCollector';
const AUTH = 'AuthorizationManager:AuthorizationManager';

const permission = (user: string, role: number, propagate = true): string =>
  `<permission><principal>${user}</principal><group>false</group><roleId>${role}</roleId><propagate>${propagate}</propagate></permission>`;
describe('vSphere front: what vcsim gets wrong or lacks, by its row in our list', () => {
  it('1: tells a client of 6.5 nothing that is newer', async () => {
    const { call } = openVim();
    for (const version of ['5.5', '6.0', '6.5', '6.7', '6.7.1', '8.0.3.0']) {
      const { body } = await call(
        'ServiceInstance:ServiceInstance',
        'RetrieveServiceContent',
        '',
        '',
        version,
      );
      assert(!/tenantManager|siteInfoManager|storageQueryManager/.test(body), version);
    }
  });

  it('2: gives runtime and summary without an empty enumeration', async () => {
    const front = openVim();
    const as = await front.login();
    const id = vm(front, 'web-01').slice('VirtualMachine:'.length);
    const { body } = await front.call(
      PC,
      'RetrieveProperties',
      readOne('VirtualMachine', id, 'runtime', 'summary', 'guest'),
      as,
    );
    assert(!/<(\w+)><\/\1>/.test(body.replaceAll(/<(annotation|customValue|deviceName)><\/\1>/g, '')), body);
  });

  it('3: answers Fetch of an unset property with nothing, as Fetch', async () => {
    const front = openVim();
    const as = await front.login();
    const { body, status } = await front.call(vm(front, 'web-01'), 'Fetch', '<prop>snapshot</prop>', as);
    assert.deepEqual([status, /<FetchResponse[^>]*><\/FetchResponse>/.test(body)], [200, true]);
  });

  it('4: checks permissions, on each object and by propagation', async () => {
    const front = openVim();
    const { vim, call, login } = front;
    const [operator, account] = [await login(), await login('asr-vcenter')];
    const refused = await call(vm(front, 'web-01'), 'CreateSnapshot_Task', snapshot('x'), account);
    assert.equal(refused.fault, 'NoPermission');
    assert(
      refused.body.includes(
        `<object type="VirtualMachine">${vm(front, 'web-01').slice(15)}</object><privilegeId>VirtualMachine.State.CreateSnapshot</privilegeId>`,
      ),
    );
    const role = /<returnval>(\d+)</.exec(
      (
        await call(
          AUTH,
          'AddAuthorizationRole',
          '<name>snapshots</name><privIds>VirtualMachine.State.CreateSnapshot</privIds>',
          operator,
        )
      ).body,
    )?.[1];
    const grant = (entity: string, roleId: number, propagate?: boolean): Promise<VimTold> => {
      const [type = '', id = ''] = entity.split(':');
      return call(
        AUTH,
        'SetEntityPermissions',
        `<entity type="${type}">${id}</entity>${permission('asr-vcenter', roleId, propagate)}`,
        operator,
      );
    };
    await grant(vm(front, 'web-01'), Number(role));
    const make = async (name: string) =>
      outcome(front, account, await call(vm(front, name), 'CreateSnapshot_Task', snapshot('mine'), account));
    assert.deepEqual([await make('web-01'), await make('web-02')], ['success', 'NoPermission']);
    await grant(`Folder:${vim.tree.places.vmFolder}`, Number(role));
    assert.equal(await make('web-02'), 'success');
    await grant(`Folder:${vim.tree.places.vmFolder}`, Number(role), false);
    assert.equal(await make('web-02'), 'NoPermission');
    await grant(vm(front, 'web-02'), -5);
    const hidden = await call(
      PC,
      'RetrieveProperties',
      readOne('VirtualMachine', vm(front, 'web-02').slice(15), 'name'),
      account,
    );
    assert.equal(hidden.fault, 'ManagedObjectNotFound');
    const asked = `<entity type="VirtualMachine">${vm(front, 'web-01').slice(15)}</entity><sessionId>${/"([^"]+)"/.exec(account)?.[1]}</sessionId><privId>VirtualMachine.State.CreateSnapshot</privId><privId>VirtualMachine.Interact.PowerOff</privId>`;
    const has = await call(AUTH, 'HasPrivilegeOnEntity', asked, operator);
    assert.match(has.body, /<returnval>true<\/returnval><returnval>false<\/returnval>/);
  });

  it('4: keeps an administrator, whatever is set, and roles that are used or of the system', async () => {
    const front = openVim();
    const { call, login } = front;
    const as = await login();
    const root = '<entity type="Folder">group-d1</entity>';
    assert.equal(
      (await call(AUTH, 'SetEntityPermissions', `${root}${permission('operator', -2)}`, as)).fault,
      'AuthMinimumAdminPermission',
    );
    assert.equal(
      (await call(AUTH, 'RemoveEntityPermission', `${root}<user>operator</user><isGroup>false</isGroup>`, as))
        .fault,
      'AuthMinimumAdminPermission',
    );
    assert.equal(
      (await call(AUTH, 'SetEntityPermissions', `${root}${permission('nobody', -2)}`, as)).fault,
      'UserNotFound',
    );
    assert.equal(
      (await call(AUTH, 'SetEntityPermissions', `${root}${permission('asr-vcenter', 99)}`, as)).fault,
      'NotFound',
    );
    assert.equal(
      (await call(AUTH, 'RemoveAuthorizationRole', '<roleId>-1</roleId><failIfUsed>true</failIfUsed>', as))
        .fault,
      'InvalidArgument',
    );
    assert.equal(
      (await call(AUTH, 'AddAuthorizationRole', '<name>ReadOnly</name>', as)).fault,
      'AlreadyExists',
    );
    assert.equal(
      (await call(AUTH, 'AddAuthorizationRole', '<name>x</name><privIds>Magic.Do</privIds>', as)).fault,
      'InvalidArgument',
    );
    assert.equal(
      (await call(vm(front, 'web-01'), 'PowerOffVM_Task', '', as)).fault,
      undefined,
      'nothing has changed',
    );
  });

  it('5: knows several accounts, each by its password', async () => {
    const { login, call } = openVim();
    for (const user of ['operator', 'asr-vcenter', 'asr-full']) assert(await login(user));
    for (const [user, password] of [
      ['operator', ''],
      ['operator', 'operator'],
      ['root', 'vmware'],
      ['', ''],
    ])
      assert.equal(
        (
          await call(
            'SessionManager:SessionManager',
            'Login',
            `<userName>${user}</userName><password>${password}</password>`,
          )
        ).fault,
        'InvalidLogin',
      );
  });

  it('6: lets a host with a free or expired licence read, and change nothing, until it gets another', async () => {
    const front = openVim();
    const { estate, call, login } = front;
    const as = await login();
    const hostId = front.vim.tree.idOf('HostSystem', 'esx-01');
    for (const license of [
      { name: 'vSphere 6 Hypervisor', editionKey: 'esxBasic', expired: false },
      { name: 'vSphere 7 Hypervisor', editionKey: 'esx.hypervisor.cpuPackageCoreLimited', expired: false },
      { name: 'Evaluation Mode', editionKey: 'eval', expired: true },
    ]) {
      estate.vsphere.setLicense('esx-01', license);
      for (const method of ['PowerOffVM_Task', 'RemoveAllSnapshots_Task', 'Destroy_Task', 'UnregisterVM'])
        assert.equal((await call(vm(front, 'web-01'), method, '', as)).fault, 'RestrictedVersion', method);
      assert.equal(
        (await call(vm(front, 'web-01'), 'CreateSnapshot_Task', snapshot('x'), as)).fault,
        'RestrictedVersion',
      );
      assert.equal((await call(vm(front, 'web-01'), 'Fetch', '<prop>name</prop>', as)).fault, undefined);
    }
    const assign = `<entity>${hostId}</entity><licenseKey>AAAAA-BBBBB-CCCCC-DDDDD-EEEEE</licenseKey>`;
    const account = await login('asr-vcenter');
    const manager = 'LicenseAssignmentManager:LicenseAssignmentManager';
    assert.equal((await call(manager, 'UpdateAssignedLicense', assign, account)).fault, 'NoPermission');
    assert.equal((await call(manager, 'UpdateAssignedLicense', assign, as)).fault, undefined);
    assert.equal(
      await outcome(front, as, await call(vm(front, 'web-01'), 'PowerOffVM_Task', '', as)),
      'success',
    );
  });

  // Rows 7 and 8 through the control API, on the wire too: serving/faults/faults.spec.ts.
  it('7: fails at run time and comes back, the same way for the same seed', async () => {
    const run = async (): Promise<string> => {
      const front = openVim();
      const as = await front.login();
      await front.call(vm(front, 'web-01'), 'PowerOffVM_Task', '', as);
      front.estate.vsphere.vcenter?.kill();
      const down = await front.call('ServiceInstance:ServiceInstance', 'CurrentTime', '', as);
      front.estate.vsphere.vcenter?.start();
      const task = await front.call(
        PC,
        'RetrieveProperties',
        readOne('Task', front.estate.vsphere.inventory.tasks.at(-1)?.key ?? '', 'info'),
        as,
      );
      return `${down.status} ${task.body}`;
    };
    const first = await run();
    assert.match(first, /^503 .*<state>error<\/state>/s);
    assert.equal(await run(), first);
  });

  it('8: takes the time of a task as it is set while it runs: a slow datastore, a guest that does not shut down', async () => {
    const front = openVim();
    const as = await front.login();
    const tookMs = async (bytes: number): Promise<number> => {
      const machine = front.estate.vsphere.inventory.vms.get('web-01');
      machine?.disks[0]?.write(0, Math.ceil(bytes / 65_536), 9);
      const to = machine?.datastore === 'ds-01' ? 'ds-02' : 'ds-01';
      const began = front.estate.kernel.now;
      const spec = `<spec><datastore type="Datastore">${front.vim.tree.idOf('Datastore', to)}</datastore></spec>`;
      assert.equal(
        await outcome(front, as, await front.call(vm(front, 'web-01'), 'RelocateVM_Task', spec, as)),
        'success',
      );
      return front.estate.kernel.now - began;
    };
    const [small, large] = [await tookMs(2 ** 30), await tookMs(8 * 2 ** 30)];
    assert(small > 3_000 && large > 4 * small, `${small} ms, ${large} ms`);
  });

  it('11: tells of a change in 2,000 machines without reading them all again', async () => {
    const [machine] = VSPHERE_ESTATE.machines;
    assert(machine);
    const machines = Array.from({ length: 2_000 }, (_each, at) => ({ ...machine, name: `vm-${at}` }));
    const front = openVim({ description: { machines } });
    const as = await front.login();
    const made = await front.call(
      'ViewManager:ViewManager',
      'CreateContainerView',
      '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>',
      as,
    );
    const view = />(session\[[^<]+)</.exec(made.body)?.[1] ?? '';
    await front.call(
      PC,
      'CreateFilter',
      `<spec>${readAll('VirtualMachine', view, 'summary')}</spec><partialUpdates>false</partialUpdates>`,
      as,
    );
    const all = '<maxWaitSeconds>60</maxWaitSeconds><maxObjectUpdates>10000</maxObjectUpdates>';
    const began = performance.now();
    const first = await front.call(
      PC,
      'WaitForUpdatesEx',
      `<version></version><options>${all}</options>`,
      as,
    );
    const everythingMs = performance.now() - began;
    await front.call(vm(front, 'vm-7'), 'PowerOffVM_Task', '', as);
    front.estate.kernel.run(front.estate.kernel.now + 10_000);
    const asked = performance.now();
    const next = await front.call(
      PC,
      'WaitForUpdatesEx',
      `<version>${/<version>(\d+)</.exec(first.body)?.[1]}</version><options>${all}</options>`,
      as,
    );
    assert.equal(next.body.match(/<objectSet>/g)?.length, 1);
    assert(performance.now() - asked < everythingMs / 4);
  });

  it('9: refuses a second task on a VM that is busy, naming the first', async () => {
    const front = openVim();
    const as = await front.login();
    const first = await front.call(vm(front, 'web-01'), 'CreateSnapshot_Task', snapshot('one'), as);
    const second = await front.call(vm(front, 'web-01'), 'CreateSnapshot_Task', snapshot('two'), as);
    assert.equal(second.fault, 'TaskInProgress');
    assert(second.body.includes(`<task type="Task">${refIn(first).slice(5)}</task>`), second.body);
    assert.equal(await outcome(front, as, first), 'success');
    assert.equal(
      await outcome(
        front,
        as,
        await front.call(vm(front, 'web-01'), 'CreateSnapshot_Task', snapshot('two'), as),
      ),
      'success',
    );
  });

  // That they also outlive the process which serves them is proven in serving/state/state.spec.ts: 'goes on with all it had …'.
  it('10: keeps snapshots and permissions when the vCenter server crashes, and both still work', async () => {
    const front = openVim();
    const as = await front.login();
    const made = await front.call(vm(front, 'web-01'), 'CreateSnapshot_Task', snapshot('kept'), as);
    assert.equal(await outcome(front, as, made), 'success');
    await front.call(
      AUTH,
      'SetEntityPermissions',
      `<entity type="Folder">group-d1</entity>${permission('asr-vcenter', -1)}`,
      as,
    );
    front.estate.vsphere.vcenter?.kill();
    front.estate.vsphere.vcenter?.start();
    const account = await front.login('asr-vcenter');
    const { body } = await front.call(vm(front, 'web-01'), 'Fetch', '<prop>snapshot</prop>', account);
    const id = /<currentSnapshot type="VirtualMachineSnapshot">([^<]+)</.exec(body)?.[1];
    const removed = await front.call(
      `VirtualMachineSnapshot:${id}`,
      'RemoveSnapshot_Task',
      '<removeChildren>false</removeChildren>',
      account,
    );
    assert.equal(await outcome(front, account, removed), 'success');
    assert.match(
      (await front.call(vm(front, 'web-01'), 'Fetch', '<prop>snapshot</prop>', account)).body,
      /Response>/,
    );
  });

  it('12: puts a fault into a task as people read it, with its fields, about the VM', async () => {
    const front = openVim();
    const as = await front.login();
    const begun = await front.call(vm(front, 'web-01'), 'PowerOnVM_Task', '', as);
    const { body } = await front.call(
      PC,
      'RetrieveProperties',
      readOne('Task', refIn(begun).slice(5), 'info'),
      as,
    );
    assert.match(
      body,
      /<error><fault xsi:type="InvalidPowerState"><requestedState>poweredOn<\/requestedState><existingState>poweredOn<\/existingState><\/fault><localizedMessage>The attempted operation cannot/,
    );
    assert.match(body, /<entity type="VirtualMachine">vm-/);
  });

  it('13: gives every one of many requests at once its answer', async () => {
    const front = openVim();
    const as = await front.login();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_each, at) =>
        at % 3 === 0
          ? front.call(vm(front, 'web-01'), 'CreateSnapshot_Task', snapshot(`s${at}`), as)
          : front.call(vm(front, 'web-02'), 'Fetch', '<prop>config</prop>', as),
      ),
    );
    const faults = answers.map(({ fault }) => fault);
    assert.equal(faults.filter((fault) => fault === 'TaskInProgress').length, 19);
    assert.equal(faults.filter((fault) => fault === undefined).length, 41);
  });

  it('14: tells of a host that is gone, and of datastores what the estate says', async () => {
    const front = openVim();
    const as = await front.login();
    front.estate.vsphere.hostComponents.get('esx-01')?.kill();
    const { body } = await front.call(vm(front, 'web-01'), 'Fetch', '<prop>runtime</prop>', as);
    assert.match(body, /<connectionState>disconnected<\/connectionState><powerState>poweredOff</);
    assert.equal((await front.call(vm(front, 'web-01'), 'PowerOnVM_Task', '', as)).fault, 'HostNotConnected');
    const store = `Datastore:${front.vim.tree.idOf('Datastore', 'ds-01')}`;
    assert.match(
      (await front.call(store, 'Fetch', '<prop>summary</prop>', as)).body,
      /<capacity>4398046511104<\/capacity>.*<type>VMFS</,
    );
    assert.match(
      (await front.call(store, 'Fetch', '<prop>info</prop>', as)).body,
      /xsi:type="VmfsDatastoreInfo"/,
    );
  });

  it('15: takes a licence on a host that stands alone, by UpdateLicense', async () => {
    const free = { name: 'vSphere 6 Hypervisor', editionKey: 'esxBasic', expired: false };
    const front = openVim({
      description: { vcenter: false, hosts: [{ name: 'esx-01', license: free, datastores: ['ds-01'] }] },
      host: 'esx-01',
    });
    const as = await front.login();
    const host = 'PropertyCollector:ha-property-collector';
    const content = await front.call('ServiceInstance:ServiceInstance', 'RetrieveServiceContent', '', as);
    assert.match(content.body, /<productLineId>embeddedEsx<\/productLineId><apiType>HostAgent</);
    const read = await front.call(
      host,
      'RetrieveProperties',
      readOne('LicenseManager', 'ha-license-manager', 'licenses', 'licenseAssignmentManager'),
      as,
    );
    assert(
      read.body.includes('<editionKey>esxBasic</editionKey>') &&
        !read.body.includes('licenseAssignmentManager'),
    );
    assert.equal(
      (await front.call(vm(front, 'web-01'), 'PowerOffVM_Task', '', as)).fault,
      'RestrictedVersion',
    );
    const key = '<licenseKey>AAAAA-BBBBB-CCCCC-DDDDD-EEEEE</licenseKey>';
    assert.equal(
      (await front.call('LicenseManager:ha-license-manager', 'UpdateLicense', key, as)).fault,
      undefined,
    );
    assert.equal((await front.call(vm(front, 'web-01'), 'PowerOffVM_Task', '', as)).fault, undefined);
    for (const id of ['ha-folder-root', 'ha-datacenter', 'ha-host', 'ha-root-pool'])
      assert(front.vim.tree.entities.has(id), id);
  });
});
