import type {
  ReplicationProtectedItem,
  SiteRecoveryManagementClient,
} from '@azure/arm-recoveryservices-siterecovery';
import type { Arm } from '../../../simulators/azure/arm';
import type { Estate } from '../../../simulators/estate';
import { TEST_NETWORK } from '../direct/vault';
import type { PlanChoices, ReprotectChoices, VaultRequests } from '../driver';
import type { ItemView, PointView } from '../views';
import { begun } from './answers';
import { containerOf, eventView, isVirtual, itemView, jobView, lastOf, pointView } from './views';

/** Requests to the vault through the Azure SDK, as a DR engineer's automation makes them. What the SDK does not carry – names for
 *  states, and what must come first – is what a reader of the documents would know. */
export function sdkVaultRequests(
  estate: Estate,
  arm: Arm,
  client: SiteRecoveryManagementClient,
): VaultRequests {
  const {
    machines,
    names,
    vault: { rules },
  } = estate;
  const vault = [arm.vaultName, arm.resourceGroup] as const;
  const fabric = [...vault, arm.fabricName] as const;
  const items = client.replicationProtectedItems;
  const modernized = rules.provider === 'modernized';

  /** Where an item is; one that nobody protects yet is looked for in the first container. */
  const placeOf = async (machine: string) => {
    const found = (await listItems()).find(({ name }) => name === machine);
    return { place: [...fabric, found ? containerOf(found) : firstGroup(), machine] as const, found };
  };
  const firstGroup = (): string => estate.description.groups[0]?.name ?? 'PG1';
  const listItems = () => all(items.list(...vault));
  const providerOf = (found: ReplicationProtectedItem | undefined): string =>
    found?.properties?.providerSpecificDetails?.instanceType ?? (modernized ? 'InMageRcm' : 'InMageAzureV2');

  const requests: VaultRequests = {
    async createGroup(name) {
      await client.replicationProtectionContainers.beginCreateAndWait(...fabric, name, {
        properties: { providerSpecificInput: [] },
      });
    },
    async createPlan(name, groups) {
      await client.replicationRecoveryPlans.beginCreateAndWait(...vault, name, {
        properties: {
          primaryFabricId: arm.fabricId,
          recoveryFabricId: 'Microsoft Azure',
          groups: groups.map((members) => ({
            groupType: 'Boot',
            replicationProtectedItems: members.map((group) => ({ id: arm.containerId(group) })),
          })),
        },
      });
    },
    async protect(machine) {
      const described = machines.get(machine);
      if (!described) throw new Error(`no machine is called ${machine}`);
      const { group, physical } = described;
      if (physical)
        await client.replicationProtectionContainers.beginDiscoverProtectableItemAndWait(...fabric, group, {
          properties: { friendlyName: machine, osType: described.os },
        });
      const network = arm.resourceId('Microsoft.Network/virtualNetworks', names.vnet);
      const common = {
        policyId: arm.policyId(group),
        protectableItemId: `${arm.containerId(group)}/replicationProtectableItems/${machine}`,
      };
      return begun((options) =>
        items.beginCreate(
          ...fabric,
          group,
          machine,
          {
            properties: {
              ...common,
              providerSpecificDetails: modernized
                ? {
                    instanceType: 'InMageRcm',
                    fabricDiscoveryMachineId: machine,
                    targetResourceGroupId: arm.resourceGroup,
                    processServerId: names.managementServer,
                    targetNetworkId: network,
                  }
                : { instanceType: 'InMageAzureV2', targetAzureNetworkId: network },
            },
          },
          options,
        ),
      );
    },
    async failOver(machine, { point, shutDown }) {
      const { place, found } = await placeOf(machine);
      const instanceType = providerOf(found);
      const id = await pointId(machine, point, instanceType);
      return begun((options) =>
        items.beginUnplannedFailover(
          ...place,
          {
            properties: {
              failoverDirection: 'PrimaryToRecovery',
              sourceSiteOperations: shutDown ? 'Required' : 'NotRequired',
              providerSpecificDetails: failoverDetails(instanceType, point, id, shutDown),
            },
          },
          options,
        ),
      );
    },
    async plannedFailover(machine, point) {
      const { place } = await placeOf(machine);
      const recoveryPointType = point === 'latest' ? 'CrashConsistent' : 'ApplicationConsistent';
      const providerSpecificDetails = { instanceType: 'InMageRcmFailback', recoveryPointType } as const;
      return begun((options) =>
        items.beginPlannedFailover(...place, { properties: { providerSpecificDetails } }, options),
      );
    },
    async cancelFailover(machine) {
      const { place } = await placeOf(machine);
      return begun((options) => items.beginFailoverCancel(...place, options));
    },
    failOverPlan: (plan, choices) =>
      begun((options) =>
        client.replicationRecoveryPlans.beginUnplannedFailover(
          ...vault,
          plan,
          { properties: planInput(choices, modernized) },
          options,
        ),
      ),
    async commit(machine) {
      const { place } = await placeOf(machine);
      return begun((options) => items.beginFailoverCommit(...place, options));
    },
    async reprotect(machine, choices) {
      const { place, found } = await placeOf(machine);
      const ids = await serverIds();
      const idOf = (server = ''): string => ids.get(server) ?? server;
      const providerSpecificDetails = reprotectDetails(arm, providerOf(found), machine, choices, idOf);
      return begun((options) =>
        items.beginReprotect(
          ...place,
          { properties: { failoverDirection: 'RecoveryToPrimary', providerSpecificDetails } },
          options,
        ),
      );
    },
    restart: (job) => begun((options) => client.replicationJobs.beginRestart(...vault, job, options)),
    cancel: (job) => begun((options) => client.replicationJobs.beginCancel(...vault, job, options)),
    async testFailover(machine) {
      const { place, found } = await placeOf(machine);
      const networkId = arm.resourceId('Microsoft.Network/virtualNetworks', TEST_NETWORK);
      const providerSpecificDetails = { instanceType: providerOf(found) as 'InMageAzureV2' };
      const test = { failoverDirection: 'PrimaryToRecovery', networkType: 'VmNetworkAsInput', networkId };
      return begun((options) =>
        items.beginTestFailover(...place, { properties: { ...test, providerSpecificDetails } }, options),
      );
    },
    async cleanUpTestFailover(machine) {
      const { place } = await placeOf(machine);
      return begun((options) => items.beginTestFailoverCleanup(...place, { properties: {} }, options));
    },
    async disableProtection(machine) {
      const { place } = await placeOf(machine);
      const properties = { disableProtectionReason: 'NotSpecified' };
      return begun((options) => items.beginDelete(...place, { properties }, options));
    },
    async changePoint(machine, point) {
      const { place, found } = await placeOf(machine);
      const recoveryPointId = point.replaceAll('/', '~');
      const providerSpecificDetails = { instanceType: providerOf(found) as 'InMageAzureV2' };
      return begun((options) =>
        items.beginApplyRecoveryPoint(
          ...place,
          { properties: { recoveryPointId, providerSpecificDetails } },
          options,
        ),
      );
    },
    async repairReplication(machine) {
      const { place } = await placeOf(machine);
      return begun((options) => items.beginRepairReplication(...place, options));
    },
    async protectableItems() {
      const filter = "protectionStatus eq 'Unprotected'";
      const found = await all(
        client.replicationProtectableItems.listByReplicationProtectionContainers(...fabric, firstGroup(), {
          filter,
        }),
      );
      return found.filter(isVirtual).map(({ properties }) => properties?.friendlyName ?? '');
    },
    items: async () => (await listItems()).map(viewOf),
    async item(machine) {
      const found = (await listItems()).find(({ name }) => name === machine);
      return found && viewOf(found);
    },
    async points(machine) {
      const { place, found } = await placeOf(machine);
      return found
        ? (await all(client.recoveryPoints.listByReplicationProtectedItems(...place))).map((point) =>
            pointView(arm, point),
          )
        : [];
    },
    job: async (id) => jobView(arm, await client.replicationJobs.get(...vault, id)),
    // The service lists the newest first, and without their tasks and errors.
    async jobs() {
      const views = [];
      for (const { name = '' } of (await all(client.replicationJobs.list(...vault))).reverse())
        views.push(jobView(arm, await client.replicationJobs.get(...vault, name)));
      return views;
    },
    policies: async () => (await all(client.replicationPolicies.list(...vault))).map(({ name = '' }) => name),
    membersOf: async (group) =>
      (await all(items.listByReplicationProtectionContainers(...fabric, group))).map(({ name = '' }) => name),
    async failbackGroupOf(group) {
      const containers = await all(
        client.replicationProtectionContainers.listByReplicationFabrics(...fabric),
      );
      const twin = group.endsWith(TWIN) ? group.slice(0, -TWIN.length) : `${group}${TWIN}`;
      if (!containers.some(({ name }) => name === twin)) throw new Error(`${group} has no twin ${twin}`);
      return twin;
    },
    async plan(name) {
      const { properties } = await client.replicationRecoveryPlans.get(...vault, name);
      return (properties?.groups ?? []).map(({ replicationProtectedItems = [] }) =>
        replicationProtectedItems.map(({ id = '' }) => lastOf(id)),
      );
    },
    async events(about) {
      const filter = `AffectedObjectFriendlyName eq '${about}'`;
      return (await all(client.replicationEvents.list(...vault, { filter })))
        .map((event) => eventView(arm, event))
        .reverse();
    },
  };

  /** The ids of the servers that the fabric lists, by name; one that is not listed has only its name. */
  async function serverIds(): Promise<ReadonlyMap<string, string>> {
    const { properties } = await client.replicationFabrics.get(...fabric);
    const {
      processServers = [],
      masterTargetServers = [],
      reprotectAgents = [],
    } = (properties?.customDetails ?? {}) as Servers;
    const named = [...processServers, ...masterTargetServers, ...reprotectAgents];
    return new Map(named.map(({ friendlyName, name = friendlyName ?? '', id = '' }) => [name, id]));
  }

  /** The id of a recovery point, where the provider asks for one. */
  async function pointId(machine: string, point: string, provider: string): Promise<string | undefined> {
    if (point === 'latest' || (provider === 'InMage' && point === 'latest-application')) return undefined;
    const points = await requests.points(machine);
    const wanted: { readonly [kind: string]: (each: PointView) => boolean } = {
      'latest-application': ({ consistency }) => consistency === 'application',
      'latest-group': ({ common }) => common,
    };
    const id = points.findLast(wanted[point] ?? ((each) => each.id === point))?.id ?? point;
    return id.replaceAll('/', '~');
  }

  const viewOf = (item: ReplicationProtectedItem): ItemView => itemView(item, rules);
  return requests;
}

const TWIN = '_Failback';

type Listed = readonly { readonly friendlyName?: string; readonly name?: string; readonly id?: string }[];

interface Servers {
  readonly processServers?: Listed;
  readonly masterTargetServers?: Listed;
  readonly reprotectAgents?: Listed;
}

function failoverDetails(
  instanceType: string,
  point: string,
  recoveryPointId: string | undefined,
  shutDown: boolean,
) {
  const id = recoveryPointId === undefined ? {} : { recoveryPointId };
  if (instanceType === 'InMageRcm')
    return { instanceType, performShutdown: String(shutDown), ...id } as const;
  if (instanceType !== 'InMage') return { instanceType, ...id } as { readonly instanceType: 'InMageAzureV2' };
  const kind = point === 'latest' ? 'LatestTime' : point === 'latest-application' ? 'LatestTag' : 'Custom';
  return { instanceType, recoveryPointType: kind, ...id } as const;
}

/** A choice that is absent is sent empty: the SDK itself insists on some of them. */
function reprotectDetails(
  arm: Arm,
  home: string,
  machine: string,
  choices: ReprotectChoices,
  idOf: (server: string | undefined) => string,
) {
  const policy = choices.policy === undefined ? '' : arm.policyId(choices.policy);
  const runAsAccountId = choices.account ?? '';
  const processServerId = idOf(choices.processServer);
  // Nobody can name hardware to come back to but as the place of the disks.
  const datastoreName = choices.physicalTarget === undefined ? (choices.datastore ?? '') : machine;
  switch (home) {
    case 'InMage':
      return {
        instanceType: 'InMageAzureV2',
        masterTargetId: idOf(choices.masterTarget),
        processServerId,
        policyId: policy,
        runAsAccountId,
      } as const;
    case 'InMageRcmFailback':
      return {
        instanceType: 'InMageRcmFailback',
        processServerId,
        policyId: policy,
        runAsAccountId,
      } as const;
    case 'InMageRcm':
      return {
        instanceType: 'InMageRcm',
        reprotectAgentId: idOf(choices.reprotectAgent),
        datastoreName,
        logStorageAccountId: choices.logStorageAccount ?? '',
        policyId: policy,
      } as const;
    default:
      return {
        instanceType: 'InMage',
        masterTargetId: idOf(choices.masterTarget),
        processServerId,
        retentionDrive: choices.retentionDrive ?? '',
        profileId: policy,
        runAsAccountId,
        datastoreName,
      } as const;
  }
}

/** One set of details for each provider that a machine of the plan may have. */
function planInput({ direction, point, shutDown }: PlanChoices, modernized: boolean) {
  const application = point.endsWith('application');
  const useMultiVmSyncPoint = String(point.startsWith('latest-group'));
  const toAzure = application ? 'LatestApplicationConsistent' : 'Latest';
  return {
    failoverDirection:
      direction === undefined ? '' : direction === 'to-azure' ? 'PrimaryToRecovery' : 'RecoveryToPrimary',
    sourceSiteOperations: shutDown ? 'Required' : 'NotRequired',
    providerSpecificDetails: modernized
      ? [
          { instanceType: 'InMageRcm', recoveryPointType: toAzure, useMultiVmSyncPoint } as const,
          {
            instanceType: 'InMageRcmFailback',
            recoveryPointType: application ? 'ApplicationConsistent' : 'CrashConsistent',
            useMultiVmSyncPoint,
          } as const,
        ]
      : [
          { instanceType: 'InMageAzureV2', recoveryPointType: toAzure, useMultiVmSyncPoint } as const,
          { instanceType: 'InMage', recoveryPointType: application ? 'LatestTag' : 'LatestTime' } as const,
        ],
  };
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const entry of pages) found.push(entry);
  return found;
}
