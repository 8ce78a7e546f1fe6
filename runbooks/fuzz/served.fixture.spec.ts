import assert from 'node:assert/strict';
import { ComputeManagementClient } from '@azure/arm-compute';
import { NetworkManagementClient } from '@azure/arm-network';
import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import type { FastifyInstance } from 'fastify';
import { Arm, buildServer, makeCertificate, Tokens } from '../../simulators/azure/arm';
import type { EstateDescription } from '../../simulators/description';
import { build, type Estate } from '../../simulators/estate';
import { answerLog } from '../../steps/drivers/sdk/answer-log';
import { fuzzedEstate } from './front';

export const HOUR_MS = 3_600_000;

/** An estate behind TLS, and the published clients in front of it. */
export class Served {
  estate!: Estate;
  arm!: Arm;
  app!: FastifyInstance;
  recovery!: SiteRecoveryManagementClient;
  network!: NetworkManagementClient;
  compute!: ComputeManagementClient;
  vault!: readonly [vault: string, group: string];
  fabric!: readonly [vault: string, group: string, fabric: string];

  async open(modernized: boolean, connection: Partial<EstateDescription['connection']> = {}): Promise<void> {
    const described = fuzzedEstate(modernized);
    this.estate = build(
      { ...described, vnets: ['test-vnet'], connection: { ...described.connection, ...connection } },
      3,
    );
    const { kernel } = this.estate;
    kernel.run(HOUR_MS / 3);
    const polled = (isOver?: () => boolean): void =>
      kernel.run(kernel.now + (isOver ? 6 * HOUR_MS : 30_000), isOver);
    this.arm = new Arm({ ...this.estate, retryAfterSeconds: 1, polled });
    const tokens = await Tokens.open(this.arm);
    const https = await makeCertificate();
    const answered = answerLog('front specs');
    const broke = (error: unknown): never => assert.fail(error as Error);
    this.app = buildServer({ arm: this.arm, tokens }, { https, broke, ...(answered ? { answered } : {}) });
    const endpoint = await this.app.listen({ host: '127.0.0.1', port: 0 });
    const [application] = tokens.applications;
    const token = await tokens.issue(application?.clientId ?? '', application?.secret ?? '', endpoint);
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
    const options = { endpoint, tlsOptions: { ca: https.cert }, retryOptions: { maxRetries: 0 } } as {
      endpoint: string;
    };
    const { subscription } = this.arm;
    this.recovery = new SiteRecoveryManagementClient(credential, subscription, options);
    this.network = new NetworkManagementClient(credential, subscription, options);
    this.compute = new ComputeManagementClient(credential, subscription, options);
    this.vault = [this.arm.vaultName, this.arm.resourceGroup];
    this.fabric = [...this.vault, this.arm.fabricName];
  }

  item(machine: string): readonly [string, string, string, string, string] {
    return [...this.fabric, 'PG1', machine];
  }

  /** Polls as a client does, until the machine is protected. */
  async isProtected(machine: string): Promise<void> {
    for (let tries = 0; tries < 500; tries += 1) {
      const { properties } = await this.recovery.replicationProtectedItems.get(...this.item(machine));
      if (properties?.protectionState === 'Protected') return;
    }
    assert.fail(`${machine} is not protected`);
  }

  async protect(machine: string, instanceType: 'InMageAzureV2' | 'InMageRcm'): Promise<void> {
    const protectableItemId = `${this.arm.containerId('PG1')}/replicationProtectableItems/${this.arm.machineId(machine)}`;
    const providerSpecificDetails =
      instanceType === 'InMageAzureV2'
        ? { instanceType }
        : {
            instanceType,
            fabricDiscoveryMachineId: machine,
            targetResourceGroupId: 'group',
            processServerId: 'appliance',
          };
    await this.recovery.replicationProtectedItems.beginCreateAndWait(...this.item(machine), {
      properties: { protectableItemId, providerSpecificDetails },
    });
    await this.isProtected(machine);
  }
}

export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const entry of pages) found.push(entry);
  return found;
}

/** Details of a provider, which the SDK types by their base class alone. */
export function detailsOf<T>(details: object | undefined): T {
  assert(details);
  return details as T;
}

export const names = (entries: readonly { readonly name?: string }[]): (string | undefined)[] =>
  entries.map(({ name }) => name);
export const refusedWith = (code: string) => (error: { readonly code?: string; readonly message: string }) =>
  error.code === code || error.message.includes(code);
