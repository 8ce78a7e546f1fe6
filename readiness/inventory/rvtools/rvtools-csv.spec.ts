import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { makeSample, sampleSheets } from '../../../examples/make-rvtools-sample';
import { writeTabs } from '../../../examples/rvtools-csv';
import { HEADERS } from '../../../examples/rvtools-shape';
import { codesOf, EXPORTS, importBytes, misuse, saidBy } from '../fixture.spec';
import { readInventory } from '../index';
import { rvtoolsTab } from './rvtools-tab';

const FOLDER = join(EXPORTS, 'rvtools-csv');
const VINFO = 'VM,Powerstate,VM ID,In Use MiB\na-01,poweredOn,vm-1,10\nb-01,poweredOff,vm-2,20\n';
const VDISK =
  'VM,Powerstate,Disk,Capacity MiB,Disk Mode,VM ID\na-01,poweredOn,Hard disk 1,100,persistent,vm-1\n';

let work = '';
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'homeward-tabs-'));
});
afterEach(() => rmSync(work, { recursive: true }));

/** Writes files into a folder of its own, whose path is given. */
function folderOf(files: Readonly<Record<string, string | Buffer>>, name = 'export'): string {
  const folder = join(work, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

describe('the tabs of RVTools as CSV', () => {
  it('are those that their maker makes, byte for byte', () => {
    const made = writeTabs(sampleSheets());
    assert.deepEqual(readdirSync(FOLDER), [...made.keys()].sort());
    for (const [file, text] of made) assert.equal(readFileSync(join(FOLDER, file), 'utf8'), text);
  });

  it('say what the workbook of the same rows says, in every culture and encoding', async () => {
    const workbook = await importBytes(makeSample());
    for (const [index, culture] of [
      { separator: ',', point: '.' } as const,
      { separator: ';', point: ',' } as const,
      { separator: ';', point: '.' } as const,
    ].entries())
      for (const mark of ['', '\ufeff']) {
        const tabs = [...writeTabs(sampleSheets(), culture)].map(([file, text]) => [file, mark + text]);
        const folder = folderOf(Object.fromEntries(tabs), `${index}${mark.length}`);
        const inventory = await readInventory([folder]);
        assert.deepEqual(saidBy(inventory), saidBy(workbook));
        assert.deepEqual(codesOf(inventory), codesOf(workbook));
      }
  });

  it('rest on file, tab, line and column, and state the date and version of the export', async () => {
    const { machines, sources } = await readInventory([FOLDER]);
    assert.deepEqual(machines[0]?.powerState?.at, {
      file: 'rvtools-csv/RVTools_tabvInfo.csv',
      sheet: 'vInfo',
      row: 2,
      column: 'Powerstate',
    });
    assert.equal(sources.length, Object.keys(HEADERS).length);
    assert.ok(sources.every(({ exportedAt, rvtoolsVersion }) => exportedAt && rvtoolsVersion === '4.7.1.4'));
  });

  it('are one export too when each file is named, and whatever the files are called', async () => {
    const whole = await readInventory([FOLDER]);
    const named = readdirSync(FOLDER).map((file) => join(FOLDER, file));
    assert.deepEqual(saidBy(await readInventory(named)), saidBy(whole));
    const renamed = readdirSync(FOLDER).map((file, index): [string, Buffer] => [
      `${index}.csv`,
      readFileSync(join(FOLDER, file)),
    ]);
    assert.deepEqual(saidBy(await readInventory([folderOf(Object.fromEntries(renamed))])), saidBy(whole));
  });

  it('are called by the name of their folder, however its path is written', async () => {
    const folder = folderOf({ 'RVTools_tabvInfo.csv': VINFO });
    for (const path of [folder, `${folder}/`, `${folder}/.`, `${folder}/../export`]) {
      const { sources } = await readInventory([path]);
      assert.deepEqual(
        sources.map(({ file }) => file),
        ['export/RVTools_tabvInfo.csv'],
      );
    }
  });

  it('of headers of 3.x are read, and what a missing tab would say stays unknown', async () => {
    const old = 'vInfoVMName,vInfoPowerstate,vInfoUUID,vInfoOS\na-01,poweredOn,u-1,Debian\n';
    const { machines, notes } = await readInventory([folderOf({ 'RVTools_tabvInfo.csv': old })]);
    assert.deepEqual([machines[0]?.name.value, machines[0]?.osConfigured?.value], ['a-01', 'Debian']);
    assert.equal(machines[0]?.snapshots, undefined);
    assert.equal(notes.filter(({ code }) => code === 'HW-NOTE-SHEET-MISSING').length, 8);
  });

  it('of two folders are two exports, also where tabs are equal', async () => {
    const snapshots = 'VM,Powerstate,Name,Filename,Quiesced,VM ID\n';
    const folders = ['a', 'b'].map((name) => {
      const vInfo = `VM,Powerstate,VM ID,VI SDK UUID\n${name}-01,poweredOn,vm-1,vc-${name}\n`;
      return folderOf({ 'RVTools_tabvInfo.csv': vInfo, 'RVTools_tabvSnapshot.csv': snapshots }, name);
    });
    const { machines } = await readInventory(folders);
    assert.deepEqual(
      machines.map(({ name, snapshots: own }) => [name.value, own?.value.length]),
      [
        ['a-01', 0],
        ['b-01', 0],
      ],
    );
  });

  it('may have names, blanks and lines within quotes; the line of a record is its first', async () => {
    const text =
      'VM,Powerstate,Annotation,VM ID\r\n"a, b",poweredOn,"one\r\ntwo",vm-1\r\n\r\nc,poweredOff,,vm-2\r\n';
    const { machines } = await readInventory([folderOf({ 'RVTools_tabvInfo.csv': text })]);
    assert.deepEqual(
      machines.map(({ name }) => [name.value, name.at.row]),
      [
        ['a, b', 2],
        ['c', 5],
      ],
    );
  });

  it('read a comma as decimal point only between semicolons', async () => {
    for (const [text, value] of [
      ['VM;Powerstate;In Use MiB\na;poweredOn;1.024,5\n', 1024.5],
      ['VM;Powerstate;In Use MiB\na;poweredOn;1,5\n', 1.5],
      ['VM,Powerstate,In Use MiB\na,poweredOn,"1,024"\n', 1024],
    ] as const) {
      const { machines } = await readInventory([folderOf({ 'vInfo.csv': text }, String(value))]);
      assert.equal(machines[0]?.usedMiB?.value, value);
    }
  });
});

describe('bad tabs', () => {
  it('without a required column are refused, with the file named', async () => {
    const folder = folderOf({
      'RVTools_tabvInfo.csv': VINFO,
      'RVTools_tabvDisk.csv': VDISK.replace('Capacity MiB', 'Size'),
    });
    await assert.rejects(
      readInventory([folder]),
      misuse('HW-INPUT-COLUMN', 'RVTools_tabvDisk.csv', 'Capacity'),
    );
  });

  it('without vInfo are refused', async () => {
    const folder = folderOf({ 'RVTools_tabvDisk.csv': VDISK });
    await assert.rejects(readInventory([folder]), misuse('HW-INPUT-SHEET', 'vDisk'));
  });

  it('of which nothing is read are passed over in silence, and are not enough', async () => {
    const cpu = 'VM,Powerstate,CPUs,Sockets,Shares\na-01,poweredOn,2,1,2000\n';
    const folder = folderOf({ 'RVTools_tabvInfo.csv': VINFO, 'RVTools_tabvCPU.csv': cpu });
    const { machines, notes } = await readInventory([folder]);
    assert.equal(machines.length, 2);
    assert.ok(notes.every(({ code }) => code === 'HW-NOTE-SHEET-MISSING'));
    await assert.rejects(
      readInventory([join(folder, 'RVTools_tabvCPU.csv')]),
      misuse('HW-INPUT-NO-MACHINES', 'vCPU'),
    );
  });

  it('stand beside other CSV, which is named and left out', async () => {
    const folder = folderOf({
      'RVTools_tabvInfo.csv': VINFO,
      'owners.csv': 'Name,Owner\na-01,me\n',
      'broken.csv': Buffer.from([0, 1, 2, 0xff]),
      'empty.csv': '',
    });
    const { notes } = await readInventory([folder]);
    const left = notes.filter(({ code }) => code === 'HW-NOTE-SKIPPED').map(({ message }) => message);
    assert.deepEqual(
      left.map((message) => message.split(' ', 1)[0]),
      ['export/broken.csv', 'export/empty.csv', 'export/owners.csv'],
    );
    rmSync(join(folder, 'RVTools_tabvInfo.csv'));
    await assert.rejects(readInventory([folder]), misuse('HW-INPUT-DIRECTORY'));
  });

  it('that are empty or have no rows are refused', async () => {
    const empty = folderOf({ 'RVTools_tabvInfo.csv': '' });
    await assert.rejects(readInventory([empty]), misuse('HW-INPUT-FORMAT', 'RVTools_tabvInfo.csv'));
    const blank = folderOf({ 'RVTools_tabvInfo.csv': 'VM,Powerstate\n' }, 'blank');
    await assert.rejects(readInventory([blank]), misuse('HW-INPUT-NO-MACHINES', 'RVTools_tabvInfo.csv'));
  });

  it('with a quote that does not end, or a cell of a megabyte, are refused', async () => {
    const cut = folderOf({ 'RVTools_tabvInfo.csv': `${VINFO}"c-01,poweredOn\n` });
    await assert.rejects(readInventory([cut]), misuse('HW-INPUT-TRUNCATED', 'RVTools_tabvInfo.csv'));
    const huge = folderOf({ 'RVTools_tabvInfo.csv': `${VINFO}${'x'.repeat(1_000_001)},poweredOn\n` }, 'huge');
    await assert.rejects(readInventory([huge]), misuse('HW-INPUT-CELL', 'line 4, column 1'));
  });

  it('of two exports in one folder are refused', async () => {
    const folder = folderOf({
      'RVTools_tabvInfo.csv': VINFO,
      'RVTools_tabvInfo_old.csv': VINFO.replaceAll('-01', '-02'),
    });
    await assert.rejects(readInventory([folder]), misuse('HW-INPUT-MIXED', 'RVTools_tabvInfo_old.csv'));
  });
});

describe('a tab', () => {
  it('is known by its columns, all tabs of RVTools 4.7 told apart', () => {
    for (const [name, header] of Object.entries(HEADERS))
      assert.equal(rvtoolsTab('x.csv', header), name.toLowerCase());
    assert.equal(rvtoolsTab('x.csv', ['VM', 'Powerstate', 'Sockets', 'Shares']), undefined);
    assert.equal(rvtoolsTab('x.csv', ['Name', 'PowerState', 'NumCpu']), undefined);
  });
});
