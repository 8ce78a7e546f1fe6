import { allowedActions, Cloud, Vault, vnetZone } from './azure';
import type { FinalState } from './checkers';
import type { EstateDescription, MachineDescription } from './description';
import { type GuestService, type OsImage, PhysicalServer, type Workload } from './guest';
import { Kernel, Misuse, type Observer } from './kernel';
import { Network, type Subnet } from './network';
import { ConfigurationServer, MasterTarget, MobilityAgent, ProcessServer } from './replication';
import { administrator, roleCalled, Vsphere } from './vsphere';
import { type Credentials, RULES } from './wire';

const SITE = 'site';
const AZURE = 'azure';
const VNET = 'failover-vnet';

/** The addresses of the estate. Site: 10.0.0.0/16 servers, 10.1.0.0/16 machines. Azure: 10.100.0.0/16 network, 20.0.0.0/24 public endpoints. */
const ADDRESS = {
  vcenter: '10.0.0.5',
  managementServer: '10.0.0.10',
  vault: '20.0.0.1',
  storage: '20.0.0.2',
  processServer: '10.100.255.4',
} as const;

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
  /** By name; the one on the management server and those in Azure. */
  readonly processServers: Map<string, ProcessServer>;
  readonly physical: Map<string, PhysicalServer>;
  /** Logs in to vSphere as an administrator, as an operator would. */
  readonly operator: Credentials;
  readonly machines: ReadonlyMap<string, MachineDescription>;
  readonly names: EstateNames;
  /** Deploys a process server in Azure, where none is. */
  deployProcessServer(name: string): ProcessServer;
  /** Deletes a process server, unless replication runs through it. */
  deleteProcessServer(name: string): void;
}

export interface EstateNames {
  readonly vnet: string;
  readonly site: string;
  readonly azure: string;
  readonly connection: string;
  readonly internet: string;
  /** The way of an ExpressRoute circuit to Azure's public endpoints, where it has that peering. */
  readonly publicPeering: string;
  readonly masterTarget: string;
  readonly masterTargetVm: string;
  readonly processServer: string;
  readonly retentionDrive: string;
  readonly account: string;
}

const NAMES: EstateNames = {
  vnet: VNET,
  site: SITE,
  azure: AZURE,
  connection: 'site connection',
  internet: 'internet',
  publicPeering: 'public peering',
  masterTarget: 'mt-01',
  masterTargetVm: 'management-server',
  processServer: 'ps-azure-01',
  retentionDrive: 'R:',
  account: 'asr-account',
};

/** Builds an estate and starts it: servers up, machines running, nothing protected yet. `observers` see the journal from its first entry.
 *  Errors: HW-ESTATE – the description contradicts itself (names what and where). */
export function build(
  description: EstateDescription,
  seed: number,
  observers: readonly Observer[] = [],
): Estate {
  checkDescription(description);
  const rules = RULES[description.profile ?? 'classic-2017'];
  const kernel = new Kernel(seed);
  for (const observer of observers) kernel.journal.observe(observer);
  kernel.record('estate', description.name, { seed });
  const network = new Network(kernel);
  const vmSubnet = addNetworks(network, description);
  const machines = new Map(description.machines.map((machine) => [machine.name, machine]));
  const passphrase = kernel.random('passphrase').guid();
  const guestServices = (machine: string): readonly GuestService[] => [
    new MobilityAgent(kernel, {
      machine,
      name: machine,
      configurationServer: ADDRESS.managementServer,
      passphrase,
    }),
  ];
  const workload = (machine: string): Workload => machines.get(machine)?.workload ?? QUIET;
  const cloud = new Cloud({ kernel, rules, network, guestServices, workload });
  cloud.addVnet(VNET, '10.100.0.0/16');
  for (const [index, vnet] of (description.vnets ?? []).entries())
    cloud.addVnet(vnet, `10.${101 + index}.0.0/16`);
  const vault = new Vault({
    kernel,
    rules,
    cloud,
    endpoint: network.attach(ADDRESS.vault, AZURE),
    storageEndpoint: network.attach(ADDRESS.storage, AZURE),
    configurationServer: ADDRESS.managementServer,
  });
  const vsphere = new Vsphere({
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
  vsphere.addAccount(operator, administrator);
  vsphere.addAccount(account, roleCalled(description.account.role) ?? administrator);
  const hostAddresses = addVsphere(vsphere, description);
  const configurationServer = new ConfigurationServer(kernel, network, {
    name: 'management-server',
    rules,
    zone: SITE,
    address: ADDRESS.managementServer,
    passphrase,
    vault: ADDRESS.vault,
    vmApis: description.vcenter ? [ADDRESS.vcenter] : hostAddresses,
    database: {
      machines: new Map(),
      servers: new Map(),
      accounts: new Map([
        [account.user, account],
        [NAMES.account, account],
      ]),
      vcenterAccount: account.user,
      masterTargets: new Map([
        [
          NAMES.masterTarget,
          { name: NAMES.masterTarget, vm: NAMES.masterTargetVm, retentionDrives: [NAMES.retentionDrive] },
        ],
      ]),
    },
  });
  const server = { configurationServer: ADDRESS.managementServer, passphrase };
  const own = new ProcessServer(kernel, configurationServer.nic, { ...server, name: 'management-server' });
  const masterTarget = new MasterTarget(kernel, configurationServer.nic, {
    ...server,
    name: NAMES.masterTarget,
    vm: NAMES.masterTargetVm,
  });
  const processServers = new Map([[own.name, own]]);
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
    processServers,
    physical,
    operator,
    machines,
    names: NAMES,
    deployProcessServer(name) {
      if (processServers.has(name))
        throw new Misuse('HW-NAME', `a process server called ${name} exists already`, 'Choose another name.');
      const subnet = cloud.subnetOf(VNET);
      const address = processServers.size === 1 ? ADDRESS.processServer : (subnet.firstFreeAddress() ?? '');
      subnet.claim(address, name);
      const processServer = new ProcessServer(kernel, network.attach(address, vnetZone(VNET)), {
        ...server,
        name,
      });
      processServers.set(name, processServer);
      processServer.component.start();
      return processServer;
    },
    deleteProcessServer(name) {
      const processServer = processServers.get(name);
      if (!processServer)
        throw new Misuse(
          'HW-NAME',
          `no process server is called ${name}`,
          `Known: ${[...processServers.keys()].join(', ')}.`,
        );
      const user = vault.processServerInUse(name);
      if (user !== undefined) throw vault.refuseDeletion(name, user);
      processServer.component.kill();
      processServers.delete(name);
    },
  };
  startAll(estate);
  return estate;
}

/** What the checkers look at when a run has ended. */
export function finalState(estate: Estate): FinalState {
  const { kernel, vsphere, cloud, vault, masterTarget, processServers } = estate;
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
    items: [...vault.items.values()].map(({ name, state, pair, azureVm }) => {
      return { name, state, pair: pair?.id ?? null, azureVm: azureVm ?? null };
    }),
    attachedPairs: [...masterTarget.component.durable.attached.keys()],
    queuedPairs: [...processServers.values()].flatMap((processServer) => processServer.busyPairs),
    failedJobs: jobs
      .filter((job) => job.state === 'Failed' && vault.items.get(job.item)?.lastJob === job.id)
      .map((job) => ({ id: job.id, item: job.item, restartable: allowedActions(job).includes('Restart') })),
  };
}

const QUIET: Workload = { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 };

function addNetworks(
  network: Network,
  { connection, internet, dhcpAddresses = 20_001 }: EstateDescription,
): Subnet {
  network.addLink({
    name: 'site lan',
    kind: 'lan',
    from: SITE,
    to: SITE,
    mbitPerSecond: 10_000,
    latencyMs: 1,
  });
  network.addLink({
    name: 'azure backbone',
    kind: 'lan',
    from: AZURE,
    to: AZURE,
    mbitPerSecond: 20_000,
    latencyMs: 1,
  });
  network.addLink({
    name: 'vnet lan',
    kind: 'lan',
    from: vnetZone(VNET),
    to: vnetZone(VNET),
    mbitPerSecond: 20_000,
    latencyMs: 1,
  });
  if (internet !== 'none')
    network.addLink({ name: NAMES.internet, kind: 'internet', from: SITE, to: AZURE, ...internet });
  if (connection.kind !== 'none') {
    const { kind, mbitPerSecond, latencyMs, loss, peerings = ['private'], vnet = VNET } = connection;
    const line = { kind, from: SITE, mbitPerSecond, latencyMs, loss };
    const reaches = (peering: 'private' | 'public'): boolean =>
      kind === 'vpn' ? peering === 'private' : peerings.includes(peering);
    if (reaches('private')) network.addLink({ ...line, name: NAMES.connection, to: vnetZone(vnet) });
    if (reaches('public')) network.addLink({ ...line, name: NAMES.publicPeering, to: AZURE });
  }
  return network.addSubnet({
    name: 'machines',
    zone: SITE,
    cidr: '10.1.0.0/16',
    dhcp: { from: 40_000, to: 40_000 + dhcpAddresses - 1 },
  });
}

/** Adds datastores, hosts and VMs; gives the hosts' addresses. */
function addVsphere(vsphere: Vsphere, description: EstateDescription): string[] {
  for (const datastore of description.datastores)
    vsphere.addDatastore({ ...datastore, usedBytes: 0, accessible: true });
  const addresses = description.hosts.map((host, index) => {
    const address = `10.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
    vsphere.addHost({ ...host, address, managed: description.vcenter });
    return address;
  });
  const { host, datastore } = description.masterTarget;
  vsphere.addVm(
    { name: NAMES.masterTargetVm, machine: NAMES.masterTargetVm, host, datastore, disks: [] },
    imageOf('windows', 'dhcp'),
    [],
    [],
  );
  for (const machine of description.machines) {
    if (machine.host === undefined || machine.datastore === undefined) continue;
    const { name, disks } = machine;
    const spec = { name, machine: name, host: machine.host, datastore: machine.datastore, disks };
    const used = disks.map((disk) => disk.usedBytes);
    vsphere.addVm(spec, imageOf(machine.os, machine.address), used, machine.snapshots);
  }
  return addresses;
}

function addPhysical(
  kernel: Kernel,
  network: Network,
  subnet: Subnet,
  description: EstateDescription,
  guestServices: (machine: string) => readonly GuestService[],
): Map<string, PhysicalServer> {
  const servers = new Map<string, PhysicalServer>();
  for (const machine of description.machines) {
    if (!machine.physical) continue;
    const { name, disks, workload } = machine;
    const os = imageOf(machine.os, machine.address);
    servers.set(
      name,
      new PhysicalServer(kernel, network, {
        machine: name,
        subnet,
        disks,
        os,
        workload,
        services: guestServices(name),
      }),
    );
  }
  return servers;
}

function imageOf(family: 'windows' | 'linux', address: MachineDescription['address']): OsImage {
  const packages = family === 'linux' ? ['kernel', 'NetworkManager', 'openssh-server'] : ['VMware Tools'];
  const ip =
    address === 'dhcp' ? ({ mode: 'dhcp' } as const) : ({ mode: 'static', address: address.static } as const);
  return { family, version: family === 'linux' ? 'CentOS 6.6' : 'Windows Server 2012 R2', ip, packages };
}

function startAll(estate: Estate): void {
  const { description, vault } = estate;
  for (const { name, multiVm } of description.groups) vault.createGroup(name, { multiVm });
  for (const { name, groups } of description.plans) vault.createPlan(name, groups);
  estate.configurationServer.component.start();
  for (const processServer of estate.processServers.values()) processServer.component.start();
  estate.masterTarget.component.start();
  if (description.processServerInAzure) estate.deployProcessServer(NAMES.processServer);
  for (const { name, physical } of description.machines) {
    if (physical) estate.physical.get(name)?.switchOn();
    else estate.vsphere.powerOn(name);
  }
}

function checkDescription(description: EstateDescription): void {
  const fail = (what: string): never => {
    throw new Misuse(
      'HW-ESTATE',
      `the estate ${description.name} contradicts itself: ${what}`,
      'Correct the description.',
    );
  };
  const hosts = new Map(description.hosts.map((host) => [host.name, host]));
  const groups = new Set(description.groups.map((group) => group.name));
  const { vnet = VNET } = description.connection;
  if (vnet !== VNET && !description.vnets?.includes(vnet))
    fail(`the connection ends in the virtual network ${vnet}, which does not exist`);
  const seen = new Set<string>([NAMES.masterTargetVm]);
  if (!hosts.has(description.masterTarget.host))
    fail(`no host is called ${description.masterTarget.host} (master target)`);
  for (const machine of description.machines) {
    if (seen.has(machine.name)) fail(`two machines are called ${machine.name}`);
    seen.add(machine.name);
    if (!groups.has(machine.group))
      fail(`${machine.name} is in the group ${machine.group}, which does not exist`);
    if (machine.disks.length === 0) fail(`${machine.name} has no disk`);
    if (machine.physical) continue;
    if (!hosts.has(machine.host ?? ''))
      fail(`${machine.name} is on the host ${machine.host}, which does not exist`);
    if (!description.datastores.some((datastore) => datastore.name === machine.datastore)) {
      fail(`${machine.name} is on the datastore ${machine.datastore}, which does not exist`);
    }
  }
}
