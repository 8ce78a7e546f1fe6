import { Arm, buildServer, Tokens } from '../simulators/azure/arm';
import type { EstateDescription } from '../simulators/description';
import { build } from '../simulators/estate';

const GIB = 2 ** 30;
const UNLIMITED = { readsAnHour: Number.POSITIVE_INFINITY, writesAnHour: Number.POSITIVE_INFINITY };

/** A process that serves so many protected items over HTTP on loopback, for the benchmark: it prints where, and with which token, as one
 *  line of JSON; asked by a line on stdin, it prints its memory. */
async function main(count: number, settleMs: number): Promise<void> {
  const estate = build(manyMachines(count), 1);
  for (const machine of estate.machines.keys())
    estate.vault.enableReplication(machine, { group: 'PG1', vnet: 'failover-vnet', physical: false });
  estate.kernel.run(settleMs);
  const arm = new Arm(estate);
  const tokens = await Tokens.open(arm);
  const app = buildServer({ arm, tokens }, { throttle: UNLIMITED });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const [application] = tokens.applications;
  const token = await tokens.issue(
    application?.clientId ?? '',
    application?.secret ?? '',
    address.replace('http:', 'https:'),
  );
  const list = `${address}${arm.vaultId}/replicationProtectedItems?api-version=2023-06-01`;
  const get = `${address}${arm.containerId('PG1')}/replicationProtectedItems/vm-7?api-version=2023-06-01`;
  print({ list, get, token });
  process.stdin.on('data', () => print({ rssBytes: process.memoryUsage().rss, items: arm.vault.items.size }));
  process.stdin.on('end', () => void app.close());
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function manyMachines(count: number): EstateDescription {
  return {
    name: 'many',
    datastores: [{ name: 'ds-01', type: 'VMFS', capacityBytes: 2 ** 50 }],
    hosts: [
      {
        name: 'esx-01',
        license: { name: 'Evaluation Mode', editionKey: 'eval', expired: false },
        datastores: ['ds-01'],
      },
    ],
    account: { name: 'asr-vcenter', role: 'replication' },
    vcenter: true,
    machines: Array.from({ length: count }, (_none, index) => ({
      name: `vm-${index}`,
      physical: false,
      host: 'esx-01',
      datastore: 'ds-01',
      os: 'linux',
      disks: [{ sizeBytes: 8 * GIB, usedBytes: GIB / 16 }],
      address: 'dhcp',
      snapshots: [],
      group: 'PG1',
      workload: { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 },
    })),
    groups: [{ name: 'PG1', multiVm: false }],
    plans: [],
    masterTarget: { host: 'esx-01', datastore: 'ds-01' },
    processServerInAzure: true,
    connection: { kind: 'vpn', mbitPerSecond: 100_000, latencyMs: 20, loss: 0 },
    internet: { mbitPerSecond: 100_000, latencyMs: 20 },
  };
}

void main(Number(process.argv[2]), Number(process.argv[3]));
