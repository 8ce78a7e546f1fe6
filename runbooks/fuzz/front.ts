import type { FastifyInstance } from 'fastify';
import { Arm, buildServer, type ServerOptions, Tokens } from '../../simulators/azure/arm';
import type { EstateDescription } from '../../simulators/description';
import { build, type Estate } from '../../simulators/estate';

export const ORIGIN = 'https://127.0.0.1:443';
const GIB = 2 ** 30;
const UNLIMITED = { readsAnHour: Number.POSITIVE_INFINITY, writesAnHour: Number.POSITIVE_INFINITY };

/** A front in this process, and what is needed to look behind it. */
export interface FuzzedFront {
  readonly estate: Estate;
  readonly arm: Arm;
  readonly app: FastifyInstance;
  /** Tokens of a contributor, an operator and a reader. */
  readonly tokens: readonly string[];
  /** Faults of ours. */
  readonly broke: readonly unknown[];
}

/** Virtual time stands still while a request is answered. */
export async function openFront(modernized: boolean, options: ServerOptions = {}): Promise<FuzzedFront> {
  const estate = build(fuzzedEstate(modernized), 1);
  estate.kernel.run(20 * 60_000);
  const arm = new Arm({ ...estate, pageSize: 3 });
  const issuer = await Tokens.open(arm);
  const broke: unknown[] = [];
  const app = buildServer(
    { arm, tokens: issuer },
    {
      throttle: UNLIMITED,
      broke: (error) => void broke.push(error),
      ...options,
    },
  );
  const tokens = await Promise.all(
    issuer.applications.map(({ clientId, secret }) => issuer.issue(clientId, secret, ORIGIN)),
  );
  return { estate, arm, app, tokens, broke };
}

/** All that a request could change and that lasts: what the vault keeps, and the machines in Azure. */
export function fingerprint({ arm }: FuzzedFront): string {
  const { vault, cloud } = arm;
  const vms = [...cloud.vms.values()].map(({ name, power, address }) => [name, power, address]);
  return JSON.stringify([vault.component.durable, vault.physicalServers, vms, arm.alert], (_key, value) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  );
}

/** Two small machines, and everything that their way to Azure and home needs. */
export function fuzzedEstate(modernized: boolean): EstateDescription {
  return {
    name: 'fuzzed',
    ...(modernized ? { profile: 'modernized' } : {}),
    datastores: [{ name: 'ds-01', type: 'VMFS', capacityBytes: 4_096 * GIB }],
    hosts: [
      {
        name: 'esx-01',
        license: { name: 'Evaluation Mode', editionKey: 'eval', expired: false },
        datastores: ['ds-01'],
      },
    ],
    account: { name: 'asr-vcenter', role: 'replication' },
    vcenter: true,
    machines: ['erp-db-01', 'web-01'].map((name) => ({
      name,
      physical: false,
      host: 'esx-01',
      datastore: 'ds-01',
      os: 'linux',
      disks: [{ sizeBytes: GIB, usedBytes: GIB / 64 }],
      address: 'dhcp',
      snapshots: [],
      group: 'PG1',
      workload: { everyMs: 120_000, extentsPerWrite: 2, regionExtents: 200 },
    })),
    groups: [{ name: 'PG1', multiVm: false }],
    plans: [{ name: 'plan-01', groups: [['PG1']] }],
    masterTarget: { host: 'esx-01', datastore: 'ds-01' },
    processServerInAzure: true,
    connection: { kind: 'vpn', mbitPerSecond: 1_000, latencyMs: 20, loss: 0 },
    internet: { mbitPerSecond: 1_000, latencyMs: 20 },
  };
}
