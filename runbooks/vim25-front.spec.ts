import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openVim, readAll, readOne, type VimFront } from './vim25';

const PC = 'PropertyCollector:propertyCollector';
const idOf = ({ vim }: VimFront, name: string): string => vim.tree.idOf('VirtualMachine', name) ?? '';

describe('vSphere front: sessions', () => {
  it('tells its versions and its content to everybody, and the rest to nobody', async () => {
    const { app, call } = openVim();
    const versions = await app.inject({ method: 'GET', url: '/sdk/vimServiceVersions.xml' });
    for (const version of ['7.0.3.0', '6.7.1', '6.5', '5.5'])
      assert(versions.body.includes(`<version>${version}</version>`));
    const content = await call('ServiceInstance:ServiceInstance', 'RetrieveServiceContent');
    assert.match(content.body, /<rootFolder type="Folder">group-d1<\/rootFolder>/);
    assert(!content.body.includes('tenantManager'));
    const bare = await call(PC, 'CreatePropertyCollector');
    assert.deepEqual([bare.status, bare.fault], [500, 'NotAuthenticated']);
    assert.match(bare.body, /<privilegeId>System.View<\/privilegeId>/);
  });

  it('lets in who has the password, until he logs out', async () => {
    const { call, login } = openVim();
    const wrong = '<userName>operator</userName><password>guess</password>';
    assert.equal((await call('SessionManager:SessionManager', 'Login', wrong)).fault, 'InvalidLogin');
    const cookie = await login();
    assert.match(cookie, /^vmware_soap_session="[\da-f-]{36}"; Path=\/; HttpOnly; Secure;$/);
    assert.equal((await call(PC, 'CreatePropertyCollector', '', cookie)).fault, undefined);
    assert.equal((await call('SessionManager:SessionManager', 'Logout', '', cookie)).fault, undefined);
    assert.equal((await call(PC, 'CreatePropertyCollector', '', cookie)).fault, 'NotAuthenticated');
    const foreign = cookie.replace(/[\da-f]{8}-/, '00000000-');
    assert.equal((await call(PC, 'CreatePropertyCollector', '', foreign)).fault, 'NotAuthenticated');
  });

  it('answers 503 while the vCenter server is down, and again when it is back', async () => {
    const { estate, call } = openVim();
    estate.vsphere.vcenter?.kill();
    assert.equal((await call('ServiceInstance:ServiceInstance', 'RetrieveServiceContent')).status, 503);
    estate.vsphere.vcenter?.start();
    assert.equal((await call('ServiceInstance:ServiceInstance', 'RetrieveServiceContent')).status, 200);
  });
});

describe('vSphere front: the property collector', () => {
  it('reads properties by their paths, with their types', async () => {
    const front = openVim();
    const as = await front.login();
    const paths = [
      'name',
      'runtime.powerState',
      'summary.config.memorySizeMB',
      'config.hardware.device',
      'snapshot',
    ];
    const { body } = await front.call(
      PC,
      'RetrieveProperties',
      readOne('VirtualMachine', idOf(front, 'web-01'), ...paths),
      as,
    );
    assert.match(body, /<name>name<\/name><val xsi:type="xsd:string">web-01<\/val>/);
    assert.match(body, /<val xsi:type="VirtualMachinePowerState">poweredOn<\/val>/);
    assert.match(body, /<val xsi:type="xsd:int">4096<\/val>/);
    assert.match(
      body,
      /<val xsi:type="ArrayOfVirtualDevice"><VirtualDevice xsi:type="VirtualIDEController">/,
    );
    assert(!body.includes('<name>snapshot</name>'), 'what is unset is left out');
  });

  it('says which paths and types there are not', async () => {
    const front = openVim();
    const as = await front.login();
    const id = idOf(front, 'web-01');
    for (const path of ['colour', 'config.colour', 'name.first'])
      assert.equal(
        (await front.call(PC, 'RetrieveProperties', readOne('VirtualMachine', id, path), as)).fault,
        'InvalidProperty',
      );
    assert.equal(
      (await front.call(PC, 'RetrieveProperties', readOne('Nonsense', id, 'name'), as)).fault,
      'InvalidType',
    );
    const gone = await front.call(PC, 'RetrieveProperties', readOne('VirtualMachine', 'vm-999', 'name'), as);
    assert.equal(gone.fault, 'ManagedObjectNotFound');
    assert.match(gone.body, /<obj type="VirtualMachine">vm-999<\/obj>/);
  });

  it('follows traversals, also those that name each other, and matches types by inheritance', async () => {
    const { call, login } = openVim();
    const as = await login();
    const folders =
      '<selectSet xsi:type="TraversalSpec"><name>visit</name><type>Folder</type><path>childEntity</path><skip>false</skip><selectSet><name>visit</name></selectSet><selectSet><name>dc</name></selectSet></selectSet>' +
      '<selectSet xsi:type="TraversalSpec"><name>dc</name><type>Datacenter</type><path>vmFolder</path><skip>false</skip><selectSet><name>visit</name></selectSet></selectSet>';
    const spec = `<specSet><propSet><type>ManagedEntity</type><pathSet>name</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj><skip>false</skip>${folders}</objectSet></specSet>`;
    const { body } = await call(PC, 'RetrieveProperties', spec, as);
    for (const name of ['Datacenters', 'DC0', 'vm', 'web-01', 'erp-db-01'])
      assert(body.includes(`<val xsi:type="xsd:string">${name}</val>`), name);
  });

  it('gives the objects of a view page by page, each once', async () => {
    const { call, login } = openVim();
    const as = await login();
    const made = await call(
      'ViewManager:ViewManager',
      'CreateContainerView',
      '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>',
      as,
    );
    const view = />(session\[[^<]+)</.exec(made.body)?.[1] ?? '';
    const seen: string[] = [];
    let told = await call(
      PC,
      'RetrievePropertiesEx',
      `<specSet>${readAll('VirtualMachine', view, 'name')}</specSet><options><maxObjects>3</maxObjects></options>`,
      as,
    );
    for (;;) {
      seen.push(...[...told.body.matchAll(/<obj type="VirtualMachine">([^<]+)</g)].map(([, id = '']) => id));
      const token = /<token>([^<]+)</.exec(told.body)?.[1];
      if (token === undefined) break;
      told = await call(PC, 'ContinueRetrievePropertiesEx', `<token>${token}</token>`, as);
    }
    assert.equal(seen.length, 4);
    assert.equal(new Set(seen).size, 4);
  });

  it('never tells what is newer than the version of the client', async () => {
    const front = openVim();
    const as = await front.login();
    const spec = readOne('VirtualMachine', idOf(front, 'web-01'), 'config', 'runtime', 'summary');
    const read = async (version: string) =>
      (await front.call(PC, 'RetrieveProperties', spec, as, version)).body;
    assert((await read('6.7.1')).includes('<createDate>'));
    assert(!(await read('6.5')).includes('<createDate>'));
    assert((await read('6.5')).includes('<migrateEncryption>'));
    assert(!(await read('6.0')).includes('<migrateEncryption>'));
    assert((await read('9.1.0.0')).includes('<createDate>'), 'a newer client gets our newest');
  });

  it('tells every required field, and no empty enumeration, of every property of every object', async () => {
    const front = openVim();
    const as = await front.login();
    for (const { id, kind } of front.vim.tree.entities.values()) {
      const { body, fault } = await front.call(
        PC,
        'RetrieveProperties',
        `<specSet><propSet><type>${kind}</type><all>true</all></propSet><objectSet><obj type="${kind}">${id}</obj></objectSet></specSet>`,
        as,
      );
      assert.equal(fault, undefined, body);
      assert(!/<(\w+State|overallStatus|\w+Status)><\//.test(body), kind);
    }
  });

  it('reads one property by Fetch, also one that is unset', async () => {
    const front = openVim();
    const as = await front.login();
    const vm = `VirtualMachine:${idOf(front, 'web-01')}`;
    assert.match(
      (await front.call(vm, 'Fetch', '<prop>name</prop>', as)).body,
      /<FetchResponse xmlns="urn:vim25"><returnval xsi:type="xsd:string">web-01<\/returnval><\/FetchResponse>/,
    );
    assert.match(
      (await front.call(vm, 'Fetch', '<prop>snapshot</prop>', as)).body,
      /<FetchResponse xmlns="urn:vim25"><\/FetchResponse>/,
    );
    assert.equal((await front.call(vm, 'Fetch', '<prop>colour</prop>', as)).fault, 'InvalidProperty');
  });
});

describe('vSphere front: waiting for updates', () => {
  const watch = async (front: VimFront, as: string, ...paths: readonly string[]): Promise<void> => {
    const made = await front.call(
      'ViewManager:ViewManager',
      'CreateContainerView',
      '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>',
      as,
    );
    const view = />(session\[[^<]+)</.exec(made.body)?.[1] ?? '';
    const filter = await front.call(
      PC,
      'CreateFilter',
      `<spec>${readAll('VirtualMachine', view, ...paths)}</spec><partialUpdates>false</partialUpdates>`,
      as,
    );
    assert.equal(filter.fault, undefined, filter.body);
  };
  const wait = (
    front: VimFront,
    as: string,
    version: string,
    options = '<maxWaitSeconds>0</maxWaitSeconds>',
  ) => front.call(PC, 'WaitForUpdatesEx', `<version>${version}</version><options>${options}</options>`, as);
  const versionOf = (body: string): string => /<version>(\d+)</.exec(body)?.[1] ?? '';
  const kinds = (body: string): string[] =>
    [...body.matchAll(/<kind>(\w+)<\/kind><obj type="VirtualMachine">([^<]+)</g)].map(
      ([, kind, id]) => `${kind} ${id}`,
    );

  it('tells everything first, then only what changes, by versions that count', async () => {
    const front = openVim();
    const as = await front.login();
    await watch(front, as, 'runtime.powerState');
    const first = await wait(front, as, '');
    assert.equal(kinds(first.body).length, 4);
    assert.equal(versionOf(first.body), '1');
    assert(!(await wait(front, as, '1')).body.includes('returnval'), 'nothing new');
    const id = idOf(front, 'web-01');
    await front.call(`VirtualMachine:${id}`, 'PowerOffVM_Task', '', as);
    const next = await wait(front, as, '1', '<maxWaitSeconds>60</maxWaitSeconds>');
    assert.deepEqual(kinds(next.body), [`modify ${id}`]);
    assert.match(
      next.body,
      /<name>runtime.powerState<\/name><op>assign<\/op><val xsi:type="VirtualMachinePowerState">poweredOff/,
    );
    assert.equal((await wait(front, as, '1')).body, next.body, 'an answer that got lost is given again');
    assert.equal((await wait(front, as, '77')).fault, 'InvalidCollectorVersion');
  });

  it('tells who came and who went', async () => {
    const front = openVim();
    const as = await front.login();
    await watch(front, as, 'name');
    const { body } = await wait(front, as, '');
    const id = idOf(front, 'web-02');
    await front.call(`VirtualMachine:${id}`, 'PowerOffVM_Task', '', as);
    front.estate.kernel.run(front.estate.kernel.now + 60_000);
    await front.call(`VirtualMachine:${id}`, 'Destroy_Task', '', as);
    const left = await wait(front, as, versionOf(body), '<maxWaitSeconds>600</maxWaitSeconds>');
    assert.deepEqual(kinds(left.body), [`leave ${id}`]);
  });

  it('gives many updates in parts', async () => {
    const front = openVim();
    const as = await front.login();
    await watch(front, as, 'name');
    const one = await wait(
      front,
      as,
      '',
      '<maxWaitSeconds>0</maxWaitSeconds><maxObjectUpdates>3</maxObjectUpdates>',
    );
    assert(one.body.includes('<truncated>true</truncated>'));
    const two = await wait(
      front,
      as,
      versionOf(one.body),
      '<maxWaitSeconds>0</maxWaitSeconds><maxObjectUpdates>3</maxObjectUpdates>',
    );
    assert(!two.body.includes('truncated'));
    assert.equal(new Set([...kinds(one.body), ...kinds(two.body)]).size, 4);
  });

  it('lets a client wait without holding up others, and ends the wait when it is cancelled', async () => {
    const front = openVim({ moves: false });
    const as = await front.login();
    await watch(front, as, 'runtime.powerState');
    const { body } = await wait(front, as, '');
    const waiting = front.call(PC, 'WaitForUpdates', `<version>${versionOf(body)}</version>`, as);
    assert.equal((await front.call('ServiceInstance:ServiceInstance', 'CurrentTime', '', as)).status, 200);
    const id = idOf(front, 'web-01');
    await front.call(`VirtualMachine:${id}`, 'PowerOffVM_Task', '', as);
    front.estate.kernel.run(front.estate.kernel.now + 10_000);
    const told = await waiting;
    assert.deepEqual(kinds(told.body), [`modify ${id}`]);
    const again = front.call(PC, 'WaitForUpdates', `<version>${versionOf(told.body)}</version>`, as);
    await front.call(PC, 'CancelWaitForUpdates', '', as);
    assert.equal((await again).fault, 'RequestCanceled');
  });

  it('tells a filter on a list of objects when the list gets others', async () => {
    const front = openVim();
    const as = await front.login();
    const made = await front.call('ViewManager:ViewManager', 'CreateListView', '', as);
    const list = />(session\[[^<]+)</.exec(made.body)?.[1] ?? '';
    const spec = readAll('VirtualMachine', list, 'name').replaceAll('ContainerView', 'ListView');
    await front.call(PC, 'CreateFilter', `<spec>${spec}</spec><partialUpdates>false</partialUpdates>`, as);
    const updates = async (version: string) =>
      (await front.call(PC, 'CheckForUpdates', `<version>${version}</version>`, as)).body;
    assert(!(await updates('')).includes('web-01'));
    const given = `<obj type="VirtualMachine">${idOf(front, 'web-01')}</obj><obj type="VirtualMachine">vm-9999</obj>`;
    const reset = await front.call(`ListView:${list}`, 'ResetListView', given, as);
    assert.match(reset.body, /<returnval type="VirtualMachine">vm-9999</, 'what is not there is said');
    assert.match(await updates('0'), /<kind>enter<.*web-01/s);
  });
});
