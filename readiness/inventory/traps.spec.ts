import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { importBytes, importSheets, makeRawXlsx, rowXml, TWO_MACHINES } from './fixture.spec';
import type { Inventory } from './index';

function everyFact(inventory: Inventory): string {
  return JSON.stringify(inventory, (key, value: unknown) =>
    key === 'sha256' || key === 'key' ? undefined : value,
  );
}

describe('traps of real exports', () => {
  it('reads booleans in every spelling, and blank as unset', async () => {
    const { machines } = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'EnableUUID'],
        ...[true, 'TRUE', 'True', 'true', false, 'FALSE', 'False', undefined].map((flag, index) => [
          `vm-${index}`,
          'poweredOn',
          flag,
        ]),
      ],
    });
    const read = machines.map((machine) => machine.enableUuid?.value);
    assert.deepEqual(read, [true, true, true, true, false, false, false, undefined]);
  });

  it('reads numbers stored as text', async () => {
    const { machines } = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'CPUs', 'Memory', 'In Use MiB'],
        ['a', 'poweredOn', '4', '16384', '1,234,567'],
      ],
    });
    const [machine] = machines;
    assert.deepEqual(
      [machine?.cpus?.value, machine?.memoryMiB?.value, machine?.usedMiB?.value],
      [4, 16_384, 1_234_567],
    );
  });

  it('reads dates from serials, date cells and text alike, and no locale words', async () => {
    const { machines, notes } = await importSheets({
      ...TWO_MACHINES,
      vSnapshot: [
        ['VM', 'Name', 'Date / time'],
        ['erp-db-01', 'serial', 46_326.25],
        ['erp-db-01', 'cell', new Date(Date.UTC(2026, 9, 31, 6))],
        ['erp-db-01', 'text', '2026-10-31 06:00:00'],
        ['erp-db-01', 'words', 'lunes, 30 de diciembre de 2024'],
      ],
    });
    const taken = machines[0]?.snapshots?.value.map((snapshot) => snapshot.takenAt?.value);
    const same = '2026-10-31T06:00:00';
    assert.deepEqual(taken, [same, same, same, undefined]);
    assert.deepEqual(
      notes.filter((note) => note.code === 'HW-NOTE-CELL').map((note) => note.at?.row),
      [5],
    );
  });

  it('makes no machines of 990 styled blank rows, the last at 1,048,576', async () => {
    const blank = Array.from(
      { length: 990 },
      (_, index) => `<row r="${index + 3}" ht="12.75"><c r="A${index + 3}" s="0"/></row>`,
    );
    const rows =
      rowXml(1, 'VM', 'Powerstate') +
      rowXml(2, 'a', 'poweredOn') +
      blank.join('') +
      '<row r="1048576"></row>';
    const { machines } = await importBytes(
      makeRawXlsx(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
    );
    assert.deepEqual(
      machines.map((machine) => machine.name.value),
      ['a'],
    );
  });

  it('keeps row numbers across blank rows', async () => {
    const { machines } = await importSheets({
      vInfo: [['VM', 'Powerstate'], ['a', 'poweredOn'], [], [undefined, '  '], ['b', 'poweredOff']],
    });
    assert.deepEqual(
      machines.map((machine) => machine.name.at.row),
      [2, 5],
    );
  });

  it('takes the placeholder VM in other columns as unset', async () => {
    const { machines, notes } = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'OS according to the configuration file', 'CPUs', 'Primary IP Address'],
        ['VM', 'poweredOn', 'VM', 'VM', 'VM'],
      ],
    });
    const [machine] = machines;
    assert.equal(machine?.name.value, 'VM');
    assert.deepEqual(
      [machine?.osConfigured, machine?.cpus, machine?.primaryIp],
      [undefined, undefined, undefined],
    );
    assert.ok(!notes.some((note) => note.code === 'HW-NOTE-CELL'));
  });

  it('matches the headers of 3.x, MB for MiB', async () => {
    const { machines } = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'In use MB', 'Provisioned MB', 'disk.EnableUUID', 'VM ID', 'vCenter UUID'],
        ['a', 'poweredOn', 100, 200, 'True', 'vm-1', 'vc-a'],
      ],
      vDisk: [
        ['VM', 'Disk', 'Capacity MB', 'VM ID'],
        ['a', 'Hard disk 1', 2048, 'vm-1'],
      ],
      vSnapshot: [
        ['VM', 'Name', 'Creation date', 'Size MB (total) '],
        ['a', 'old', 46_326, 5],
      ],
    });
    const [machine] = machines;
    assert.deepEqual(
      [machine?.usedMiB?.value, machine?.provisionedMiB?.value, machine?.enableUuid?.value],
      [100, 200, true],
    );
    assert.equal(machine?.vcenterUuid?.value, 'vc-a');
    assert.equal(machine?.disks?.value[0]?.capacityMiB?.value, 2048);
    assert.equal(machine?.snapshots?.value[0]?.sizeMiB?.value, 5);
    assert.equal(machine?.usedMiB?.at.column, 'In use MB');
  });

  it('matches internal names and sheet names of old versions', async () => {
    const { machines } = await importSheets({
      tabvInfo: [
        [
          'vInfoVMName',
          'vInfoPowerstate',
          'vInfoCPUs',
          'vInfoPrimaryIPAddress',
          'vInfoOS',
          'vInfoDataCenter',
          'vInfoInUse',
        ],
        ['a', 'poweredOn', 2, '10.0.0.9', 'Ubuntu Linux (64-bit)', 'Osaka', 7],
      ],
    });
    const [machine] = machines;
    const read = [
      machine?.cpus,
      machine?.primaryIp,
      machine?.osConfigured,
      machine?.datacenter,
      machine?.usedMiB,
    ];
    assert.deepEqual(
      read.map((fact) => fact?.value),
      [2, '10.0.0.9', 'Ubuntu Linux (64-bit)', 'Osaka', 7],
    );
  });

  it('passes over custom attributes, also those named like a column, and a column without header', async () => {
    const { machines } = await importSheets({
      vInfo: [
        [
          'VM',
          'Powerstate',
          'Annotation',
          'owner',
          'Host',
          'Firmware',
          'Datacenter',
          'Cluster',
          'Host',
          undefined,
        ],
        ['a', 'poweredOn', 'text', 'Ada', 'not a host', 'bios', 'Osaka', 'Prod', 'esx01', 'stray'],
      ],
    });
    assert.deepEqual([machines[0]?.host?.value, machines[0]?.cluster?.value], ['esx01', 'Prod']);
  });

  it('marks templates and SRM placeholders', async () => {
    const { machines } = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'Template', 'SRM Placeholder'],
        ['tpl', 'poweredOff', 'TRUE', 'False'],
        ['srm', 'poweredOff', 'False', 'True'],
      ],
    });
    assert.deepEqual(
      machines.map((machine) => [machine.template?.value, machine.srmPlaceholder?.value]),
      [
        [true, false],
        [false, true],
      ],
    );
  });

  it('never keeps a licence key or the text of an annotation', async () => {
    const key = 'AB1C2-DE3F4-GH5J6-KL7M8-NP9Q0';
    const inventory = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'Annotation'],
        ['a', 'poweredOn', 'root / Summer-in-Kyoto'],
      ],
      vHost: [
        ['Host', 'Assigned License(s)'],
        ['esx01', `vSphere 7 (${key})`],
      ],
      vLicense: [
        ['Name', 'Key', 'Total', 'Features'],
        [`vSphere 7 ${key}`, key, 16, `DRS, ${key}`],
        // A comma without quotes has moved the cells of a row.
        ['vSphere 7', ' Enterprise', key, 16],
      ],
    });
    const all = JSON.stringify(inventory);
    assert.ok(!all.includes(key) && !all.includes('Kyoto'));
    assert.equal(inventory.machines[0]?.annotated?.value, true);
  });

  it('skips a header row repeated between parts put together by hand', async () => {
    const { machines } = await importSheets({
      vInfo: [
        ['VM', 'Powerstate'],
        ['a', 'poweredOn'],
        ['VM', 'Powerstate'],
        ['b', 'poweredOn'],
      ],
    });
    assert.deepEqual(
      machines.map((machine) => machine.name.value),
      ['a', 'b'],
    );
  });

  it('for any order of columns, reads the same inventory', async () => {
    const header = [
      'VM',
      'Powerstate',
      'CPUs',
      'Memory',
      'EnableUUID',
      'Host',
      'VM ID',
      'VI SDK UUID',
      'In Use MiB',
      undefined,
    ];
    const rows = [
      ['a', 'poweredOn', 2, '4096', 'True', 'esx01', 'vm-1', 'vc-a', 7, 'stray'],
      ['b', 'suspended', 4, 8192, false, undefined, 'vm-2', 'vc-a', 9, undefined],
    ];
    const expected = everyFact(await importSheets({ vInfo: [header, ...rows] }));
    const order = fc.shuffledSubarray([...header.keys()], { minLength: header.length });
    await fc.assert(
      fc.asyncProperty(order, async (columns) => {
        const shuffled = [header, ...rows].map((row) => columns.map((column) => row[column]));
        assert.equal(everyFact(await importSheets({ vInfo: shuffled })), expected);
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});
