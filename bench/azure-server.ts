import { plainEstate } from '../runbooks/plain-estate';
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
  const plain = plainEstate(
    'many',
    Array.from({ length: count }, (_none, index) => `vm-${index}`),
  );
  return {
    ...plain,
    machines: plain.machines.map((machine) => ({
      ...machine,
      disks: [{ sizeBytes: 8 * GIB, usedBytes: GIB / 16 }],
    })),
    connection: { kind: 'vpn', mbitPerSecond: 100_000, latencyMs: 20, loss: 0 },
    internet: { mbitPerSecond: 100_000, latencyMs: 20 },
  };
}

void main(Number(process.argv[2]), Number(process.argv[3]));
