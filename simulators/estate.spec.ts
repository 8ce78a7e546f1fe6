import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type EstateDescription, evaluationLicense } from './description';
import { build } from './estate';
import { Misuse } from './kernel';

const GIB = 2 ** 30;

function describeEstate(change: Partial<EstateDescription> = {}): EstateDescription {
  return {
    name: 'small',
    datastores: [{ name: 'ds', type: 'VMFS', capacityBytes: 1_000 * GIB }],
    hosts: [{ name: 'esx01', license: evaluationLicense, datastores: ['ds'] }],
    account: { name: 'svc', role: 'replication' },
    vcenter: true,
    machines: [
      {
        name: 'erp-db-01',
        physical: false,
        host: 'esx01',
        datastore: 'ds',
        os: 'linux',
        disks: [{ sizeBytes: GIB, usedBytes: GIB }],
        address: { static: '10.1.0.9' },
        snapshots: [],
        group: 'PG1',
        workload: { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 },
      },
    ],
    groups: [{ name: 'PG1', multiVm: false }],
    plans: [],
    masterTarget: { host: 'esx01', datastore: 'ds' },
    processServerInAzure: true,
    connection: { kind: 'vpn', mbitPerSecond: 100, latencyMs: 20, loss: 0 },
    internet: { mbitPerSecond: 100, latencyMs: 30 },
    ...change,
  };
}

describe('estate', () => {
  it('refuses a description that contradicts itself, and names what', () => {
    const [machine] = describeEstate().machines;
    if (!machine) throw new Error('no machine');
    const wrong: readonly (readonly [Partial<EstateDescription>, RegExp])[] = [
      [{ machines: [machine, machine] }, /two machines are called erp-db-01/],
      [{ machines: [{ ...machine, group: 'PG9' }] }, /group PG9/],
      [{ machines: [{ ...machine, host: 'esx09' }] }, /host esx09/],
      [{ machines: [{ ...machine, datastore: 'ds9' }] }, /datastore ds9/],
      [{ machines: [{ ...machine, disks: [] }] }, /has no disk/],
      [{ masterTarget: { host: 'esx09', datastore: 'ds' } }, /esx09 \(master target\)/],
    ];
    for (const [change, says] of wrong) {
      assert.throws(
        () => build(describeEstate(change), 1),
        (error: unknown) => error instanceof Misuse && error.code === 'HW-ESTATE' && says.test(error.message),
      );
    }
  });

  it('leaves a machine switched off that starts so, until it is powered on', () => {
    const [machine] = describeEstate().machines;
    if (!machine) throw new Error('no machine');
    const { kernel, vsphere } = build(describeEstate({ machines: [{ ...machine, power: 'poweredOff' }] }), 1);
    kernel.run(60_000);
    const power = () => vsphere.inventory.vms.get('erp-db-01')?.power;
    assert.equal(power(), 'poweredOff');
    vsphere.powerOn('erp-db-01');
    assert.equal(power(), 'poweredOn');
  });

  it('joins site and virtual network by a VPN, or by the private peering of a circuit only', () => {
    const ways = (connection: EstateDescription['connection']) => {
      const { network, names } = build(describeEstate({ connection }), 1);
      return [
        network.route(names.site, `vnet ${names.vnet}`)?.kind,
        network.route(names.site, names.azure)?.kind,
      ];
    };
    const line = { mbitPerSecond: 100, latencyMs: 20, loss: 0 };
    assert.deepEqual(ways({ ...line, kind: 'vpn' }), ['vpn', 'internet']);
    assert.deepEqual(ways({ ...line, kind: 'none' }), [undefined, 'internet']);
    assert.deepEqual(ways({ ...line, kind: 'expressroute' }), ['expressroute', 'internet']);
    assert.deepEqual(ways({ ...line, kind: 'expressroute', peerings: ['public'] }), [
      undefined,
      'expressroute',
    ]);
    assert.deepEqual(ways({ ...line, kind: 'expressroute', peerings: ['private', 'public'] }), [
      'expressroute',
      'expressroute',
    ]);
  });

  it('keeps passphrases and passwords out of its journal', () => {
    const { kernel, operator } = build(describeEstate(), 1);
    let journal = '';
    kernel.journal.writeTo((chunk) => {
      journal += chunk;
    });
    kernel.run(600_000);
    kernel.journal.digest();
    assert.ok(journal.length > 0 && !journal.includes(operator.password));
  });
});
