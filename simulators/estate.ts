import { allowedActions, Cloud, RcmService, Vault, vnetZone } from './azure';
import type { FinalState } from './checkers';
import type { EstateDescription, MachineDescription } from './description';
import { ServerRoom } from './estate-servers';
import { type GuestService, type OsImage, PhysicalServer, type Workload } from './guest';
import { Kernel, Misuse, type Observer } from './kernel';
import { Network, type Subnet } from './network';
import {
  ConfigurationServer,
  MasterTarget,
  MobilityAgent,
  newConnection,
  ProcessServer,
  presentServer,
} from './replication';
import { administrator, replication, roleCalled, Vsphere } from './vsphere';
import { type Credentials, PORT, type RetentionDrive, RULES, type Rules } from './wire';

const SITE = 'site';
const AZURE = 'azure';
const VNET = 'failover-vnet';

/** The addresses of the estate. Site: 10.0.0.0/16 servers, 10.1.0.0/16 machines. Azure: 10.100.0.0/16 network, 20.0.0.0/24 public endpoints. */
const ADDRESS = {
  vcenter: '10.0.0.5',
  managementServer: '10.0.0.10',
  vault: '20.0.0.1',
  storage: '20.0.0.2',
  rcmService: '20.0.0.3',
  logStorage: '20.0.0.4',
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

export interface EstateNames {
  readonly vnet: string;
  readonly site: string;
  readonly azure: string;
  readonly connection: string;
  readonly internet: string;
  /** The way of an ExpressRoute circuit to Azure's public endpoints, where it has that peering. */
  readonly publicPeering: string;
  /** The configuration server, or the appliance. */
  readonly managementServer: string;
  /** The master target, or the reprotect agent; the process server in Azure, or the log storage account. */
  readonly masterTarget: string;
  readonly masterTargetVm: string;
  readonly processServer: string;
  readonly retentionDrive: string;
  readonly account: string;
}

const CLASSIC: EstateNames = {
  vnet: VNET,
  site: SITE,
  azure: AZURE,
  connection: 'site connection',
  internet: 'internet',
  publicPeering: 'public peering',
  managementServer: 'management-server',
  masterTarget: 'mt-01',
  masterTargetVm: 'management-server',
  processServer: 'ps-azure-01',
  retentionDrive: 'R:',
  account: 'asr-account',
};

/** The drives of the management server. Only the first is fit for a retention log under later rules. */
const RETENTION_DRIVES: readonly RetentionDrive[] = [
  { name: CLASSIC.retentionDrive, fileSystem: 'NTFS', cache: false, capacityBytes: 2 ** 40 },
  { name: 'D:', fileSystem: 'NTFS', cache: true, capacityBytes: 600 * 2 ** 30 },
  { name: 'E:', fileSystem: 'NTFS', cache: false, capacityBytes: 0 },
  { name: 'F:', fileSystem: 'FAT32', cache: false, capacityBytes: 32 * 2 ** 30 },
];

/** One appliance does on the site what configuration server, process server and master target do in the classic architecture; its
 *  reprotect agent receives, and a log storage account in Azure stands between. */
const MODERNIZED: EstateNames = {
  ...CLASSIC,
  managementServer: 'appliance-01',
  masterTarget: 'reprotect-agent-01',
  masterTargetVm: 'appliance-01',
  processServer: 'logstorage01',
  retentionDrive: '',
};

function namesOf({ provider }: Rules): EstateNames {
  return provider === 'modernized' ? MODERNIZED : CLASSIC;
}

/** Builds an estate and starts it: servers up, machines running, nothing protected yet. `observers` see the journal from its first entry.
 *  Errors: HW-ESTATE – the description contradicts itself (names what and where). */
export function build(
  description: EstateDescription,
  seed: number,
  observers: readonly Observer[] = [],
): Estate {
  const rules = RULES[description.profile ?? 'classic-2017'];
  const names = namesOf(rules);
  checkDescription(description, names);
  const kernel = new Kernel(seed);
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
      leaving: [],
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
  startAll(estate);
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
    network.addLink({ name: CLASSIC.internet, kind: 'internet', from: SITE, to: AZURE, ...internet });
  if (connection.kind !== 'none') {
    const { kind, mbitPerSecond, latencyMs, loss, peerings = ['private'], vnet = VNET } = connection;
    const line = { kind, from: SITE, mbitPerSecond, latencyMs, loss };
    const reaches = (peering: 'private' | 'public'): boolean =>
      kind === 'vpn' ? peering === 'private' : peerings.includes(peering);
    if (reaches('private')) network.addLink({ ...line, name: CLASSIC.connection, to: vnetZone(vnet) });
    if (reaches('public')) network.addLink({ ...line, name: CLASSIC.publicPeering, to: AZURE });
  }
  return network.addSubnet({
    name: 'machines',
    zone: SITE,
    cidr: '10.1.0.0/16',
    dhcp: { from: 40_000, to: 40_000 + dhcpAddresses - 1 },
  });
}

/** The service that the agents speak with, and the way to Azure's public endpoints for those that run there. */
function addRcm(kernel: Kernel, network: Network, controlPort: number): RcmService {
  const toAzure = { kind: 'lan', mbitPerSecond: 20_000, latencyMs: 1 } as const;
  network.addLink({ ...toAzure, name: 'vnet to azure', from: vnetZone(VNET), to: AZURE });
  return new RcmService(
    kernel,
    network.attach(ADDRESS.rcmService, AZURE),
    ADDRESS.managementServer,
    controlPort,
  );
}

/** Where the configuration server can be told to look: name and address of the vCenter server, or of each host. */
function connectionsOf({ inventory }: Vsphere, { vcenter }: EstateDescription): Map<string, string> {
  if (vcenter) return new Map([['vcenter', ADDRESS.vcenter]]);
  return new Map([...inventory.hosts.values()].map(({ name, address }) => [name, address]));
}

/** Adds datastores, hosts and VMs. */
function addVsphere(vsphere: Vsphere, description: EstateDescription, names: EstateNames): void {
  for (const datastore of description.datastores)
    vsphere.addDatastore({ ...datastore, usedBytes: 0, accessible: true });
  for (const [index, host] of description.hosts.entries()) {
    const address = `10.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
    vsphere.addHost({ ...host, address, managed: description.vcenter });
  }
  if (description.masterTarget) {
    const vm = { name: names.masterTargetVm, machine: names.masterTargetVm, disks: [] };
    vsphere.addVm(
      { ...vm, ...description.masterTarget },
      imageOf({ os: 'windows', address: 'dhcp' }),
      [],
      [],
    );
  }
  for (const machine of description.machines) {
    if (machine.host === undefined || machine.datastore === undefined) continue;
    const { name, disks } = machine;
    const spec = { name, machine: name, host: machine.host, datastore: machine.datastore, disks };
    const used = disks.map((disk) => disk.usedBytes);
    vsphere.addVm(spec, imageOf(machine), used, machine.snapshots);
  }
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
    const os = imageOf(machine);
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

function imageOf({
  os,
  address,
  rootFileSystem,
}: Pick<MachineDescription, 'os' | 'address' | 'rootFileSystem'>): OsImage {
  return {
    family: os,
    version: os === 'linux' ? 'CentOS 6.6' : 'Windows Server 2012 R2',
    ip: address === 'dhcp' ? { mode: 'dhcp' } : { mode: 'static', address: address.static },
    packages: os === 'linux' ? ['kernel', 'NetworkManager', 'openssh-server'] : ['VMware Tools'],
    ...(rootFileSystem === undefined ? {} : { rootFileSystem }),
  };
}

function startAll(estate: Estate): void {
  const { description, vault } = estate;
  for (const { name, multiVm } of description.groups) vault.createGroup(name, { multiVm });
  for (const { name, groups } of description.plans) vault.createPlan(name, groups);
  estate.configurationServer.component.start();
  for (const processServer of estate.servers.processServers.values()) processServer.component.start();
  estate.masterTarget.component.start();
  for (const { name, physical } of description.machines) {
    if (physical) estate.physical.get(name)?.switchOn();
    else estate.vsphere.powerOn(name);
  }
}

function checkDescription(description: EstateDescription, names: EstateNames): void {
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
  const seen = new Set<string>([names.masterTargetVm]);
  const { masterTarget } = description;
  if (masterTarget && !hosts.has(masterTarget.host))
    fail(`no host is called ${masterTarget.host} (master target)`);
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
