import type { LicenseName, RoleName } from '../../simulators/description';
import type {
  Answer,
  DiskContents,
  ErrorView,
  EventView,
  GuestView,
  ItemView,
  JobView,
  VerdictView,
  VmView,
} from './views';

/** Which of a machine's two copies. */
export type Copy = 'on-premises' | 'azure';

/** The parts of an estate that a scenario can kill and start by name. `agent` is that of the copy that runs. */
export const COMPONENTS = [
  'agent',
  'process server in Azure',
  'process server on the site',
  'master target',
  'configuration server',
  'vCenter server',
  'vault',
] as const;
export type ComponentName = (typeof COMPONENTS)[number];

/** The choices of a reprotection, by name. */
export const CHOICES = [
  'masterTarget',
  'processServer',
  'account',
  'policy',
  'retentionDrive',
  'datastore',
  'reprotectAgent',
  'logStorageAccount',
] as const satisfies readonly (keyof ReprotectChoices)[];

/** The choices of a reprotection to the site; what is absent is not sent. */
export interface ReprotectChoices {
  readonly masterTarget?: string;
  readonly processServer?: string;
  readonly account?: string;
  readonly policy?: string;
  readonly retentionDrive?: string;
  readonly datastore?: string;
  readonly reprotectAgent?: string;
  readonly logStorageAccount?: string;
  readonly physicalTarget?: string;
}

/** The choices of a recovery plan's failover. */
export interface PlanChoices {
  readonly direction?: 'to-azure' | 'to-site';
  readonly point: string;
  readonly shutDown: boolean;
}

/** Everything that tasks may ask of an estate. One driver per transport; a scenario reads the same on each.
 *  A request is answered at once; what it starts goes on only while the clock runs. Unknown names are errors of the harness. */
export interface Driver {
  readonly clock: Clock;
  readonly vault: VaultRequests;
  readonly site: SiteActions;
  readonly azure: AzureActions;
  readonly servers: ServerActions;
  readonly processServers: ProcessServerActions;
  readonly masterTargets: MasterTargetActions;
  readonly guests: GuestActions;
  readonly lines: LineActions;
  readonly disks: DiskReadings;
  /** Known names by kind, for parameter types. */
  readonly names: Names;
  /** The judgement of every invariant. Ends the run. */
  verdicts(): readonly VerdictView[];
  /** SHA-256 of the run's journal, in hex. Nothing may happen afterwards. */
  digest(): string;
}

export interface Clock {
  readonly nowMs: number;
  run(durationMs: number): void;
  /** Runs until `condition` holds, at most `withinMs`; tells whether it came to hold. It looks once a second of virtual time, or
   *  every `everyMs`; 0: after every step. */
  until(condition: () => boolean, withinMs: number, everyMs?: number): boolean;
  /** Does `act` when so much time has passed. */
  after(delayMs: number, act: () => void): void;
}

/** What the operator asks of the vault, and reads there. */
export interface VaultRequests {
  createGroup(name: string): void;
  /** One group of the plan for each of `groups`. */
  createPlan(name: string, groups: readonly (readonly string[])[]): void;
  protect(machine: string): Answer;
  failOver(machine: string, how: { readonly point: string; readonly shutDown: boolean }): Answer;
  /** The failback of the modernized provider, and taking it back. */
  plannedFailover(machine: string, point: 'latest' | 'latest-application'): Answer;
  cancelFailover(machine: string): Answer;
  /** A choice that is absent is not sent. */
  failOverPlan(plan: string, how: PlanChoices): Answer;
  commit(machine: string): Answer;
  reprotect(machine: string, choices: ReprotectChoices): Answer;
  restart(job: string): Answer;
  /** The virtual machines that are listed as ready to be protected. */
  protectableItems(): readonly string[];
  /** Undefined before the machine was protected for the first time. */
  item(machine: string): ItemView | undefined;
  job(id: string): JobView;
  jobState(id: string): string;
  jobs(): readonly JobView[];
  membersOf(group: string): readonly string[];
  failbackGroupOf(group: string): string;
  /** The groups of a recovery plan, in their order. */
  plan(name: string): readonly (readonly string[])[];
  events(about: string): readonly EventView[];
}

/** What the operator does on the site, with vSphere's administrator account. */
export interface SiteActions {
  vm(machine: string): VmView | undefined;
  /** The host that a master target runs on. */
  hostOf(masterTarget: string): string;
  createSnapshot(machine: string, name: string): void;
  removeSnapshot(machine: string, name: string): void;
  snapshotMasterTarget(name: string): void;
  removeMasterTargetSnapshot(name: string): void;
  /** Switches the VM off if it runs, and deletes it with its disks. */
  deleteVm(machine: string): void;
  mountDatastore(datastore: string, host: string): void;
  setLicense(host: string, license: LicenseName): void;
  /** Gives the vCenter account a role: one of the known ones, or that of replication without one privilege. */
  setRole(role: RoleName): void;
  withholdPrivilege(privilege: string): void;
  /** Shuts the machine down in its operating system, with its last changes sent. */
  shutDown(machine: string): void;
  switchOffPhysical(machine: string): void;
  /** Gives the DHCP scope of the machines' subnet so many more addresses. */
  enlargeDhcpScope(addresses: number): void;
}

export interface AzureActions {
  vm(machine: string): { readonly running: boolean } | undefined;
  deleteVm(machine: string): void;
  /** Whether the operating system of the Azure copy reacts. */
  setHung(machine: string, hung: boolean): void;
}

/** What someone does who logs in to a machine. */
export interface GuestActions {
  /** Errors: this copy does not run. */
  read(machine: string, copy: Copy): GuestView;
  /** On the site; the refusal, if it is refused. */
  setStaticAddress(machine: string, address: string): Answer | undefined;
  install(machine: string, packageName: string): void;
  /** The VM on the site; back up when this returns. */
  switchOffAndOn(machine: string): void;
}

/** The lines between the site and Azure, as their operator changes them and reads their counters. */
export interface LineActions {
  setInternet(up: boolean): void;
  /** Sets the connection up on the network that machines fail over to, or on another one. */
  moveConnection(where: 'network of the machines' | 'another network'): void;
  /** Sets up a circuit on the machines' network, beside what is there. */
  addCircuit(): void;
  addPublicPeering(): void;
  /** Bulk data that came over since the start. Units: bytes, both ways. */
  carriedBytes(line: 'connection' | 'internet'): number;
}

export interface ServerActions {
  /** `machine` tells whose agent is meant. */
  kill(component: ComponentName, machine: string): void;
  /** Starts what was killed. */
  start(component: ComponentName): void;
  /** Tells the configuration server of the vCenter server (`vcenter`) or a standalone host. */
  connect(name: string): void;
  /** The datastores that are listed for a master target. */
  datastoresOf(masterTarget: string): readonly string[];
  /** Enters an account with all privileges for the vCenter connection. */
  updateVcenterAccount(): void;
  backUpConfigurationServer(): void;
  loseConfigurationServer(): void;
  /** From its newest backup; the former address is the one that it had at first. */
  restoreConfigurationServer(where: 'former address' | 'another address'): void;
  /** The connection between the site and the virtual network. */
  setConnection(up: boolean): void;
  /** Blocks a port between the virtual network and the site, both ways, or opens it. */
  blockPort(port: number): void;
  openPort(port: number): void;
}

/** The form for a new process server in Azure; what is absent is not sent. */
export interface DeploymentChoices {
  readonly name?: string;
  readonly administrator?: string;
  readonly password?: string;
  readonly managementServer?: string;
  readonly vnet?: string;
  readonly address?: string;
}

/** The dialog of the first log-in; the usual values where nothing is said. */
export interface LogInChoices {
  readonly password?: string;
  readonly managementServer?: string;
  readonly passphrase?: string;
  readonly controlPort?: number;
  readonly dataPort?: number;
}

export interface ProcessServerActions {
  /** What an operator usually enters. */
  readonly usual: Required<DeploymentChoices>;
  deploy(choices: DeploymentChoices): Answer;
  /** The refusal, if it is refused. */
  logIn(name: string, choices: LogInChoices): Answer | undefined;
  delete(name: string): Answer | undefined;
  /** `registered`, `not configured`, or the code that says why it is not registered. */
  registration(name: string): string;
  /** The servers that the management server lists. */
  listed(): readonly string[];
  /** Everything that the properties of a machine show, as text. */
  propertiesOf(machine: string): string;
}

/** How a Linux server for a master target was installed; as the document says, where nothing is said. */
export interface LinuxChoices {
  readonly version?: string;
  readonly partitions?: { readonly [mount: string]: string };
  readonly swap?: boolean;
  readonly address?: 'static' | 'dhcp';
  readonly bootLoader?: boolean;
  readonly internet?: boolean;
}

export interface MasterTargetActions {
  /** Sets a Windows server up on esx-02; the option, address and passphrase that are right where nothing is said. */
  installWindows(
    name: string,
    choices: { readonly option?: string; readonly managementServer?: string; readonly passphrase?: string },
  ): Answer | undefined;
  enterPassphrase(name: string): void;
  registration(name: string): string;
  /** Installs a Linux server that is to become a master target; nothing of its preparation is done yet. */
  installLinux(name: string, choices: LinuxChoices): void;
  reinstallLinux(name: string, choices: LinuxChoices): void;
  connectToInternet(name: string): void;
  installPackages(name: string, packages: readonly string[]): Answer | undefined;
  unpackAgent(name: string): void;
  makeScriptExecutable(name: string): void;
  runScript(name: string): Answer | undefined;
  setEnableUuid(name: string, value: string): Answer | undefined;
  powerOff(name: string): void;
  powerOn(name: string): void;
  reboot(name: string): void;
  /** What the preparation lacks. */
  preflight(name: string): readonly ErrorView[];
}

export interface DiskReadings {
  /** What the disks of a copy hold now; empty where there is no such copy. */
  of(machine: string, copy: Copy): readonly DiskContents[];
  /** Lets an application of the running copy write so much at the start of its first disk. */
  write(machine: string, copy: Copy, bytes: number): void;
  /** What Azure's disks held when the recovery point was taken. */
  atPoint(point: string): readonly DiskContents[];
  /** What the disks held when a copy last stopped, or last came up, before it wrote anything. */
  atStop(machine: string, copy: Copy): readonly DiskContents[];
  atStart(machine: string, copy: Copy): readonly DiskContents[];
}

export interface Names {
  readonly machines: readonly string[];
  readonly groups: readonly string[];
  readonly plans: readonly string[];
  readonly hosts: readonly string[];
  readonly datastores: readonly string[];
  readonly processServers: readonly string[];
  readonly masterTargets: readonly string[];
  readonly states: readonly string[];
  readonly codes: readonly string[];
  /** What a reprotection to the site chooses unless a scenario says otherwise. */
  readonly usual: ReprotectChoices;
}
