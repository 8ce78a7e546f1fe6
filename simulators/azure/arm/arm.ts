import type { Kernel } from '../../kernel';
import type { Network } from '../../network';
import type { Cloud } from '../cloud';
import type { ProtectedItem, Vault } from '../site-recovery';
import { ArmError, notFound } from './arm-error';
import type { Call } from './call';
import { accountIdOf, EPOCH_MS, fabricNameOf, guidOf, hostIdOf } from './ids';
import { Operations } from './operations';

export interface ArmOptions {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly cloud: Cloud;
  readonly vault: Vault;
  /** The virtual network that machines fail over to, and the two ends of its lines. */
  readonly names: { readonly vnet: string; readonly processServer: string };
  readonly resourceGroup?: string;
  readonly vaultName?: string;
  /** Virtual time 0 as ms of the Unix epoch. */
  readonly epochMs?: number;
  /** So many entries stand on a page. */
  readonly pageSize?: number;
  /** What clients are told to wait between two polls. Units: seconds. */
  readonly retryAfterSeconds?: number;
  /** Called when a client asks how something is getting on, before it is told: lets virtual time move, at most until that is over. */
  readonly polled?: (isOver?: () => boolean) => void;
}

export const LOCATION = 'westeurope';

/** What all routes share: the estate behind them, how its things are called in Azure, and the operations under way.
 *  It holds no rules of the service: those are the vault's and the cloud's. */
export class Arm {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly cloud: Cloud;
  readonly vault: Vault;
  readonly operations: Operations;
  readonly subscription: string;
  readonly tenant: string;
  readonly resourceGroup: string;
  readonly vaultName: string;
  readonly vnet: string;
  readonly logStorage: string;
  readonly pageSize: number;
  readonly retryAfterSeconds: number;
  readonly polled: (isOver?: () => boolean) => void;
  /** Does time pass while clients ask? Then hardly two answers are of one moment. */
  readonly movesWhenPolled: boolean;
  /** What clients called the mapping of a protection group to its policy, by group. */
  readonly mappings = new Map<string, string>();
  /** The alert settings of the vault. */
  alert: {
    readonly sendToOwners: string;
    readonly customEmailAddresses: readonly string[];
    readonly locale: string;
  } = {
    sendToOwners: 'DoNotSend',
    customEmailAddresses: [],
    locale: 'en-US',
  };
  private readonly epochMs: number;
  private knownVaultId: string | undefined;
  private knownFabricId: string | undefined;

  constructor(options: ArmOptions) {
    this.kernel = options.kernel;
    this.network = options.network;
    this.cloud = options.cloud;
    this.vault = options.vault;
    this.vnet = options.names.vnet;
    this.logStorage = options.names.processServer;
    this.resourceGroup = options.resourceGroup ?? 'homeward-rg';
    this.vaultName = options.vaultName ?? 'homeward-vault';
    this.epochMs = options.epochMs ?? EPOCH_MS;
    this.pageSize = options.pageSize ?? 100;
    this.retryAfterSeconds = options.retryAfterSeconds ?? 30;
    this.polled = options.polled ?? (() => undefined);
    this.movesWhenPolled = options.polled !== undefined;
    const draw = this.kernel.random('arm');
    this.subscription = draw.guid();
    this.tenant = draw.guid();
    this.operations = new Operations(this.kernel);
  }

  /** A moment of virtual time, to the tick of 100 ns as the service writes it. */
  at(ms: number): string {
    return new Date(this.epochMs + ms).toISOString().replace('Z', '0000Z');
  }

  /** A moment as the service writes it, in ms of virtual time. */
  msOf(text: string): number {
    return Date.parse(text) - this.epochMs;
  }

  /** `/Subscriptions/…`: with a capital S, as Site Recovery writes its ids. Source: AZURE.md §2.6 – recorded. */
  get vaultId(): string {
    this.knownVaultId ??= `/Subscriptions/${this.subscription}/resourceGroups/${this.resourceGroup}/providers/Microsoft.RecoveryServices/vaults/${this.vaultName}`;
    return this.knownVaultId;
  }

  get fabricName(): string {
    return fabricNameOf(this.vault.managementServer);
  }

  get fabricId(): string {
    this.knownFabricId ??= `${this.vaultId}/replicationFabrics/${this.fabricName}`;
    return this.knownFabricId;
  }

  containerId(name: string): string {
    return `${this.fabricId}/replicationProtectionContainers/${name}`;
  }

  itemId(item: ProtectedItem): string {
    return `${this.containerId(item.container)}/replicationProtectedItems/${item.name}`;
  }

  policyId(name: string): string {
    return `${this.vaultId}/replicationPolicies/${name}`;
  }

  jobId(id: string): string {
    return `${this.vaultId}/replicationJobs/${id}`;
  }

  resourceId(type: string, name: string): string {
    return `/subscriptions/${this.subscription}/resourceGroups/${this.resourceGroup}/providers/${type}/${name}`;
  }

  /** The id of the configuration server's record of a machine. */
  machineId(name: string): string {
    return guidOf(`machine ${name}`);
  }

  /** The name of the server that an id, or a name, stands for; what nobody knows is handed on, and refused where it matters. */
  serverNamed(given: string | undefined): string | undefined {
    if (given === undefined) return undefined;
    const names = [...this.vault.servers.map(({ name }) => name), this.vault.managementServer];
    return (
      names.find((name) => [hostIdOf(name), this.machineId(name)].some((id) => same(id, given))) ?? given
    );
  }

  /** The name of the run-as account that an id, or a name, stands for; what nobody knows is handed on. */
  accountNamed(given: string): string {
    return this.vault.runAsAccounts.find((name) => same(accountIdOf(name), given)) ?? given;
  }

  /** Refuses what is not in this subscription, resource group and vault. */
  checkPlace({ params }: Call): void {
    const { subscriptionId, resourceGroupName, resourceName } = params;
    if (subscriptionId !== undefined && !same(subscriptionId, this.subscription))
      throw new ArmError(
        404,
        'SubscriptionNotFound',
        `The subscription '${subscriptionId}' could not be found. Use ${this.subscription}.`,
      );
    if (resourceGroupName !== undefined && !same(resourceGroupName, this.resourceGroup))
      throw new ArmError(
        404,
        'ResourceGroupNotFound',
        `Resource group '${resourceGroupName}' could not be found. Use ${this.resourceGroup}.`,
      );
    if (resourceName !== undefined && !same(resourceName, this.vaultName))
      throw notFound('vault', resourceName);
  }
}

/** Names of resources are compared without regard to case. */
export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The last segment of an ARM id; a bare name stands for itself. */
export function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
