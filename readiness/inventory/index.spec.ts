import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { importBytes, importSheets, makeXlsx, TWO_MACHINES } from './fixture.spec';
import { type Inventory, readInventory } from './index';

const SAMPLES = resolve(__dirname, '..', '..', '..', 'shared', 'data', 'inventory', 'rvtools');

function codes(inventory: Inventory): readonly string[] {
  return inventory.notes.map((note) => note.code);
}

describe('public RVTools samples', () => {
  const kubev2v = resolve(SAMPLES, 'kubev2v-example1.xlsx');
  const mjvincent = resolve(SAMPLES, 'mjvincent-rvtools-small-complete.xlsx');

  it('kubev2v-example1 has nine machines and no phantom rows', { skip: !existsSync(kubev2v) }, async () => {
    const inventory = await readInventory([kubev2v]);
    assert.equal(inventory.machines.length, 9);
    assert.equal(inventory.hosts?.length, 7);
    const third = inventory.machines[2];
    assert.equal(third?.id?.value, 'vm-105889');
    assert.deepEqual(
      third?.disks?.value.map((disk) => disk.capacityMiB?.value),
      [524_288],
    );
    assert.equal(third?.disks?.value[0]?.at.row, 3);
    assert.equal(inventory.machines[8]?.disks, undefined);
    assert.equal(third?.snapshots, undefined);
  });

  it('mjvincent-small-complete has three machines and one snapshot', {
    skip: !existsSync(mjvincent),
  }, async () => {
    const inventory = await readInventory([mjvincent]);
    const snapshots = inventory.machines.map((machine) =>
      machine.snapshots?.value.map((each) => each.name?.value),
    );
    assert.deepEqual(snapshots, [[], ['pre-maintenance'], []]);
    const at = inventory.machines[1]?.snapshots?.value[0]?.name?.at;
    assert.deepEqual([at?.sheet, at?.row, at?.column], ['vSnapshot', 2, 'Snapshot']);
  });
});

describe('inventory of one export', () => {
  it('keeps for every fact the cell it rests on', async () => {
    const [machine] = (await importSheets(TWO_MACHINES)).machines;
    assert.deepEqual(machine?.powerState, {
      value: 'poweredOn',
      at: { file: 'one.xlsx', sheet: 'vInfo', row: 2, column: 'Powerstate' },
    });
    assert.equal(machine?.key, 'vc-a/vm-11');
    assert.equal(machine?.cpus, undefined);
  });

  it('tells a missing sheet from one that has nothing about a machine', async () => {
    const without = await importSheets(TWO_MACHINES);
    assert.equal(without.machines[0]?.snapshots, undefined);
    assert.equal(without.datastores, undefined);
    assert.ok(codes(without).includes('HW-NOTE-SHEET-MISSING'));
    const withEmpty = await importSheets({ ...TWO_MACHINES, vSnapshot: [['VM', 'Name', 'VM ID']] });
    assert.deepEqual(withEmpty.machines[0]?.snapshots, {
      value: [],
      at: { file: 'one.xlsx', sheet: 'vSnapshot', row: 1, column: 'VM' },
    });
  });

  it('reads disks, adapters, partitions, snapshots and tools of the right machine', async () => {
    const { machines } = await importSheets({
      ...TWO_MACHINES,
      vDisk: [
        ['VM', 'Disk', 'Capacity MiB', 'Raw', 'Sharing mode', 'Disk Path', 'Thin', 'Controller', 'VM ID'],
        [
          'mail-02',
          'Hard disk 1',
          8_388_608,
          'False',
          'sharingNone',
          '[san 01] mail/mail.vmdk',
          'True',
          'SCSI',
          'vm-12',
        ],
      ],
      vNetwork: [
        ['VM', 'NIC label', 'Network', 'Connected', 'Mac Address', 'Type', 'IPv4 Address', 'VM ID'],
        [
          'mail-02',
          'Network adapter 1',
          'lan',
          true,
          '00:50:56:00:00:01',
          'manual',
          '10.1.2.3, fe80::1',
          'vm-12',
        ],
      ],
      vPartition: [
        ['VM', 'Disk', 'Capacity MiB', 'Consumed MiB', 'VM ID'],
        ['mail-02', 'C:\\', 100, 60, 'vm-12'],
      ],
      vSnapshot: [
        ['VM', 'Name', 'Description', 'Date / time', 'Size MiB (total)', 'VM ID'],
        ['mail-02', 'nightly', 'by backup', 46_326.25, 512, 'vm-12'],
      ],
      vTools: [
        ['VM', 'Tools', 'VM ID'],
        ['mail-02', 'toolsOld', 'vm-12'],
      ],
    });
    const [erp, mail] = machines;
    const disk = mail?.disks?.value[0];
    assert.deepEqual(
      [disk?.datastore?.value, disk?.capacityMiB?.value, disk?.thin?.value],
      ['san 01', 8_388_608, true],
    );
    const nic = mail?.nics?.value[0];
    assert.deepEqual(
      [nic?.ipv4?.value, nic?.macType?.value, nic?.connected?.value],
      [['10.1.2.3'], 'manual', true],
    );
    assert.equal(mail?.partitions?.value[0]?.consumedMiB?.value, 60);
    assert.equal(mail?.snapshots?.value[0]?.takenAt?.value, '2026-10-31T06:00:00');
    assert.equal(mail?.toolsState?.value, 'toolsOld');
    assert.deepEqual([erp?.disks?.value, erp?.nics?.value, erp?.toolsState], [[], [], undefined]);
  });

  it('reads hosts, datastores and licences', async () => {
    const inventory = await importSheets({
      ...TWO_MACHINES,
      vHost: [
        ['Host', 'Assigned License(s)', 'in Maintenance Mode', 'ESX Version', 'Certificate Expiry Date'],
        ['esx01', 'vSphere 7', 'True', 'VMware ESXi 7.0.3', new Date(Date.UTC(2030, 0, 2))],
      ],
      vDatastore: [
        ['Name', 'Type', 'Accessible', 'Capacity MiB', 'Free MiB', '# Hosts', 'Hosts'],
        ['san-01', 'VMFS', 'True', 1000, '250', 2, 'esx01, esx02'],
        ['nfs-01', 'NFS', 'False', 1000, 250, 1, 'esx01'],
      ],
      vLicense: [
        ['Name', 'Total', 'Used', 'Expiration Date'],
        ['Evaluation', 0, 2, 46_295],
        ['vSphere', 16, 8, 'Never'],
      ],
    });
    const host = inventory.hosts?.[0];
    assert.deepEqual([host?.licences?.value, host?.maintenanceMode?.value], [['vSphere 7'], true]);
    assert.equal(host?.certificateExpiry?.value.slice(0, 10), '2030-01-02');
    const datastore = inventory.datastores?.[0];
    assert.deepEqual(
      [datastore?.hosts?.value, datastore?.hostCount?.value, datastore?.freeMiB?.value],
      [['esx01', 'esx02'], 2, 250],
    );
    assert.deepEqual(
      inventory.licences?.map((licence) => licence.expiration?.value),
      ['2026-09-30T00:00:00', 'never'],
    );
  });

  it('names the version and the time of the export', async () => {
    const [source] = (
      await importSheets({
        ...TWO_MACHINES,
        vMetaData: [
          ['RVTools major version', 'RVTools version', 'xlsx creation datetime'],
          ['4.7', '4.7.1.4', 46_327.25],
        ],
      })
    ).sources;
    assert.deepEqual([source?.rvtoolsVersion, source?.exportedAt], ['4.7.1.4', '2026-11-01T06:00:00']);
    assert.deepEqual(source?.vcenters, ['vc-a']);
    assert.match(source?.sha256 ?? '', /^[0-9a-f]{64}$/);
  });
});

describe('who is who', () => {
  it('keeps two machines of one name apart by id and reports them', async () => {
    const inventory = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
        ['hr-app-01', 'poweredOn', 'vm-1', 'vc-a'],
        ['hr-app-01', 'poweredOff', 'vm-2', 'vc-a'],
      ],
      vSnapshot: [
        ['VM', 'Name', 'VM ID'],
        ['hr-app-01', 'old', 'vm-2'],
      ],
    });
    assert.deepEqual(
      inventory.machines.map((machine) => machine.snapshots?.value.length),
      [0, 1],
    );
    assert.ok(codes(inventory).includes('HW-NOTE-SAME-NAME'));
  });

  it('leaves unknown what a row without an id says about a name that two machines share', async () => {
    const inventory = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID'],
        ['hr-app-01', 'poweredOn', 'vm-1'],
        ['hr-app-01', 'poweredOff', 'vm-2'],
      ],
      vSnapshot: [
        ['VM', 'Name'],
        ['hr-app-01', 'old'],
      ],
    });
    assert.deepEqual(
      inventory.machines.map((machine) => machine.snapshots),
      [undefined, undefined],
    );
    assert.ok(codes(inventory).includes('HW-NOTE-AMBIGUOUS'));
  });

  it('reports the same identity twice in one file as a conflict', async () => {
    const inventory = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
        ['erp-db-01', 'poweredOn', 'vm-1', 'vc-a'],
        ['erp-db-01-old', 'poweredOff', 'vm-1', 'vc-a'],
      ],
    });
    assert.equal(inventory.machines.length, 1);
    assert.deepEqual(
      inventory.machines[0]?.conflicts.map((where) => where.row),
      [3],
    );
    assert.ok(codes(inventory).includes('HW-NOTE-SAME-IDENTITY'));
  });

  it('tells the same id in two vCenters apart', async () => {
    const inventory = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
        ['erp-db-01', 'poweredOn', 'vm-1', 'vc-a'],
        ['print-01', 'poweredOn', 'vm-1', 'vc-b'],
      ],
      vSnapshot: [
        ['VM', 'Name', 'VM ID', 'VI SDK UUID'],
        ['print-01', 'old', 'vm-1', 'vc-b'],
      ],
    });
    assert.deepEqual(
      inventory.machines.map((machine) => machine.snapshots?.value.length),
      [0, 1],
    );
    assert.ok(codes(inventory).includes('HW-NOTE-SEVERAL-VCENTERS'));
  });

  it('leaves out rows about machines that vInfo does not have', async () => {
    const inventory = await importSheets({
      ...TWO_MACHINES,
      vDisk: [
        ['VM', 'Capacity MiB', 'VM ID'],
        ['gone', 1, 'vm-99'],
      ],
    });
    assert.deepEqual(
      inventory.machines.map((machine) => machine.disks?.value.length),
      [0, 0],
    );
    assert.ok(codes(inventory).includes('HW-NOTE-ORPHAN'));
  });
});

describe('inventory of several exports', () => {
  const dated = (day: number, power: string) => ({
    vInfo: [
      ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
      ['erp-db-01', power, 'vm-1', 'vc-a'],
    ],
    vMetaData: [
      ['RVTools version', 'xlsx creation datetime'],
      ['4.7.1.4', day],
    ],
  });

  it('puts the machines of both together', async () => {
    const other = {
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
        ['web-01', 'poweredOn', 'vm-11', 'vc-b'],
      ],
    };
    const inventory = await importSheets(TWO_MACHINES, other);
    assert.deepEqual(
      inventory.machines.map((machine) => machine.name.at.file),
      ['one.xlsx', 'one.xlsx', 'two.xlsx'],
    );
  });

  it('lets the newer export count, whatever the order', async () => {
    const inventory = await importSheets(dated(46_327, 'poweredOn'), dated(46_300, 'poweredOff'));
    assert.deepEqual(
      inventory.machines.map((machine) => machine.powerState?.value),
      ['poweredOn'],
    );
    assert.ok(codes(inventory).includes('HW-NOTE-REPLACED'));
  });

  it('lets the newer export count, also where one without a date stands between them', async () => {
    const { vInfo } = dated(0, 'suspended');
    const inventory = await importSheets(dated(46_327, 'poweredOn'), { vInfo }, dated(46_300, 'poweredOff'));
    assert.deepEqual(
      inventory.machines.map((machine) => machine.powerState?.value),
      ['poweredOn'],
    );
  });

  it('compares UUIDs without regard to case, within a workbook and between two', async () => {
    const sheets = (one: string, other: string) => ({
      vInfo: [
        ['VM', 'Powerstate', 'VM ID', 'VI SDK UUID'],
        ['a-01', 'poweredOn', 'vm-1', one],
      ],
      vDisk: [
        ['VM', 'Capacity MiB', 'VM ID', 'VI SDK UUID'],
        ['a-01', 100, 'vm-1', other],
      ],
      vHost: [
        ['Host', 'VI SDK UUID'],
        ['esx-01', one],
      ],
    });
    const inventory = await importSheets(sheets('ab-01', 'AB-01'), sheets('AB-01', 'ab-01'));
    assert.deepEqual(
      inventory.machines.map(({ disks }) => disks?.value.length),
      [1],
    );
    assert.equal(inventory.hosts?.length, 1);
    assert.ok(!codes(inventory).includes('HW-NOTE-SEVERAL-VCENTERS'));
  });

  it('reads a file once that is given twice', async () => {
    const bytes = makeXlsx(TWO_MACHINES);
    const inventory = await importBytes(bytes, bytes);
    assert.equal(inventory.machines.length, 2);
    assert.equal(inventory.sources.length, 1);
    assert.ok(codes(inventory).includes('HW-NOTE-SAME-FILE'));
  });
});
