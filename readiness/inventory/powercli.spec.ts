import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  codesOf,
  EXPORTS,
  importBytes,
  importText,
  makeXlsx,
  misuse,
  sample,
  withFile,
} from './fixture.spec';
import { type Inventory, readInventory } from './index';

const POWERCLI = join(EXPORTS, 'powercli');
const HEAD = '"Name","PowerState","NumCpu","Id"';
const summary = ({ machines }: Inventory) =>
  machines.map(({ name, id, powerState, host, memoryMiB, usedMiB, osConfigured }) =>
    [name, id, powerState, host, memoryMiB, usedMiB, osConfigured].map((fact) => fact?.value),
  );

describe('PowerCLI', () => {
  it('has times in UTC, whatever PowerShell wrote them; what is no time is unknown, with a warning', async () => {
    for (const [created, takenAt] of [
      ['2026-10-20T04:00:00.1234567+02:00', '2026-10-20T02:00:00'],
      ['2026-10-20T02:00:00Z', '2026-10-20T02:00:00'],
      ['/Date(1792461600000)/', '2026-10-20T02:00:00'],
      ['/Date(99999999999999999)/', undefined],
    ] as const) {
      const inventory = await importText(
        `${HEAD}\na-01,PoweredOn,2,VirtualMachine-vm-1\n`,
        JSON.stringify([{ VM: 'a-01', Name: 'nightly', Created: created }]),
      );
      assert.equal(inventory.machines[0]?.snapshots?.value[0]?.takenAt?.value, takenAt);
      assert.equal(codesOf(inventory).includes('HW-NOTE-CELL'), takenAt === undefined);
    }
  });

  it('takes snapshots with the power state of each for snapshots, not for machines', async () => {
    const snapshots = 'Description,Created,Quiesced,PowerState,VM,VMId,Name,SizeMB\n';
    const { machines } = await importText(
      `${HEAD}\na-01,PoweredOn,2,VirtualMachine-vm-1\n`,
      `${snapshots}x,2026-10-20 02:00,False,PoweredOff,a-01,VirtualMachine-vm-1,nightly,10\n`,
    );
    assert.deepEqual(
      machines.map(({ name, powerState, snapshots: own }) => [
        name.value,
        powerState?.value,
        own?.value.map((each) => each.name?.value),
      ]),
      [['a-01', 'poweredOn', ['nightly']]],
    );
  });

  it('reads Get-VM as UTF-16 CSV with a type line, with disks and snapshots of files beside it', async () => {
    const csv = sample('powercli').filter((file) => file.endsWith('.csv'));
    const inventory = await readInventory(csv);
    assert.deepEqual(summary(inventory)[0], [
      'erp-db-01',
      'vm-101',
      'poweredOn',
      'esx-01.harbour.example',
      32_768,
      163_840,
      'windows2019srv_64Guest',
    ]);
    const [erp, web] = inventory.machines;
    assert.deepEqual(
      erp?.disks?.value.map(({ label, capacityMiB, datastore }) => [
        label?.value,
        capacityMiB?.value,
        datastore?.value,
      ]),
      [
        ['Hard disk 1', 65_536, 'san-01'],
        ['Hard disk 2', 262_144, 'san-01'],
      ],
    );
    assert.deepEqual(
      erp?.snapshots?.value.map(({ name, sizeMiB, takenAt }) => [
        name?.value,
        sizeMiB?.value,
        takenAt?.value,
      ]),
      [
        ['before-patch', 1_536, '2026-10-20T02:00:00'],
        ['nightly-backup', 1_536, '2026-10-21T02:00:00'],
      ],
    );
    assert.deepEqual(
      erp?.snapshots?.value.map(({ at }) => at.row),
      [3, 5],
    );
    assert.deepEqual(web?.snapshots?.value, []);
    assert.deepEqual(web?.powerState?.at, {
      file: 'Get-VM.csv',
      sheet: 'Get-VM',
      row: 4,
      column: 'PowerState',
    });
    assert.deepEqual(codesOf(inventory), []);
  });

  it('reads the same machines from ConvertTo-Json, where enumerations are numbers', async () => {
    const [csv, json] = await Promise.all(
      ['Get-VM.csv', 'Get-VM.json'].map((file) => readInventory([join(POWERCLI, file)])),
    );
    assert.ok(csv && json);
    assert.deepEqual(summary(json), summary(csv));
    assert.deepEqual(json.machines[0]?.powerState?.at, { file: 'Get-VM.json', path: '/0/PowerState' });
    assert.deepEqual([json.machines[0]?.disks, json.machines[0]?.snapshots], [undefined, undefined]);
  });

  it('reads one object without a list around it', async () => {
    const one = { Name: 'a', PowerState: 'PoweredOff', NumCpu: 1, Id: 'VirtualMachine-vm-7' };
    const { machines } = await importText(JSON.stringify(one));
    assert.deepEqual([machines[0]?.id?.value, machines[0]?.powerState?.value], ['vm-7', 'poweredOff']);
    assert.equal(machines[0]?.powerState?.at.path, '/PowerState');
  });

  it('reads other separators, hosts without their licence keys, and datastores', async () => {
    const inventory = await importText(
      `${HEAD.replaceAll(',', ';')}\n"a";"PoweredOn";"2";"VirtualMachine-vm-1"\n`,
      'Name,ConnectionState,Version,Build,LicenseKey\nesx,Maintenance,7.0.3,1,AAAAA-BBBBB-CCCCC-DDDDD-EEEEE\n',
      '"Name","Type","CapacityGB","FreeSpaceGB"\n"ds 1","VMFS","1,5","0,5"\n',
    );
    const [host] = inventory.hosts ?? [];
    assert.deepEqual(
      [host?.name.value, host?.maintenanceMode?.value, host?.licences],
      ['esx', true, undefined],
    );
    assert.equal(inventory.datastores?.[0]?.capacityMiB?.value, 1_536);
    assert.doesNotMatch(JSON.stringify(inventory), /AAAAA/);
  });

  it('leaves a date in the words of some language unknown, with a note', async () => {
    const inventory = await importText(
      `${HEAD}\n"a","PoweredOn","1","VirtualMachine-vm-1"\n`,
      '"VM","Name","Created"\n"a","old","lunes, 30 de diciembre de 2024 8:12:44"\n',
    );
    assert.equal(inventory.machines[0]?.snapshots?.value[0]?.takenAt, undefined);
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-CELL']);
  });

  it('fills what a workbook leaves open, and joins by UUID', async () => {
    const workbook = makeXlsx({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VM UUID', 'VI SDK UUID', 'Firmware'],
        ['erp-db-01', 'poweredOff', 'vm-9', '50294B1F-7d3c-4f21-8b6a-1c2d3e4f4b1f', 'vc', 'efi'],
      ],
      vHost: [
        ['Host', 'Assigned License(s)'],
        ['esx-01.harbour.example', 'VMware vSphere 7 Standard'],
      ],
    });
    const inventory = await withFile(workbook, (path) => readInventory([path, ...sample('govc')]));
    assert.equal(inventory.machines.length, 3);
    const erp = inventory.machines.find(({ name }) => name.value === 'erp-db-01');
    assert.deepEqual([erp?.powerState?.value, erp?.key], ['poweredOn', 'vc/vm-9']);
    assert.equal(inventory.hosts?.length, 2);
    assert.ok(codesOf(inventory).includes('HW-NOTE-JOINED'));
    const reversed = await withFile(workbook, (path) => readInventory([...sample('govc'), path]));
    const later = reversed.machines.find(({ name }) => name.value === 'erp-db-01');
    assert.deepEqual([later?.powerState?.value, later?.disks?.value.length], ['poweredOff', 2]);
  });

  for (const [title, text, code] of [
    ['a quote that does not end', `${HEAD}\n"a","Powered`, 'HW-INPUT-TRUNCATED'],
    ['columns that are not known', 'a,b\n1,2\n', 'HW-INPUT-FORMAT'],
    ['a power state that is none', `${HEAD}\n"a","7","1","VirtualMachine-vm-1"\n`, 'HW-INPUT-CELL'],
    ['no name', `${HEAD}\n"","PoweredOn","1","VirtualMachine-vm-1"\n`, 'HW-INPUT-CELL'],
    ['no machines', `${HEAD}\n`, 'HW-INPUT-NO-MACHINES'],
    ['snapshots alone', '"VM","Name","Created"\n"a","b","2026-01-01"\n', 'HW-INPUT-NO-MACHINES'],
    ['more columns than there can be', `${HEAD}${',x'.repeat(3_000)}\n`, 'HW-INPUT-ROWS'],
  ] as const) {
    it(`refuses CSV with ${title}`, async () => {
      await assert.rejects(importText(text), misuse(code));
    });
  }

  it('refuses bytes that are no text', async () => {
    const latin1 = Buffer.from(`${HEAD}\n"büro","PoweredOn","1","VirtualMachine-vm-1"\n`, 'latin1');
    await assert.rejects(importBytes(latin1), misuse('HW-INPUT-ENCODING'));
    await assert.rejects(importBytes(Buffer.from('fffe000041000000', 'hex')), misuse('HW-INPUT-ENCODING'));
  });
});
