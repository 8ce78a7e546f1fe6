import { Misuse, type Process } from '../../kernel';
import { asrRefusal, type Credentials } from '../../wire';
import { vnetZone } from '../cloud';
import { endJob, setTask } from './jobs';
import type { Job } from './model';
import type { Vault } from './vault';

export const DEPLOYMENT = 'deployProcessServer';

/** What the form for a new process server asks for. Source: seed document, “set up the process server in Azure” – documented. */
export interface DeploymentInput {
  readonly name: string;
  readonly administrator: string;
  readonly password: string;
  readonly managementServer: string;
  readonly vnet: string;
  readonly address: string;
}

/** A virtual machine in Azure that carries a process server. */
export interface AzureServer {
  readonly name: string;
  readonly vnet: string;
  readonly zone: string;
  readonly address: string;
  readonly administrator: Credentials;
}

/** Task ids are ours: no recording names them. */
const TASKS = [
  { taskId: 'SIM-CreateNetworkInterfaceTask', friendlyName: 'Create the network interface', takesMs: 30_000 },
  { taskId: 'SIM-CreateVirtualMachineTask', friendlyName: 'Create the virtual machine', takesMs: 300_000 },
  { taskId: 'SIM-InstallProcessServerTask', friendlyName: 'Install the process server', takesMs: 180_000 },
] as const;

/** Refuses, by name, what stands against a deployment; nothing has changed then. Errors: SIM-CHOICE-MISSING, SIM-DUPLICATE,
 *  SIM-UNKNOWN, SIM-WRONG-NETWORK, SIM-ADDRESS. */
export function checkDeployment(vault: Vault, input: DeploymentInput): void {
  for (const field of ['name', 'administrator', 'password', 'managementServer', 'vnet', 'address'] as const)
    if (!input[field]) throw asrRefusal('SIM-CHOICE-MISSING', [field], `(${field})`);
  const { name, managementServer, vnet, address } = input;
  if (vault.azureServers.has(name) || vault.servers.some((server) => server.name === name))
    throw asrRefusal('SIM-DUPLICATE', [name], `(process server ${name})`);
  if (managementServer !== vault.managementServer)
    throw asrRefusal('SIM-UNKNOWN', [managementServer], `(management server ${managementServer})`);
  const subnet = vault.cloud.subnetOf(vnet);
  const networks = new Set([...vault.items.values()].map((item) => item.vnet));
  if (networks.size > 0 && !networks.has(vnet))
    throw asrRefusal('SIM-WRONG-NETWORK', [vnet, ...networks], `(${vnet})`);
  const problem = addressProblem(() => subnet.problem(address, name));
  if (problem) throw asrRefusal('SIM-ADDRESS', [address, problem], `(${address}: ${problem})`);
}

/** Claims the address and makes the job. */
export function newDeploymentJob(vault: Vault, { password: _password, ...input }: DeploymentInput): Job {
  vault.cloud.subnetOf(input.vnet).claim(input.address, input.name);
  return {
    id: vault.kernel.random('job ids').guid(),
    workflow: DEPLOYMENT,
    scenarioName: 'SIM-DeployProcessServer',
    friendlyName: 'Deploy a process server in Azure',
    item: input.name,
    owner: 'azure-server',
    input,
    startedAtMs: vault.kernel.now,
    endedAtMs: undefined,
    state: 'InProgress',
    tasks: TASKS.map(({ taskId, friendlyName }) => ({
      taskId,
      name: taskId.replace(/Task$/, ''),
      friendlyName,
      state: 'NotStarted',
      startedAtMs: undefined,
      endedAtMs: undefined,
    })),
    errors: [],
    data: {},
  };
}

/** Deploys the virtual machine; it then waits for its first log-in. */
export function* runDeployment(vault: Vault, job: Job): Process {
  for (const [index, task] of job.tasks.entries()) {
    if (task.state === 'Succeeded') continue;
    task.startedAtMs ??= vault.kernel.now;
    setTask(vault, job, task, 'InProgress');
    yield TASKS[index]?.takesMs ?? 0;
    task.endedAtMs = vault.kernel.now;
    setTask(vault, job, task, 'Succeeded');
  }
  endJob(vault, job, 'Succeeded');
  const server = vault.azureServers.get(job.item);
  if (server) vault.serverDeployed(server);
}

export function newAzureServer(input: DeploymentInput): AzureServer {
  const { name, vnet, address, administrator: user, password } = input;
  return { name, vnet, zone: vnetZone(vnet), address, administrator: { user, password } };
}

/** What is wrong with an address, also where it is none at all. */
function addressProblem(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof Misuse) return 'no-address';
    throw error;
  }
}
