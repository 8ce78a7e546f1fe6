import { type EstateDescription, evaluationLicense } from '../simulators/description';

const GIB = 2 ** 30;

/** A healthy estate of `machines` machines, all alike; small enough to be built thousands of times. */
export function sampleEstate(options: {
  machines: number;
  /** How much each machine writes in one stay: writes of eight extents. */
  writes: number;
  diskBytes?: number;
}): EstateDescription {
  const { machines, writes, diskBytes = 40 * GIB } = options;
  return {
    name: `sample of ${machines}`,
    datastores: [{ name: 'datastore-01', type: 'VMFS', capacityBytes: machines * diskBytes * 2 }],
    hosts: [{ name: 'esx01', license: evaluationLicense, datastores: ['datastore-01'] }],
    account: { name: 'svc-asr', role: 'replication' },
    vcenter: true,
    groups: [{ name: 'PG1', multiVm: false }],
    plans: [],
    masterTarget: { host: 'esx01', datastore: 'datastore-01' },
    processServerInAzure: true,
    connection: { kind: 'vpn', mbitPerSecond: 1_000, latencyMs: 20, loss: 0 },
    internet: { mbitPerSecond: 100_000, latencyMs: 20 },
    machines: Array.from({ length: machines }, (_, index) => ({
      name: `machine-${index + 1}`,
      physical: false,
      host: 'esx01',
      datastore: 'datastore-01',
      os: index % 2 === 0 ? 'linux' : 'windows',
      disks: [{ sizeBytes: diskBytes, usedBytes: GIB }],
      address: 'dhcp',
      snapshots: [],
      group: 'PG1',
      workload:
        writes === 0
          ? { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 }
          : {
              everyMs: Math.ceil(600_000 / writes),
              extentsPerWrite: 8,
              regionExtents: 16_384,
              writesMax: writes,
            },
    })),
  };
}
