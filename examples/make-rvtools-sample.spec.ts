import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { importBytes } from '../readiness/inventory/fixture.spec';
import { makeWorkbook } from './large-workbook';
import { makeSample } from './make-rvtools-sample';
import { SAMPLE_MACHINES } from './sample-estate';

describe('example workbook', () => {
  it('is the one that its maker makes, byte for byte', () => {
    const kept = readFileSync(join(__dirname, 'rvtools-sample.xlsx'));
    assert.ok(kept.equals(makeSample()), 'run: node -r ts-node/register examples/make-rvtools-sample.ts');
  });

  it('imports with every kind of trouble in it', async () => {
    const { machines, hosts, datastores, licences, sources, notes } = await importBytes(makeSample());
    assert.equal(machines.length, SAMPLE_MACHINES.length);
    const named = (name: string) => machines.find((machine) => machine.name.value === name);
    assert.deepEqual(
      named('erp-db-01')?.snapshots?.value.map((snapshot) => snapshot.name?.value),
      ['nightly-backup'],
    );
    assert.equal(named('mail-02')?.snapshots?.value.length, 3);
    assert.equal(named('backup-proxy-01')?.disks?.value.length, 66);
    assert.equal(named('file-01')?.disks?.value[1]?.capacityMiB?.value, 8_388_608);
    assert.equal(named('sql-raw-01')?.disks?.value[1]?.raw?.value, true);
    assert.equal(named('sql-cluster-01')?.disks?.value[1]?.sharing?.value, 'sharingMultiWriter');
    const paths = ['sql-cluster-01', 'sql-cluster-02'].map(
      (name) => named(name)?.disks?.value[1]?.path?.value,
    );
    assert.equal(paths[0], paths[1]);
    assert.equal(named('plant-control-01')?.ftState?.value, 'running');
    assert.equal(named('dc-01')?.secureBoot?.value, true);
    assert.equal(named('crm-01')?.enableUuid, undefined);
    assert.equal(named('archive-01')?.consolidationNeeded?.value, true);
    assert.equal(named('kiosk-01')?.toolsState?.value, 'toolsNotInstalled');
    assert.equal(named('build-02')?.powerState?.value, 'suspended');
    assert.equal(machines.filter((machine) => machine.template?.value).length, 1);
    assert.equal(machines.filter((machine) => machine.srmPlaceholder?.value).length, 1);
    assert.ok(machines.some((machine) => machine.name.value.length > 63));
    assert.deepEqual(
      [...new Set(datastores?.map((datastore) => datastore.type?.value))],
      ['VMFS', 'NFS', 'vsan'],
    );
    assert.equal(datastores?.filter((datastore) => datastore.hosts?.value.length === 1).length, 2);
    assert.equal(hosts?.filter((host) => host.maintenanceMode?.value).length, 1);
    assert.ok(hosts?.some((host) => host.licences?.value.includes('VMware vSphere 6 Hypervisor')));
    assert.deepEqual(
      licences?.map((licence) => licence.expiration?.value),
      ['never', 'never', '2026-09-30T00:00:00'],
    );
    assert.equal(sources[0]?.exportedAt, '2026-11-01T06:00:00');
    const reported = new Set(notes.map((note) => note.code));
    assert.deepEqual([...reported], ['HW-NOTE-SAME-NAME', 'HW-NOTE-SEVERAL-VCENTERS']);
  });

  it('keeps its secrets', async () => {
    const all = JSON.stringify(await importBytes(makeSample()));
    assert.ok(!all.includes('Kyoto') && !all.includes('00000-00000'));
  });
});

describe('large workbook', () => {
  it('has the machines asked for, the same for the same seed', async () => {
    const bytes = makeWorkbook(100, 7);
    assert.ok(bytes.equals(makeWorkbook(100, 7)));
    const { machines, notes } = await importBytes(bytes);
    assert.equal(machines.length, 100);
    assert.equal(machines.filter((machine) => (machine.snapshots?.value.length ?? 0) > 0).length, 2);
    assert.deepEqual(notes, []);
  });
});
