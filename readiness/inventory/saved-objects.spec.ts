import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EXPORTS, importText, misuse, saidBy, sample } from './fixture.spec';
import { readInventory } from './index';

const SAVED = join(EXPORTS, 'saved');
const object = (body: string) =>
  `<ObjectContent><obj type="VirtualMachine">vm-1</obj>${body}</ObjectContent>`;
const property = (name: string, value: string) =>
  `<propSet><name>${name}</name><val xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="xsd:string">${value}</val></propSet>`;

describe('a folder of govc object.save', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-saved-'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  it('says of machines and datastores what govc says in JSON', async () => {
    const [saved, json] = [await readInventory([SAVED]), await readInventory(sample('govc'))];
    const machines = (each: typeof saved) => saidBy({ ...each, hosts: [], licences: [], permissions: [] });
    assert.deepEqual(machines(saved), machines(json));
    assert.deepEqual(
      saved.hosts?.map(({ licences }) => licences?.value[0]),
      ['VMware vSphere 7 Standard', 'VMware vSphere 7 Standard'],
    );
  });

  it('tells the XPath of each fact, and keeps no licence key', async () => {
    const inventory = await readInventory([SAVED]);
    const [erp] = inventory.machines;
    assert.deepEqual(erp?.disks?.value[1]?.capacityMiB?.at, {
      file: 'saved/0006-VirtualMachine-vm-101.xml',
      path: '/ObjectContent/propSet[4]/val/hardware/device[3]/capacityInBytes',
    });
    assert.deepEqual(
      inventory.sources.map(({ file }) => file),
      ['saved'],
    );
    assert.doesNotMatch(JSON.stringify(inventory), /AAAAA-BBBBB/);
  });

  it('passes over subfolders and files of other kinds', async () => {
    const folder = join(work, 'mixed');
    cpSync(SAVED, folder, { recursive: true });
    mkdirSync(join(folder, 'HostSystem-host-21'));
    writeFileSync(join(folder, 'notes.txt'), 'x');
    writeFileSync(join(folder, 'other.xml'), '<other/>');
    assert.equal((await readInventory([folder])).machines.length, 3);
  });

  it('is refused without saved objects', async () => {
    mkdirSync(join(work, 'empty'));
    await assert.rejects(readInventory([join(work, 'empty')]), misuse('HW-INPUT-DIRECTORY'));
    mkdirSync(join(work, 'other'));
    writeFileSync(join(work, 'other', 'a.xml'), '<other/>');
    await assert.rejects(readInventory([join(work, 'other')]), misuse('HW-INPUT-DIRECTORY'));
  });

  it('reads one saved object by itself, and takes a single element for a list of one', async () => {
    const guest =
      '<propSet><name>guest</name><val><net><ipConfig><ipAddress><ipAddress>10.0.0.4</ipAddress><origin>manual</origin></ipAddress></ipConfig></net></val></propSet>';
    const { machines } = await importText(object(property('name', 'a') + guest));
    assert.deepEqual([machines[0]?.name.value, machines[0]?.addressMode?.value], ['a', 'static']);
    assert.deepEqual(machines[0]?.snapshots?.value, []);
  });

  for (const [title, text, code] of [
    ['cut off', object(property('name', 'a')).slice(0, -20), 'HW-INPUT-TRUNCATED'],
    ['not well-formed', object('<a></b>'), 'HW-INPUT-DAMAGED'],
    ['with an entity that is not built in', object(property('name', '&a;')), 'HW-INPUT-DAMAGED'],
    ['with a document type', `<!DOCTYPE a [<!ENTITY a "b">]>${object('')}`, 'HW-INPUT-DTD'],
    ['nested without end', '<a>'.repeat(10_000), 'HW-INPUT-NESTED'],
    ['of another kind', '<html></html>', 'HW-INPUT-FORMAT'],
    ['without a name', object(''), 'HW-INPUT-NO-MACHINES'],
  ] as const) {
    it(`is refused when a file is ${title}`, async () => {
      await assert.rejects(importText(text), misuse(code));
    });
  }
});
