import type { EstateDescription } from '../simulators/description';

type Machine = EstateDescription['machines'][number];

const GIB = 2 ** 30;

/** Linux machines with a disk of 8 GiB and nothing else to tell them apart, dealt out to hosts that share one datastore; a read-write account and a
 *  fast line. For specs and benchmarks that need machines and do not care which; what they care about, they lay over it. */
export function plainEstate(
  name: string,
  machines: readonly string[],
  hosts: readonly string[] = ['esx-01'],
  workload: Machine['workload'] = { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 },
): EstateDescription {
  return {
    name,
    datastores: [{ name: 'ds-01', type: 'VMFS', capacityBytes: 2 ** 50 }],
    hosts: hosts.map((host) => ({
      name: host,
      license: { name: 'Evaluation Mode', editionKey: 'eval', expired: false },
      datastores: ['ds-01'],
    })),
    account: { name: 'asr-vcenter', role: 'replication' },
    vcenter: true,
    machines: machines.map((machine, index) => ({
      name: machine,
      physical: false,
      host: hosts[index % hosts.length] as string,
      datastore: 'ds-01',
      os: 'linux',
      disks: [{ sizeBytes: 8 * GIB, usedBytes: GIB }],
      address: 'dhcp',
      snapshots: [],
      group: 'PG1',
      workload,
    })),
    groups: [{ name: 'PG1', multiVm: false }],
    plans: [],
    masterTarget: { host: 'esx-01', datastore: 'ds-01' },
    processServerInAzure: true,
    connection: { kind: 'vpn', mbitPerSecond: 1_000, latencyMs: 20, loss: 0 },
    internet: { mbitPerSecond: 1_000, latencyMs: 20 },
  };
}
