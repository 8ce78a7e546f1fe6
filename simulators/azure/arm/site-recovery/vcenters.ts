import type { VcenterReport } from '../../../wire';
import { type Arm, same } from '../arm';
import { notFound } from '../arm-error';
import { name, properties, readBody, text } from '../body';
import { type Call, ok, type Route, type Run } from '../call';
import { accountIdOf, guidOf, hostIdOf } from '../ids';
import { accepted, resultsOf } from '../long-running';
import { page } from '../paging';
import { fabricOf } from './find';
import { FABRIC, VAULT, VCENTER } from './paths';

/** Connections to vCenter servers and to hosts that stand alone, as the configuration server reports them. What is asked is passed to it. */
const listOfVault: Run = (call, arm) => page(call, arm, arm.vault.vcenters, (vcenter) => json(arm, vcenter));
const listOfFabric: Run = (call, arm) => {
  fabricOf(call, arm);
  return listOfVault(call, arm);
};
const get: Run = (call, arm) => ok(json(arm, vcenterOf(call, arm)));

const create: Run = (call, arm) => {
  fabricOf(call, arm);
  const { ipAddress, port, runAsAccountId, friendlyName } = readBody(call, CREATE).properties;
  const account = arm.accountNamed(runAsAccountId);
  const { vcenterName = '' } = call.params;
  const job = arm.vault.addVcenter({
    name: friendlyName ?? vcenterName,
    address: ipAddress,
    account,
    ...(port === undefined ? {} : { port: Number(port) }),
  });
  return accepted(call, arm, job.id);
};

const update: Run = (call, arm) => {
  const { runAsAccountId } = readBody(call, UPDATE).properties;
  const job = arm.vault.updateVcenter(vcenterOf(call, arm).name, {
    account: arm.accountNamed(runAsAccountId),
  });
  return accepted(call, arm, job.id);
};

const remove: Run = (call, arm) => accepted(call, arm, arm.vault.removeVcenter(vcenterOf(call, arm).name).id);

const CREATE = properties({
  friendlyName: name.optional(),
  ipAddress: name,
  processServerId: text.optional(),
  port: text.regex(/^\d{1,5}$/, 'expected a port as text').optional(),
  runAsAccountId: name,
});
const UPDATE = properties({ friendlyName: text.optional(), runAsAccountId: name });

function vcenterOf(call: Call, arm: Arm): VcenterReport {
  fabricOf(call, arm);
  const { vcenterName = '' } = call.params;
  const found = arm.vault.vcenters.find((vcenter) => same(vcenter.name, vcenterName));
  if (!found) throw notFound('vCenter server', vcenterName);
  return found;
}

/** How discovery is getting on, in the service's words. Source: AZURE.md §2.4 – read in the official description. */
const STATUS = {
  discovering: 'DiscoveryInProgress',
  discovered: 'DiscoveryCompleted',
  'not-answering': 'DiscoveryFailed',
} as const;

function json(
  arm: Arm,
  { name: vcenter, address, port, account, state, lastSeenAtMs }: VcenterReport,
): object {
  const { managementServer } = arm.vault;
  return {
    id: `${arm.fabricId}/replicationvCenters/${vcenter}`,
    name: vcenter,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationvCenters',
    properties: {
      friendlyName: vcenter,
      internalId: guidOf(`vcenter ${vcenter}`),
      lastHeartbeat: lastSeenAtMs === null ? null : arm.at(lastSeenAtMs),
      discoveryStatus: STATUS[state],
      processServerId: hostIdOf(managementServer),
      ipAddress: address,
      infrastructureId: guidOf(`infrastructure ${vcenter}`),
      port: String(port),
      runAsAccountId: accountIdOf(account),
      fabricArmResourceName: arm.fabricName,
      healthErrors: [],
    },
  };
}

const simulated = (operation: string, method: Route['method'], path: string, run: Run): Route => ({
  operation: `ReplicationvCenters_${operation}`,
  method,
  path,
  support: 'simulated',
  run,
});

export const vcenterRoutes: readonly Route[] = [
  simulated('List', 'GET', `${VAULT}/replicationvCenters`, listOfVault),
  simulated('ListByReplicationFabrics', 'GET', `${FABRIC}/replicationvCenters`, listOfFabric),
  simulated('Get', 'GET', VCENTER, get),
  simulated('Create', 'PUT', VCENTER, create),
  simulated('Update', 'PATCH', VCENTER, update),
  simulated('Delete', 'DELETE', VCENTER, remove),
  resultsOf(VCENTER, get),
];
