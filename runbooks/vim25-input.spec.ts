import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { envelope, openVim, readOne, type VimFront } from './vim25';

const PC = 'PropertyCollector:propertyCollector';
/** The fuzz may take so long. Units: ms. */
const FUZZ_MS = 10_000;

const vmId = ({ vim }: VimFront): string => vim.tree.idOf('VirtualMachine', 'web-01') ?? '';

/** Everything that a request may have changed. */
function state({ estate, vim }: VimFront): string {
  const { inventory, authorization } = estate.vsphere;
  return JSON.stringify([
    [...inventory.vms.values()].map(({ id, name, power, snapshots, annotation, busy, extraConfig }) => [
      id,
      name,
      power,
      snapshots,
      annotation,
      busy,
      [...extraConfig],
    ]),
    [...inventory.hosts.values()].map(({ license }) => license),
    authorization.allPermissions(vim.tree),
    [...authorization.roles.values()].map(({ id, name, privileges }) => [id, name, [...privileges]]),
    [...vim.tree.entities.keys()],
  ]);
}

describe('vSphere front: bad input', () => {
  const bodies: readonly (readonly [title: string, body: (front: VimFront) => string, fault: string])[] = [
    ['nothing', () => '', 'InvalidRequest'],
    ['no XML', () => 'hello', 'InvalidRequest'],
    ['XML that is cut off', () => envelope('<PowerOffVM_Task>').slice(0, -20), 'InvalidRequest'],
    ['tags that cross', () => '<a><b></a></b>', 'InvalidRequest'],
    ['no envelope', () => '<PowerOffVM_Task/>', 'InvalidRequest'],
    ['an empty body', () => envelope(''), 'InvalidRequest'],
    ['two methods', () => envelope('<A><_this type="Folder">group-d1</_this></A><B/>'), 'InvalidRequest'],
    ['a DTD', () => `<!DOCTYPE a [<!ENTITY x "y">]>${envelope('<A/>')}`, 'InvalidRequest'],
    [
      'an external entity',
      () => `<!DOCTYPE a SYSTEM "file:///etc/passwd">${envelope('<A/>')}`,
      'InvalidRequest',
    ],
    ['an entity that is not built in', () => envelope('<A>&lol;</A>'), 'InvalidRequest'],
    ['elements nested 10,000 deep', () => '<a>'.repeat(10_000), 'InvalidRequest'],
    [
      'an element with 1,000 attributes',
      () => `<a ${Array.from({ length: 1_000 }, (_each, at) => `a${at}="1"`).join(' ')}/>`,
      'InvalidRequest',
    ],
    ['more than two MiB', () => envelope('x'.repeat(3 * 2 ** 20)), 'InvalidRequest'],
    ['no object', () => envelope('<PowerOffVM_Task/>'), 'InvalidRequest'],
    [
      'an object without a type',
      (front) => envelope(`<PowerOffVM_Task><_this>${vmId(front)}</_this></PowerOffVM_Task>`),
      'InvalidRequest',
    ],
  ];
  for (const [title, body, fault] of bodies)
    it(`answers ${fault} to ${title}, and changes nothing`, async () => {
      const front = openVim();
      const cookie = await front.login();
      const before = state(front);
      const told = await front.send(body(front), { cookie });
      assert.deepEqual([told.status, told.fault], [500, fault]);
      assert.equal(state(front), before);
    });

  const calls: readonly (readonly [
    title: string,
    on: string,
    method: string,
    args: string,
    fault: string,
  ])[] = [
    ['an unknown method', 'VM', 'MakeCoffee_Task', '', 'MethodNotFound'],
    ['a method of another type', 'VM', 'Login', '', 'MethodNotFound'],
    ['a method that is not simulated', 'VM', 'SuspendVM_Task', '', 'MethodNotFound'],
    ['a stale object', 'VirtualMachine:vm-9999', 'PowerOffVM_Task', '', 'ManagedObjectNotFound'],
    ['an object of another type', 'Folder:VMID', 'CreateFolder', '<name>x</name>', 'ManagedObjectNotFound'],
    ['an unknown type', 'Nonsense:x', 'PowerOffVM_Task', '', 'ManagedObjectNotFound'],
    [
      'another session’s object',
      'PropertyFilter:session[x]y',
      'DestroyPropertyFilter',
      '',
      'ManagedObjectNotFound',
    ],
    [
      'elements in the wrong order',
      'VM',
      'CreateSnapshot_Task',
      '<memory>false</memory><name>x</name><quiesce>false</quiesce>',
      'InvalidRequest',
    ],
    [
      'an unknown element',
      'VM',
      'CreateSnapshot_Task',
      '<name>x</name><colour>red</colour><memory>false</memory><quiesce>false</quiesce>',
      'InvalidRequest',
    ],
    [
      'an element twice',
      'VM',
      'CreateSnapshot_Task',
      '<name>x</name><name>y</name><memory>false</memory><quiesce>false</quiesce>',
      'InvalidRequest',
    ],
    ['a missing element', 'VM', 'CreateSnapshot_Task', '<name>x</name>', 'InvalidRequest'],
    [
      'no boolean',
      'VM',
      'CreateSnapshot_Task',
      '<name>x</name><memory>perhaps</memory><quiesce>false</quiesce>',
      'InvalidRequest',
    ],
    [
      'an unknown data type',
      'VM',
      'ReconfigVM_Task',
      '<spec><deviceChange><operation>add</operation><device xsi:type="VirtualUnicorn"><key>1</key></device></deviceChange></spec>',
      'InvalidType',
    ],
    [
      'a data type that does not fit',
      'VM',
      'ReconfigVM_Task',
      '<spec><deviceChange><operation>add</operation><device xsi:type="HostHardwareInfo"></device></deviceChange></spec>',
      'InvalidType',
    ],
    [
      'an unknown word of an enumeration',
      'VM',
      'ReconfigVM_Task',
      '<spec><deviceChange><operation>paint</operation><device xsi:type="VirtualDisk"><key>1</key><capacityInKB>1</capacityInKB></device></deviceChange></spec>',
      'InvalidRequest',
    ],
    [
      'a number that is too large',
      'VM',
      'ReconfigVM_Task',
      '<spec><numCPUs>99999999999</numCPUs></spec>',
      'InvalidRequest',
    ],
    [
      'a number that makes no sense',
      'VM',
      'ReconfigVM_Task',
      '<spec><numCPUs>-1</numCPUs></spec>',
      'InvalidArgument',
    ],
    ['a page that there is not', PC, 'ContinueRetrievePropertiesEx', '<token>x</token>', 'InvalidArgument'],
    ['a version that never was', PC, 'WaitForUpdatesEx', '<version>7</version>', 'InvalidCollectorVersion'],
    [
      'a path on a datastore that is none',
      'BROWSER',
      'SearchDatastore_Task',
      '<datastorePath>../../etc</datastorePath>',
      'InvalidDatastorePath',
    ],
    [
      'a folder of a datastore that there is not',
      'BROWSER',
      'SearchDatastore_Task',
      '<datastorePath>[ds-01] ../x</datastorePath>',
      'FileNotFound',
    ],
  ];
  for (const [title, on, method, args, fault] of calls)
    it(`answers ${fault} to ${title}, and changes nothing`, async () => {
      const front = openVim();
      const as = await front.login();
      const before = state(front);
      const browser = `HostDatastoreBrowser:datastoreBrowser-${front.vim.tree.idOf('HostSystem', 'esx-01')}`;
      const target = on
        .replace(/^VM$/, `VirtualMachine:${vmId(front)}`)
        .replace('VMID', vmId(front))
        .replace('BROWSER', browser);
      const told = await front.call(target, method, args, as);
      assert.deepEqual([told.status, told.fault], [500, fault], told.body);
      front.estate.kernel.run(front.estate.kernel.now + 60_000);
      assert.equal(state(front), before);
    });

  it('keeps note of what is not simulated', async () => {
    const front = openVim();
    const noted: string[] = [];
    front.estate.kernel.journal.observe(
      (_time, kind, subject) => void (kind === 'not-simulated' && noted.push(subject)),
    );
    const as = await front.login();
    await front.call(`VirtualMachine:${vmId(front)}`, 'SuspendVM_Task', '', as);
    assert.deepEqual(noted, ['VirtualMachine.SuspendVM_Task']);
  });

  it('reads traversals that go round in circles, and ends', async () => {
    const front = openVim();
    const as = await front.login();
    const round =
      '<selectSet xsi:type="TraversalSpec"><name>host</name><type>VirtualMachine</type><path>runtime.host</path><selectSet><name>vm</name></selectSet></selectSet><selectSet xsi:type="TraversalSpec"><name>vm</name><type>HostSystem</type><path>vm</path><selectSet><name>host</name></selectSet></selectSet>';
    const spec = `<specSet><propSet><type>ManagedEntity</type><pathSet>name</pathSet></propSet><objectSet><obj type="VirtualMachine">${vmId(front)}</obj>${round}</objectSet></specSet>`;
    const { body } = await front.call(PC, 'RetrieveProperties', spec, as);
    assert.equal(body.match(/<returnval>/g)?.length, 5);
  });
});

describe('vSphere front: fuzz', () => {
  it('for any mutilated request answers a fault or an answer, never breaks, and stays in use', {
    timeout: 3 * FUZZ_MS,
  }, async () => {
    const front = openVim();
    const cookie = await front.login();
    const on = (method: string, args: string, type = 'VirtualMachine', id = vmId(front)): string =>
      envelope(`<${method} xmlns="urn:vim25"><_this type="${type}">${id}</_this>${args}</${method}>`);
    const seeds = [
      on(
        'RetrieveProperties',
        readOne('VirtualMachine', vmId(front), 'config', 'summary.runtime'),
        'PropertyCollector',
        'propertyCollector',
      ),
      on('CreateSnapshot_Task', '<name>x</name><memory>false</memory><quiesce>false</quiesce>'),
      on(
        'ReconfigVM_Task',
        '<spec><annotation>a</annotation><extraConfig><key>k</key><value xsi:type="xsd:string">v</value></extraConfig></spec>',
      ),
      on(
        'AddAuthorizationRole',
        '<name>x</name><privIds>Datastore.Browse</privIds>',
        'AuthorizationManager',
        'AuthorizationManager',
      ),
      on(
        'WaitForUpdatesEx',
        '<version></version><options><maxWaitSeconds>0</maxWaitSeconds></options>',
        'PropertyCollector',
        'propertyCollector',
      ),
      on('FindByUuid', '<uuid>x</uuid><vmSearch>true</vmSearch>', 'SearchIndex', 'SearchIndex'),
      on('QueryEvents', '<filter><type>VmPoweredOnEvent</type></filter>', 'EventManager', 'EventManager'),
    ];
    const edit = fc.record({
      at: fc.nat(4_000),
      drop: fc.nat(30),
      put: fc.oneof(
        fc.string({ maxLength: 12 }),
        fc.constantFrom(
          '<',
          '>',
          '</',
          '<a>',
          '&',
          ']]>',
          '<![CDATA[',
          'xsi:type="VirtualDisk"',
          '\u0000',
          '￿',
          '-1',
          '1e9',
          '__proto__',
          'constructor',
          'toString',
          '<constructor>',
          'Task',
          'true',
        ),
      ),
    });
    const until = Date.now() + FUZZ_MS / 2;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        async (seed, edits) => {
          if (Date.now() > until) return;
          const body = edits.reduce((text, { at, drop, put }) => {
            const place = at % text.length;
            return text.slice(0, place) + put + text.slice(place + drop);
          }, seed);
          const { status, fault } = await front.send(body, { cookie });
          assert(status === 200 || (status === 500 && fault !== undefined && fault !== 'SystemError'), body);
        },
      ),
      { numRuns: 4_000, seed: 5 },
    );
    const words = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
    for (const word of words) {
      assert.equal(
        (await front.call(`VirtualMachine:${vmId(front)}`, word, '', cookie)).fault,
        'MethodNotFound',
      );
      assert.equal(
        (await front.call(PC, 'RetrieveProperties', readOne('VirtualMachine', vmId(front), word), cookie))
          .fault,
        'InvalidProperty',
      );
      assert.equal(
        (await front.call(PC, 'RetrieveProperties', readOne(word, vmId(front), 'name'), cookie)).fault,
        'InvalidType',
      );
    }
    assert.equal(
      (await front.call('ServiceInstance:ServiceInstance', 'CurrentTime', '', cookie)).status,
      200,
    );
  });
});
