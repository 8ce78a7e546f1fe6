import type { AzureServer, Vault } from './azure';
import { type GuestService, LinuxServer, type LinuxSetup, type OsImage } from './guest';
import { type Kernel, Misuse, type Process } from './kernel';
import type { Network, Subnet } from './network';
import { MasterTarget, ProcessServer } from './replication';
import { findVm, type Vsphere } from './vsphere';
import { asrRefusal, type Credentials, PORT, type Ports, type RetentionDrive } from './wire';

/** The option of the unified setup that makes a master target of a Windows server. Source: seed document – documented. */
const SCALE_OUT = 'Add additional process servers to scale out deployment';

/** What someone enters in the dialog of a process server's first log-in. */
export interface FirstLogIn extends Credentials {
  readonly managementServer: string;
  readonly passphrase: string;
  /** 443 and 9443 if absent. */
  readonly controlPort?: number;
  readonly dataPort?: number;
}

/** A master target that is to be installed on a new virtual machine. */
export interface MasterTargetSetup {
  readonly name: string;
  readonly host: string;
  readonly datastore: string;
  readonly managementServer: string;
  readonly passphrase: string;
  readonly retentionDrives: readonly RetentionDrive[];
  /** For Windows: the option chosen in the unified setup. */
  readonly setupOption?: string;
  /** For Linux: how the operating system was installed. */
  readonly linux?: LinuxSetup;
}

interface ServerRoomOptions {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly vault: () => Vault;
  readonly vsphere: () => Vsphere;
  readonly vmSubnet: Subnet;
  readonly managementServer: string;
  readonly passphrase: string;
  readonly ports: Ports;
}

/** The servers of the replication that come and go while the estate runs: process servers in Azure, and master targets. */
export class ServerRoom {
  /** By name; the one on the management server and those in Azure. */
  readonly processServers = new Map<string, ProcessServer>();
  readonly masterTargets = new Map<string, MasterTarget>();
  readonly linuxServers = new Map<string, LinuxServer>();
  private readonly administrators = new Map<string, Credentials>();
  private readonly options: ServerRoomOptions;

  constructor(options: ServerRoomOptions) {
    this.options = options;
  }

  /** What runs in the virtual machine of a master target, instead of a mobility agent. */
  servicesOf(machine: string): readonly GuestService[] | undefined {
    const masterTarget = this.masterTargets.get(machine);
    const linux = this.linuxServers.get(machine);
    return masterTarget && [...(linux ? [linux] : []), masterTarget];
  }

  /** Places a process server in Azure that was set up before the run. */
  addProcessServer(name: string, address: string, zone: string, cacheBytes?: number): ProcessServer {
    const { kernel, network, managementServer, passphrase, ports } = this.options;
    const cache = cacheBytes === undefined ? {} : { cacheBytes };
    const options = { name, configurationServer: managementServer, passphrase, ports, ...cache };
    const processServer = new ProcessServer(kernel, network.attach(address, zone), options);
    this.processServers.set(name, processServer);
    return processServer;
  }

  /** A virtual machine for a process server was deployed; it waits for its first log-in. */
  deployed({ name, address, zone, administrator }: AzureServer): void {
    const { kernel, network } = this.options;
    this.administrators.set(name, administrator);
    this.processServers.set(name, new ProcessServer(kernel, network.attach(address, zone), { name }));
  }

  /** The first log-in to a process server (or a later one, to correct what was entered). Whether it then registers, it says itself.
   *  Errors: SIM-LOGIN – wrong administrator or password. */
  logIn(
    name: string,
    { user, password, managementServer, passphrase, controlPort, dataPort }: FirstLogIn,
  ): void {
    const processServer = this.processServer(name);
    const administrator = this.administrators.get(name);
    if (administrator?.user !== user || administrator.password !== password)
      throw asrRefusal('SIM-LOGIN', [name, user], `(${name}, ${user})`);
    processServer.configure({
      configurationServer: managementServer,
      passphrase,
      ports: { control: controlPort ?? PORT.control, data: dataPort ?? PORT.data },
    });
  }

  /** Deletes a process server and everything that is left of it. Errors: SIM-PROCESS-SERVER-IN-USE. */
  deleteProcessServer(name: string): void {
    const processServer = this.processServer(name);
    this.options.vault().deleteProcessServer(name);
    processServer.retire(this.options.network);
    this.processServers.delete(name);
    this.administrators.delete(name);
  }

  /** Sets a master target up on a new virtual machine and starts it; it registers by itself if it can.
   *  Errors: SIM-SETUP-OPTION – another option of the setup was chosen. */
  installMasterTarget(setup: MasterTargetSetup): void {
    const { name, host, datastore, linux } = setup;
    if (!linux && setup.setupOption !== SCALE_OUT)
      throw asrRefusal('SIM-SETUP-OPTION', [name, setup.setupOption ?? ''], `(needed: ${SCALE_OUT})`);
    if (this.masterTargets.has(name)) throw asrRefusal('SIM-DUPLICATE', [name], `(master target ${name})`);
    const { kernel, ports } = this.options;
    const server = linux && new LinuxServer(kernel, name, linux);
    const masterTarget = new MasterTarget(kernel, undefined, {
      name,
      vm: name,
      configurationServer: setup.managementServer,
      passphrase: setup.passphrase,
      ports,
      retentionDrives: setup.retentionDrives,
      ...(server ? { linux: () => server.facts } : {}),
    });
    if (server) this.linuxServers.set(name, server);
    this.masterTargets.set(name, masterTarget);
    const vsphere = this.options.vsphere();
    vsphere.addVm({ name, machine: name, host, datastore, disks: [] }, this.imageOf(setup), [], []);
    vsphere.powerOn(name);
  }

  /** Enters the passphrase anew on a master target. */
  reconfigureMasterTarget(name: string, passphrase: string): void {
    this.masterTarget(name).configure({ passphrase });
  }

  /** Restarts the operating system of a master target's virtual machine. */
  *rebootMasterTarget(name: string): Process {
    const vsphere = this.options.vsphere();
    const vm = findVm(vsphere.inventory, name);
    yield* vm.guest.shutDown();
    vsphere.powerOn(name);
  }

  masterTarget(name: string): MasterTarget {
    const found = this.masterTargets.get(name);
    if (!found) throw this.unknown('master target', name, this.masterTargets);
    return found;
  }

  linuxServer(name: string): LinuxServer {
    const found = this.linuxServers.get(name);
    if (!found) throw this.unknown('Linux server', name, this.linuxServers);
    return found;
  }

  processServer(name: string): ProcessServer {
    const found = this.processServers.get(name);
    if (!found) throw this.unknown('process server', name, this.processServers);
    return found;
  }

  private imageOf({ linux }: MasterTargetSetup): OsImage {
    const { vmSubnet } = this.options;
    const dhcp = linux?.address === 'dhcp';
    const address = vmSubnet.firstFreeAddress() ?? '';
    return {
      family: linux ? 'linux' : 'windows',
      version: linux?.version ?? 'Windows Server 2012 R2',
      ip: dhcp ? { mode: 'dhcp' } : { mode: 'static', address },
      packages: [],
    };
  }

  private unknown(kind: string, name: string, known: ReadonlyMap<string, unknown>): Misuse {
    return new Misuse('HW-NAME', `no ${kind} is called ${name}`, `Known: ${[...known.keys()].join(', ')}.`);
  }
}
