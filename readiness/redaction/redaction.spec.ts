import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Inventory, readInventory } from '../inventory';
import { importSheets, sample } from '../inventory/fixture.spec';
import { leadBack } from './lead-back';
import { Pseudonyms } from './pseudonyms';
import { redactInventory } from './redact-inventory';

const all = () =>
  readInventory([...sample('govc'), ...sample('asr'), ...sample('planner'), ...sample('powercli')]);

/** Every text that an inventory holds somewhere. */
function textsOf(inventory: Inventory): string {
  return JSON.stringify(inventory);
}

describe('pseudonyms', () => {
  it('stay the same for the same inventory and map, and lead back', async () => {
    const [one, other] = [new Pseudonyms(), new Pseudonyms()];
    assert.deepEqual(redactInventory(await all(), one), redactInventory(await all(), other));
    const again = new Pseudonyms(one.map());
    assert.deepEqual(redactInventory(await all(), again), redactInventory(await all(), one));
    assert.equal(one.map()['vm-0001'], 'erp-db-01');
  });

  it('go on from the map when there are new names', () => {
    const names = new Pseudonyms({ 'vm-0007': 'old-01' });
    assert.deepEqual([names.of('vm', 'old-01'), names.of('vm', 'new-01')], ['vm-0007', 'vm-0008']);
  });

  it('are none that a real machine is called by', () => {
    const names = new Pseudonyms();
    assert.deepEqual([names.of('host', 'vm-0001'), names.of('vm', 'erp-db-01')], ['host-01', 'vm-0002']);
  });

  it('replace whole words in texts, the longest name first, without regard to case', () => {
    const names = new Pseudonyms();
    for (const name of ['app', 'app-01', 'esx-01.corp.example']) names.of('vm', name);
    assert.equal(
      names.text('App-01 and app, not application; on ESX-01 and esx-01.corp.example'),
      'vm-0002 and vm-0001, not application; on vm-0003 and vm-0003',
    );
    assert.equal(names.text('at 10.1.2.3, 2001:db8::7 and 12:30:45.'), 'at ip-0001, ip-0002 and 12:30:45.');
  });

  it('replace names in scripts that put no blanks between words, and names whose lower case is longer', () => {
    const names = new Pseudonyms();
    for (const name of ['erp-01', '基幹', 'İzmir']) names.of('vm', name);
    const text = names.text('erp-01バックアップ, 基幹サーバー停止, İzmir, erp-012');
    assert.equal(text, 'vm-0001バックアップ, vm-0002サーバー停止, vm-0003, erp-012');
    assert.match(leadBack(text, names.map(), 'x'), /^erp-01バックアップ, 基幹サーバー停止, İzmir/);
  });

  it('take time in proportion to a text, whatever it holds', () => {
    const names = new Pseudonyms();
    for (let index = 0; index < 10_000; index += 1) names.of('vm', `app-${index}`);
    const startedAt = process.hrtime.bigint();
    for (const letter of ['a', '.', ':', 'app-']) names.text(letter.repeat(200_000));
    assert.ok(process.hrtime.bigint() - startedAt < 10_000_000_000n);
  });
});

describe('a redacted inventory', () => {
  it('names nothing of the estate any more, in no field', async () => {
    const text = textsOf(redactInventory(await all(), new Pseudonyms()));
    for (const name of [
      'erp-db-01',
      'web-01',
      'build 01',
      'san-01',
      'nfs-01',
      'harbour',
      'svc-asr',
      '10\\.20\\.',
      '10\\.60\\.',
    ])
      assert.deepEqual(text.match(new RegExp(`.{0,40}${name}`, 'i')), null);
  });

  it('keeps words that machines happen to be called by', async () => {
    const names = ['static', 'poweredOn', 'VMFS', 'vInfo', 'Host'];
    const inventory = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'Host'],
        ...names.map((name, index) => [name, 'poweredOn', `vm-${index}`, 'Host']),
      ],
      vDatastore: [
        ['Name', 'Type'],
        ['VMFS', 'VMFS'],
      ],
    });
    const redacted = redactInventory(inventory, new Pseudonyms());
    assert.deepEqual(
      redacted.machines.map(({ name, powerState }) => [name.value, powerState?.value, name.at.sheet]),
      names.map((_, index) => [`vm-000${index + 1}`, 'poweredOn', 'vInfo']),
    );
    assert.equal(redacted.datastores?.[0]?.type?.value, 'VMFS');
  });

  it('keeps both sides of a contradiction, by pseudonyms', async () => {
    const sheet = (host: string) => ({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID', 'Host'],
        ['a-01', 'poweredOn', 'vm-1', 'vc', host],
      ],
    });
    const inventory = redactInventory(await importSheets(sheet('esx-01'), sheet('esx-02')), new Pseudonyms());
    const [values] = (inventory.machines[0]?.disagreements ?? []).map((each) =>
      each.values.map(({ value }) => value),
    );
    assert.deepEqual(values, ['host-01', 'host-02']);
    assert.doesNotMatch(textsOf(inventory), /esx|a-01/);
  });

  it('names nothing in the disks and snapshots of a contradiction', async () => {
    const sheets = (size: number) => ({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
        ['a-01', 'poweredOn', 'vm-1', 'vc'],
      ],
      vDisk: [
        ['VM', 'Disk', 'Capacity MiB', 'Disk Path', 'VM ID', 'VI SDK UUID'],
        ['a-01', 'of a-01', size, '[san-01] a-01/a-01.vmdk', 'vm-1', 'vc'],
      ],
      vSnapshot: [
        ['VM', 'Name', 'Description', 'VM ID', 'VI SDK UUID'],
        ['a-01', `a-01 at ${size}`, 'on san-01', 'vm-1', 'vc'],
      ],
    });
    const inventory = redactInventory(await importSheets(sheets(100), sheets(200)), new Pseudonyms());
    assert.deepEqual(
      inventory.machines[0]?.disagreements?.map(({ fact }) => fact),
      ['disks', 'snapshots'],
    );
    assert.doesNotMatch(textsOf(inventory), /san-01|a-01/);
  });
});
