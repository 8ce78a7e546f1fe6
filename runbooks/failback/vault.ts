import { ComputeManagementClient } from '@azure/arm-compute';
import {
  type InMageRcmFabricSpecificDetails,
  type Job,
  type ReplicationProtectedItem,
  type ReverseReplicationInputProperties,
  SiteRecoveryManagementClient,
  type VMwareDetails,
} from '@azure/arm-recoveryservices-siterecovery';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { ClientSecretCredential } from '@azure/identity';
import type { Connection } from '../connection';
import type { Asking, Cause } from './asking';
import { type Item, itemOf, lastOf } from './item';

/** A job of the vault that concerns one machine. */
export interface JobFacts {
  readonly id: string;
  readonly machine: string;
  readonly scenario: string;
  readonly state: string;
  readonly allowed: readonly string[];
  /** Units: ms since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** The task that it is at, or at which it failed. */
  readonly task: string;
  /** Why it failed. */
  readonly cause: Cause | undefined;
}

/** The configuration server with its process servers and master targets, or the appliance with its reprotect agents. */
export interface Fabric {
  readonly name: string;
  readonly friendlyName: string;
  readonly details: VMwareDetails | InMageRcmFabricSpecificDetails;
  /** Does it report to the vault? */
  readonly connected: boolean;
}

export interface VcenterConnection {
  readonly name: string;
  readonly discovery: string;
  readonly account: string;
}

type Poller = (options: object) => Promise<unknown>;

/** The Recovery Services vault and the virtual machines in Azure, through the Azure SDK. Everything is asked patiently; nothing is ordered twice. */
export class Vault {
  readonly client: SiteRecoveryManagementClient;
  readonly compute: ComputeManagementClient;
  readonly asking: Asking;
  private readonly connection: Connection;
  /** What the service last told clients to wait between two polls. Units: ms. */
  retryAfterMs: number | undefined;
  /** How far the service's clock is ahead of ours. Units: ms. */
  private aheadMs = 0;

  constructor(connection: Connection, asking: Asking) {
    const { endpoint, authorityHost, tenant, clientId, clientSecret, subscription, httpClient } =
      connection.azure;
    // Repeating is ours: the SDK would wait by its own clock, and order again what may have been done.
    const common = { retryOptions: { maxRetries: 0 }, ...(httpClient ? { httpClient } : {}) };
    const credential = new ClientSecretCredential(tenant, clientId, clientSecret, {
      ...common,
      authorityHost,
      disableInstanceDiscovery: true,
    });
    this.connection = connection;
    this.asking = asking;
    const listen = { policy: this.listen(), position: 'perCall' } as const;
    const options = { ...common, endpoint, additionalPolicies: [listen] };
    this.client = new SiteRecoveryManagementClient(credential, subscription, options);
    this.compute = new ComputeManagementClient(credential, subscription, options);
  }

  /** The time by the service's clock: all that it tells is dated by it. Units: ms since the epoch. */
  now(): number {
    return this.connection.clock.now() + this.aheadMs;
  }

  private get here(): readonly [vault: string, group: string] {
    const { vault, resourceGroup } = this.connection.azure;
    return [vault, resourceGroup];
  }

  place({ fabric, container, name }: Item): [string, string, string, string, string] {
    return [...this.here, fabric, container, name];
  }

  items(): Promise<readonly Item[]> {
    return this.asking.read('protected machines', async () =>
      (await all<ReplicationProtectedItem>(this.client.replicationProtectedItems.list(...this.here))).map(
        itemOf,
      ),
    );
  }

  /** Jobs, the newest first. The service lists them without their tasks and causes. */
  jobs(): Promise<readonly JobFacts[]> {
    return this.asking.read('jobs', async () =>
      (await all<Job>(this.client.replicationJobs.list(...this.here))).map(factsOf),
    );
  }

  job(id: string): Promise<JobFacts> {
    return this.asking.read(`job ${id}`, async () =>
      factsOf(await this.client.replicationJobs.get(...this.here, id)),
    );
  }

  /** When the recovery points of a machine were taken. Units: ms since the epoch. */
  async points(item: Item): Promise<readonly { readonly id: string; readonly takenAt: number }[]> {
    const points = await this.asking.read(`recovery points of ${item.name}`, () =>
      all(this.client.recoveryPoints.listByReplicationProtectedItems(...this.place(item))),
    );
    return points.map(({ name = '', properties }) => ({
      id: name,
      takenAt: properties?.recoveryPointTime?.getTime() ?? 0,
    }));
  }

  fabric(name: string): Promise<Fabric> {
    return this.asking.read('configuration server', async () => {
      const { properties = {} } = await this.client.replicationFabrics.get(...this.here, name);
      const [registration] = await all(
        this.client.replicationRecoveryServicesProviders.listByReplicationFabrics(...this.here, name),
      );
      return {
        name,
        friendlyName: properties.friendlyName ?? name,
        details: properties.customDetails as Fabric['details'],
        connected: registration?.properties?.connectionStatus === 'Connected',
      };
    });
  }

  vcenters(fabric: Fabric): Promise<readonly VcenterConnection[]> {
    return this.asking.read('vCenter connections', async () => {
      const found = await all(
        this.client.replicationvCenters.listByReplicationFabrics(...this.here, fabric.name),
      );
      return found.map(({ name = '', properties = {} }) => ({
        name: properties.friendlyName ?? name,
        discovery: properties.discoveryStatus ?? '',
        account: properties.runAsAccountId ?? '',
      }));
    });
  }

  /** The policy of a protection container. */
  policyOf(fabric: string, container: string): Promise<string> {
    return this.asking.read(`policy of ${container}`, async () => {
      const [mapping] = await all(
        this.client.replicationProtectionContainerMappings.listByReplicationProtectionContainers(
          ...this.here,
          fabric,
          container,
        ),
      );
      return mapping?.properties?.policyId ?? '';
    });
  }

  /** The groups of the recovery plans in their order: names of protection containers and machines. */
  waves(): Promise<readonly (readonly string[])[]> {
    return this.asking.read('recovery plans', async () => {
      const plans = await all(this.client.replicationRecoveryPlans.list(...this.here));
      const waves: string[][] = [];
      for (const { properties } of plans)
        for (const [at, { replicationProtectedItems = [] }] of (properties?.groups ?? []).entries())
          waves[at] = [...(waves[at] ?? []), ...replicationProtectedItems.map(({ id = '' }) => lastOf(id))];
      return waves;
    });
  }

  /** How a machine's copy in Azure stands. */
  azureVm({ azureVm }: Item): Promise<'running' | 'off' | 'gone'> {
    const { resourceGroup } = this.connection.azure;
    return this.asking.read(`virtual machine ${azureVm} in Azure`, async () => {
      try {
        const { statuses = [] } = await this.compute.virtualMachines.instanceView(resourceGroup, azureVm);
        const off = statuses.some(({ code }) => /^PowerState\/(stopped|deallocated)$/i.test(code ?? ''));
        return off ? 'off' : 'running';
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode === 404) return 'gone';
        throw error;
      }
    });
  }

  reprotect(
    item: Item,
    providerSpecificDetails: NonNullable<ReverseReplicationInputProperties['providerSpecificDetails']>,
  ) {
    const input = { properties: { failoverDirection: 'RecoveryToPrimary', providerSpecificDetails } };
    return this.order(`reprotect ${item.name}`, (options) =>
      this.client.replicationProtectedItems.beginReprotect(...this.place(item), input, options),
    );
  }

  /** Fails over to the newest point; the copy in Azure is shut down first, and its last changes are sent. `point`: another one, by its id. */
  failOver(item: Item, { shutDown = true, point }: { shutDown?: boolean; point?: string } = {}) {
    const items = this.client.replicationProtectedItems;
    const place = this.place(item);
    if (item.modernized)
      return this.order(`fail ${item.name} over to the site`, (options) =>
        items.beginPlannedFailover(
          ...place,
          {
            properties: {
              providerSpecificDetails: {
                instanceType: 'InMageRcmFailback',
                recoveryPointType: 'CrashConsistent',
              },
            },
          },
          options,
        ),
      );
    const specific =
      point === undefined
        ? { recoveryPointType: 'LatestTime' }
        : { recoveryPointType: 'Custom', recoveryPointId: point };
    return this.order(`fail ${item.name} over to the site`, (options) =>
      items.beginUnplannedFailover(
        ...place,
        {
          properties: {
            failoverDirection: 'PrimaryToRecovery',
            sourceSiteOperations: shutDown ? 'Required' : 'NotRequired',
            providerSpecificDetails: { instanceType: 'InMage', ...specific },
          },
        },
        options,
      ),
    );
  }

  commit(item: Item) {
    return this.order(`commit ${item.name}`, (options) =>
      this.client.replicationProtectedItems.beginFailoverCommit(...this.place(item), options),
    );
  }

  cancelFailover(item: Item) {
    return this.order(`cancel the failover of ${item.name}`, (options) =>
      this.client.replicationProtectedItems.beginFailoverCancel(...this.place(item), options),
    );
  }

  restart({ id }: JobFacts) {
    return this.order(`restart job ${id}`, (options) =>
      this.client.replicationJobs.beginRestart(...this.here, id, options),
    );
  }

  cancel({ id }: JobFacts) {
    return this.order(`cancel job ${id}`, (options) =>
      this.client.replicationJobs.beginCancel(...this.here, id, options),
    );
  }

  /** Begins something that takes a while. What it becomes is seen at the machine itself: nobody waits for it here. */
  order(what: string, begin: Poller): Promise<boolean> {
    return this.asking.order(what, () => begin({}));
  }

  /** Hears the service's time, and how long it wants to be left alone between two polls. */
  private listen(): PipelinePolicy {
    return {
      name: 'listenToTheService',
      sendRequest: async (request, next) => {
        const answer = await next(request);
        const said = Date.parse(answer.headers.get('date') ?? '');
        if (!Number.isNaN(said)) this.aheadMs = said - this.connection.clock.now();
        const seconds = Number(answer.headers.get('retry-after'));
        if (answer.status < 300 && seconds > 0) this.retryAfterMs = seconds * 1_000;
        return answer;
      },
    };
  }
}

function factsOf({ name = '', properties = {} }: Job): JobFacts {
  const { tasks = [], errors = [], startTime, endTime } = properties;
  const at = tasks.find(({ state }) => state === 'InProgress' || state === 'Failed');
  const [told] = errors.flatMap(({ serviceErrorDetails }) => serviceErrorDetails ?? []);
  const others = errors.slice(1).flatMap(({ serviceErrorDetails: { code = '' } = {} }) => code);
  return {
    id: name,
    machine: properties.targetObjectName ?? '',
    scenario: properties.scenarioName ?? '',
    state: properties.state ?? '',
    allowed: properties.allowedActions ?? [],
    startedAt: startTime?.getTime() ?? 0,
    endedAt: endTime?.getTime(),
    task: at?.friendlyName ?? '',
    cause: told && {
      code: told.code ?? '',
      what: [told.message ?? '', ...others.map((code) => `also ${code}`)].join('; '),
      next: told.recommendedAction ?? '',
    },
  };
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const entry of pages) found.push(entry);
  return found;
}
