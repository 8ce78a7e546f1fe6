import type { Process } from '../../kernel';
import { type Message, Refusal } from '../../network';
import type { ServerReport } from '../../wire';
import { type ReassociateInput, viaOf } from './gateways';
import type { Job, ReprotectInput } from './model';
import type { Vault } from './vault';

/** The machine whose replication runs through a process server, or whose job under way is about to make it so. */
function userOf({ items, jobs, managementServer }: Vault, processServer: string): string | undefined {
  for (const { name, pair, activeJob } of items.values()) {
    if (pair && viaOf(pair, managementServer) === processServer) return name;
    if (choiceOf(jobs.get(activeJob ?? '')) === processServer) return name;
  }
  return undefined;
}

/** The process server that replication is to go through once a job has succeeded. */
function choiceOf(job: Job | undefined): string | undefined {
  switch (job?.workflow) {
    case 'reprotectToSite':
    case 'reprotectToAzure':
      return (job.input as ReprotectInput).processServer;
    case 'reassociateGateway':
      return (job.input as ReassociateInput).to;
    default:
      return undefined;
  }
}

/** Removes a process server. Errors: SIM-PROCESS-SERVER-IN-USE – replication runs through it, or is about to. */
export function deleteServer(vault: Vault, name: string): void {
  const user = userOf(vault, name);
  if (user !== undefined)
    throw vault.refused(
      user,
      'deleteProcessServer',
      'SIM-PROCESS-SERVER-IN-USE',
      [name, user],
      `(${name}, used by ${user})`,
    );
  removeServer(vault, name);
}

/** Forgets a process server: its virtual machine, its address, its place in the list; and has the configuration server forget it.
 *  The name can be given again. */
function removeServer(vault: Vault, name: string): void {
  const { kernel, cloud, component } = vault;
  const { durable } = component;
  const address = vault.servers.find((server) => server.name === name)?.address;
  const deployed = vault.azureServers.get(name);
  durable.azureServers.delete(name);
  durable.removedServers.set(name, kernel.now);
  durable.servers = withoutRemoved(vault, durable.servers);
  if (deployed) cloud.subnetOf(deployed.vnet).release(deployed.address, name);
  else if (address !== undefined) cloud.releaseAddress(address, name);
  kernel.record('process-server.deleted', name);
}

/** What a configuration server reports, without servers that were deleted. It is told of those, for its database may be older:
 *  it was away then, or came back from a backup. */
export function withoutRemoved(vault: Vault, servers: readonly ServerReport[]): readonly ServerReport[] {
  const { removedServers } = vault.component.durable;
  if (removedServers.size === 0) return servers;
  const gone = servers.filter(
    ({ name, lastHeartbeatMs }) => lastHeartbeatMs <= (removedServers.get(name) ?? Number.NEGATIVE_INFINITY),
  );
  for (const { name } of gone) vault.component.run('remove server', tell(vault, name));
  return servers.filter((server) => !gone.includes(server));
}

function* tell(vault: Vault, name: string): Process {
  const removedAtMs = vault.component.durable.removedServers.get(name);
  try {
    yield* vault.askConfigurationServer({ kind: 'cs.remove-server', name, removedAtMs } as Message);
  } catch (error) {
    // Its next report shows whether it still has to be told.
    if (!(error instanceof Refusal)) throw error;
  }
}
