import { type Arm, lastOf, same } from '../arm';
import { ArmError, notFound } from '../arm-error';
import { name, properties, readBody, text } from '../body';
import { ok, type Route, type Run } from '../call';
import { filtered } from '../filter';
import { accepted } from '../long-running';
import { page } from '../paging';
import { containerOf } from './find';
import { CONTAINER } from './paths';

interface Protectable {
  readonly name: string;
  readonly physical: boolean;
}

/** The machines that can be protected, discovered in vCenter or entered by hand, and those that are already. */
function all(arm: Arm): readonly Protectable[] {
  const { vault } = arm;
  const virtual = [...new Set([...vault.protectableItems, ...vault.items.keys()])].filter(
    (machine) => !vault.items.get(machine)?.physical,
  );
  return [
    ...virtual.map((machine) => ({ name: machine, physical: false })),
    ...vault.physicalServers.map((machine) => ({ name: machine, physical: true })),
  ];
}

/** The machine that an id of a protectable item stands for. A name that is not listed (yet) is handed on: the job looks for the
 *  machine and says what it finds. Errors: 404 – an id that nothing has. */
export function machineToProtect(arm: Arm, id: string): Protectable {
  const wanted = lastOf(id);
  const found = listed(arm, wanted);
  if (!found && GUID.test(wanted)) throw notFound('protectable item', wanted);
  return found ?? { name: wanted, physical: false };
}

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function listed(arm: Arm, wanted: string): Protectable | undefined {
  return all(arm).find((machine) => same(arm.machineId(machine.name), wanted) || same(machine.name, wanted));
}

const list: Run = (call, arm) => {
  const container = containerOf(call, arm);
  const fields = {
    name: (machine: Protectable) => arm.machineId(machine.name),
    friendlyName: (machine: Protectable) => machine.name,
    protectionStatus: (machine: Protectable) => statusOf(arm, machine),
    state: (machine: Protectable) => statusOf(arm, machine),
  };
  const found = filtered(call, all(arm), fields, (time) => arm.msOf(time));
  return page(call, arm, found, (machine) => json(arm, container, machine));
};

const get: Run = (call, arm) => {
  const container = containerOf(call, arm);
  const { protectableItemName = '' } = call.params;
  const found = listed(arm, protectableItemName);
  if (!found) throw notFound('protectable item', protectableItemName);
  return ok(json(arm, container, found));
};

/** Enters a physical server by its name and address. */
const discover: Run = (call, arm) => {
  containerOf(call, arm);
  const { friendlyName, osType } = readBody(call, DISCOVER).properties;
  if (osType !== undefined && !['windows', 'linux'].includes(osType.toLowerCase()))
    throw new ArmError(400, 'InvalidOsType', `Expected osType Windows or Linux, got ${osType}.`);
  arm.vault.addPhysicalServer(friendlyName);
  return accepted(call, arm, arm.operations.done(), call.path.slice(0, call.path.lastIndexOf('/')));
};

const DISCOVER = properties({ friendlyName: name, ipAddress: text.optional(), osType: text.optional() });

function statusOf({ vault }: Arm, { name: machine }: Protectable): string {
  return vault.items.has(machine) ? 'Protected' : 'Unprotected';
}

function json(arm: Arm, container: string, machine: Protectable): object {
  const { vault } = arm;
  const item = vault.items.get(machine.name);
  return {
    id: `${arm.containerId(container)}/replicationProtectableItems/${arm.machineId(machine.name)}`,
    name: arm.machineId(machine.name),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectableItems',
    properties: {
      friendlyName: machine.name,
      protectionStatus: statusOf(arm, machine),
      replicationProtectedItemId: item ? arm.itemId(item) : null,
      recoveryServicesProviderId: `${arm.fabricId}/replicationRecoveryServicesProviders/${arm.machineId(vault.managementServer)}`,
      protectionReadinessErrors: [],
      supportedReplicationProviders: [vault.rules.provider === 'modernized' ? 'InMageRcm' : 'InMageAzureV2'],
      customDetails: {
        instanceType: 'VMwareVirtualMachine',
        agentGeneratedId: arm.machineId(machine.name),
        discoveryType: machine.physical ? 'Physical' : 'vCenter',
        validationErrors: [],
      },
    },
  };
}

export const protectableItemRoutes: readonly Route[] = [
  {
    operation: 'ReplicationProtectableItems_ListByReplicationProtectionContainers',
    method: 'GET',
    path: `${CONTAINER}/replicationProtectableItems`,
    support: 'simulated',
    run: list,
  },
  {
    operation: 'ReplicationProtectableItems_Get',
    method: 'GET',
    path: `${CONTAINER}/replicationProtectableItems/{protectableItemName}`,
    support: 'simulated',
    run: get,
  },
  {
    operation: 'ReplicationProtectionContainers_DiscoverProtectableItem',
    method: 'POST',
    path: `${CONTAINER}/discoverProtectableItem`,
    support: 'simulated',
    run: discover,
  },
];
