import { allowedActions, Cloud, Vault, vnetZone } from './azure';
import type { FinalState } from './checkers';
import type { EstateDescription, MachineDescription } from './description';
import { checkDescription } from './estate-check';
import { addPhysical, addVsphere, connectionsOf } from './estate-machines';
import { ADDRESS, AZURE, type EstateNames, namesOf, RETENTION_DRIVES, SITE, VNET } from './estate-names';
import { addNetworks, addRcm } from './estate-networks';
import { elsewhereOf, isElsewhere, type Part } from './estate-parts';
import { ServerRoom } from './estate-servers';
import type { GuestService, PhysicalServer, Workload } from './guest';
import { Kernel, Misuse, type Observer } from './kernel';
import { Network } from './network';
import {
  ConfigurationServer,
  MasterTarget,
  MobilityAgent,
  newConnection,
  ProcessServer,
  presentServer,
} from './replication';
import { administrator, replication, roleCalled, Vsphere } from './vsphere';
import { type Credentials, PORT, RULES } from './wire';

/** The workload of a virtual machine that the description does not name. */
const QUIET: Workload = { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 };

/** A running estate: everything that `build` made, in one place, for tasks, checkers and fronts.
 *  The only composition root: it alone knows all simulators, and hands each what it needs. */
export interface Estate {
  readonly description: EstateDescription;
  readonly kernel: Kernel;
  readonly network: Network;
  readonly vsphere: Vsphere;
  readonly cloud: Cloud;
  readonly vault: Vault;
  readonly configurationServer: ConfigurationServer;
  readonly masterTarget: MasterTarget;
  /** Process servers and master targets, and what is done with them while the estate runs. */
  readonly servers: ServerRoom;
  /** That of the configuration server; whoever sets a server up is told it. */
  readonly passphrase: string;
  readonly physical: Map<string, PhysicalServer>;
  /** Logs in to vSphere as an administrator, as an operator would. */
  readonly operator: Credentials;
  /** An account with every privilege that failback needs, for whoever updates the vCenter credentials. */
  readonly fullAccount: Credentials;
  readonly machines: ReadonlyMap<string, MachineDescription>;
  readonly names: EstateNames;
  /** Tells the configuration server of the vCenter server (`vcenter`) or a standalone host. */
  connect(name: string): void;
}

export interface BuildOptions {
  /** Gets the estate as it is built, before anything in it starts. */
  readonly before?: (estate: Estate) => void;
  /** Gets every line of the journal, in large chunks. */
  readonly journal?: ((chunk: string) => void) | undefined;
  /** Only this part of it runs here; the others run in processes of their own. */
  readonly part?: Part;
}

/** Builds an estate and starts it: servers up, machines running, nothing protected yet. `observers` see the journal from its first entry.
 *  Errors: HW-ESTATE – the description contradicts itself (names what and where). */
export function build(
  description: EstateDescription,
  seed: number,
  observers: readonly Observer[] = [],
  { before, journal, part }: BuildOptions = {},
): Estate {
  const rules = RULES[description.profile ?? 'classic-2017'];
  const names = namesOf(rules);
  checkDescription(description, names);
  const kernel = new Kernel(seed);
  if (part) kernel.isElsewhere = isElsewhere(part.role);
  if (journal) kernel.journal.writeTo(journal);
  for (const observer of observers) kernel.journal.observe(observer);
  kernel.record('estate', description.name, { seed });
  const network = new Network(kernel);
  const vmSubnet = addNetworks(network, description);
  const machines = new Map(description.machines.map((machine) => [machine.name, machine]));
  const passphrase = kernel.random('passphrase').guid();
  const modernized = rules.provider === 'modernized';
  const ports = { control: PORT.control, data: PORT.data, ...description.ports };
  const servers: ServerRoom = new ServerRoom({
    kernel,
    network,
    vmSubnet,
    managementServer: ADDRESS.managementServer,
    passphrase,
    ports,
    vault: () => vault,
    vsphere: () => vsphere,
  });
  const guestServices = (machine: string): readonly GuestService[] =>
    servers.servicesOf(machine) ?? [
      new MobilityAgent(kernel, {
        machine,
        name: machine,
        configurationServer: modernized ? ADDRESS.rcmService : ADDRESS.managementServer,
        controlPort: modernized ? PORT.control : ports.control,
        passphrase,
      }),
    ];
  const workload = (machine: string): Workload => machines.get(machine)?.workload ?? QUIET;
  const cloud = new Cloud({ kernel, rules, network, guestServices, workload });
  cloud.addVnet(VNET, '10.100.0.0/16');
  for (const [index, vnet] of (description.vnets ?? []).entries())
    cloud.addVnet(vnet, `10.${101 + index}.0.0/16`);
  const vault: Vault = new Vault({
    kernel,
    rules,
    cloud,
    endpoint: network.attach(ADDRESS.vault, AZURE),
    storageEndpoint: network.attach(ADDRESS.storage, AZURE),
    configurationServer: { name: names.managementServer, address: ADDRESS.managementServer },
    controlPort: ports.control,
    serverDeployed: (server) => servers.deployed(server),
  });
  const vsphere: Vsphere = new Vsphere({
    kernel,
    network,
    managementZone: SITE,
    vmSubnet,
    vcenterAddress: description.vcenter ? ADDRESS.vcenter : undefined,
    guestServices,
    workload,
  });
  const operator = { user: 'operator', password: kernel.random('operator password').guid() };
  const account = { user: description.account.name, password: kernel.random('account password').guid() };
  const fullAccount = { user: 'asr-full', password: kernel.random('full account password').guid() };
  vsphere.addAccount(operator, administrator);
  vsphere.addAccount(fullAccount, replication);
  vsphere.addAccount(account, roleCalled(description.account.role) ?? administrator);
  addVsphere(vsphere, description, names);
  const connections = connectionsOf(vsphere, description);
  const presentProcessServer = modernized
    ? ADDRESS.logStorage
    : description.processServerInAzure
      ? ADDRESS.processServer
      : undefined;
  if (presentProcessServer === ADDRESS.processServer)
    cloud.subnetOf(VNET).claim(presentProcessServer, names.processServer);
  const configurationServer = new ConfigurationServer(kernel, network, {
    name: names.managementServer,
    rules,
    zone: SITE,
    address: ADDRESS.managementServer,
    passphrase,
    ports,
    vault: ADDRESS.vault,
    database: {
      machines: new Map(),
      servers: new Map(
        presentProcessServer === undefined
          ? []
          : [
              [
                names.processServer,
                presentServer('process-server', names.processServer, presentProcessServer),
              ],
            ],
      ),
      accounts: new Map([
        [account.user, account],
        [names.account, account],
      ]),
      connections: new Map(
        [...connections]
          .filter(([name]) => !description.undiscovered?.includes(name))
          .map(([name, address]) => [address, newConnection({ name, address }, 0)]),
      ),
      vcenterAccount: account.user,
      leaving: new Set(),
      untold: new Map(),
      masterTargets: new Map([
        [
          names.masterTarget,
          { name: names.masterTarget, vm: names.masterTargetVm, retentionDrives: RETENTION_DRIVES },
        ],
      ]),
    },
  });
  const server = { configurationServer: ADDRESS.managementServer, passphrase, ports };
  const own = new ProcessServer(kernel, configurationServer.nic, { ...server, name: names.managementServer });
  servers.processServers.set(own.name, own);
  const { masterTargetBytesPerSecond: bytesPerSecond } = description;
  const masterTarget = new MasterTarget(kernel, configurationServer.nic, {
    ...server,
    name: names.masterTarget,
    vm: names.masterTargetVm,
    retentionDrives: RETENTION_DRIVES,
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
  });
  servers.masterTargets.set(masterTarget.name, masterTarget);
  if (modernized) addRcm(kernel, network, ports.control);
  if (presentProcessServer !== undefined)
    servers.addProcessServer(
      names.processServer,
      presentProcessServer,
      modernized ? AZURE : vnetZone(VNET),
      description.processServerCacheBytes,
    );
  const physical = addPhysical(kernel, network, vmSubnet, description, guestServices);

  const estate: Estate = {
    description,
    kernel,
    network,
    vsphere,
    cloud,
    vault,
    configurationServer,
    masterTarget,
    servers,
    passphrase,
    physical,
    operator,
    fullAccount,
    machines,
    names,
    connect(name) {
      const address = connections.get(name);
      if (address === undefined)
        throw new Misuse(
          'HW-NAME',
          `there is no ${name} to connect to`,
          `Known: ${[...connections.keys()].join(', ')}.`,
        );
      configurationServer.addConnection(address, name);
    },
  };
  if (part) network.elsewhere = elsewhereOf(estate, part);
  before?.(estate);
  startAll(estate, part?.role);
  return estate;
}

/** What the checkers look at when a run has ended. */
export function finalState(estate: Estate): FinalState {
  const { kernel, vsphere, cloud, vault, servers } = estate;
  const jobs = [...vault.jobs.values()];
  return {
    now: kernel.now,
    activeJobs: jobs.filter((job) => job.state === 'InProgress').length,
    vms: [...vsphere.inventory.vms.values()].map(({ name, machine, attachedTo, busy }) => {
      return { name, machine, attachedTo, busy: busy !== undefined };
    }),
    azureVms: [...cloud.vms.values()].map(({ name, machine, power }) => ({
      name,
      machine,
      running: power === 'running',
    })),
    items: [...vault.items.values()].map(({ name, state, pair, azureVm, testFailover }) => {
      return {
        name,
        state,
        pair: pair?.id ?? null,
        azureVm: azureVm ?? null,
        testVm: testFailover?.vm ?? null,
      };
    }),
    attachedPairs: [...servers.masterTargets.values()].flatMap(({ component }) => [
      ...component.durable.attached.keys(),
    ]),
    queuedPairs: [...servers.processServers.values()].flatMap((processServer) => processServer.busyPairs),
    failedJobs: jobs
      .filter((job) => job.state === 'Failed' && vault.items.get(job.item)?.lastJob === job.id)
      .map((job) => ({ id: job.id, item: job.item, restartable: allowedActions(job).includes('Restart') })),
  };
}

function startAll(estate: Estate, only: Part['role'] | undefined): void {
  const { description, vault } = estate;
  if (only === undefined || only === 'azure') {
    for (const { name, multiVm } of description.groups) vault.createGroup(name, { multiVm });
    for (const { name, groups } of description.plans) vault.createPlan(name, groups);
  }
  estate.configurationServer.component.start();
  for (const processServer of estate.servers.processServers.values()) processServer.component.start();
  estate.masterTarget.component.start();
  if (only !== undefined && only !== 'vcenter') return;
  for (const { name, physical, power } of description.machines) {
    if (power === 'poweredOff') continue;
    if (physical) estate.physical.get(name)?.switchOn();
    else estate.vsphere.powerOn(name);
  }
}
