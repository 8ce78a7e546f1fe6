import type { LicenseName, RoleName } from '../../simulators/description';
import type { Entries } from '../../simulators/wire';
import type {
  Answer,
  AzureVmView,
  DiskContents,
  ErrorView,
  EventView,
  GuestView,
  ItemView,
  JobView,
  PointView,
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
 *  A request may go over a wire, and is answered while virtual time stands still; what it starts goes on only while the clock runs.
 *  Await each before the next: the order of requests is part of a run. Unknown names are errors of the harness. */
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
  run(durationMs: number): Promise<void>;
  /** Runs until `condition` holds, at most `withinMs`; tells whether it came to hold. It looks at once, right after each step that
   *  recorded an entry of `watch`, and at the end. Without `watch` it looks every ten seconds of virtual time instead: for what the
   *  journal does not tell. Each look may be a request over a wire: watch as little as will do. */
  until(
    condition: () => boolean | Promise<boolean>,
    withinMs: number,
    watch?: readonly Watched[],
  ): Promise<boolean>;
}

/** Entries of the journal that can make a condition come to hold: all of a kind, or those about one subject. */
export type Watched = EntryKind | { readonly kind: EntryKind; readonly subject: string };

type EntryKind = keyof Entries;

/** What the operator asks of the vault, and reads there. */
export interface VaultRequests {
  createGroup(name: string): Promise<void>;
  /** One group of the plan for each of `groups`. */
  createPlan(name: string, groups: readonly (readonly string[])[]): Promise<void>;
  protect(machine: string): Promise<Answer>;
  failOver(machine: string, how: { readonly point: string; readonly shutDown: boolean }): Promise<Answer>;
  /** The failback of the modernized provider, and taking it back. */
  plannedFailover(machine: string, point: 'latest' | 'latest-application'): Promise<Answer>;
  cancelFailover(machine: string): Promise<Answer>;
  /** A choice that is absent is not sent. */
  failOverPlan(plan: string, how: PlanChoices): Promise<Answer>;
  commit(machine: string): Promise<Answer>;
  reprotect(machine: string, choices: ReprotectChoices): Promise<Answer>;
  restart(job: string): Promise<Answer>;
  /** Takes a running job back. */
  cancel(job: string): Promise<Answer>;
  /** In another network than that of the machines. */
  testFailover(machine: string): Promise<Answer>;
  cleanUpTestFailover(machine: string): Promise<Answer>;
  disableProtection(machine: string): Promise<Answer>;
  /** Brings the copy in Azure to another recovery point. */
  changePoint(machine: string, point: string): Promise<Answer>;
  repairReplication(machine: string): Promise<Answer>;
  /** The virtual machines that are listed as ready to be protected. */
  protectableItems(): Promise<readonly string[]>;
  items(): Promise<readonly ItemView[]>;
  /** Undefined before the machine was protected for the first time. */
  item(machine: string): Promise<ItemView | undefined>;
  /** The recovery points of a machine, oldest first; none of one that is not protected. */
  points(machine: string): Promise<readonly PointView[]>;
  job(id: string): Promise<JobView>;
  jobs(): Promise<readonly JobView[]>;
  /** The policies, by name, in the order of making. */
  policies(): Promise<readonly string[]>;
  membersOf(group: string): Promise<readonly string[]>;
  failbackGroupOf(group: string): Promise<string>;
  /** The groups of a recovery plan, in their order. */
  plan(name: string): Promise<readonly (readonly string[])[]>;
  events(about: string): Promise<readonly EventView[]>;
}

/** What the operator does on the site, with vSphere's administrator account. */
export interface SiteActions {
  vms(): Promise<readonly VmView[]>;
  vm(machine: string): Promise<VmView | undefined>;
  /** The host that a master target runs on. */
  hostOf(masterTarget: string): Promise<string>;
  createSnapshot(machine: string, name: string): Promise<void>;
  removeSnapshot(machine: string, name: string): Promise<void>;
  snapshotMasterTarget(name: string): Promise<void>;
  removeMasterTargetSnapshot(name: string): Promise<void>;
  /** Switches the VM off if it runs, and deletes it with its disks. */
  deleteVm(machine: string): Promise<void>;
  mountDatastore(datastore: string, host: string): Promise<void>;
  /** Whether its storage answers; no host reaches it otherwise. */
  setDatastoreAccessible(datastore: string, accessible: boolean): Promise<void>;
  setLicense(host: string, license: LicenseName): Promise<void>;
  /** Gives the vCenter account a role: one of the known ones, or that of replication without one privilege. */
  setRole(role: RoleName): Promise<void>;
  withholdPrivilege(privilege: string): Promise<void>;
  /** Shuts the machine down in its operating system, with its last changes sent. */
  shutDown(machine: string): Promise<void>;
  switchOffPhysical(machine: string): Promise<void>;
  /** Gives the DHCP scope of the machines' subnet so many more addresses. */
  enlargeDhcpScope(addresses: number): Promise<void>;
}

export interface AzureActions {
  vms(): Promise<readonly AzureVmView[]>;
  vm(machine: string): Promise<AzureVmView | undefined>;
  /** The addresses that are taken in the virtual networks, each with what has it. */
  addresses(): Promise<readonly (readonly [address: string, holder: string])[]>;
  deleteVm(machine: string): Promise<void>;
  /** Cuts its power and gives the hardware back, or starts it. */
  powerOff(machine: string): Promise<void>;
  powerOn(machine: string): Promise<void>;
  /** Whether the operating system of the Azure copy reacts. */
  setHung(machine: string, hung: boolean): Promise<void>;
}

/** What someone does who logs in to a machine. */
export interface GuestActions {
  /** Errors: this copy does not run. */
  read(machine: string, copy: Copy): Promise<GuestView>;
  /** On the site; the refusal, if it is refused. */
  setStaticAddress(machine: string, address: string): Promise<Answer | undefined>;
  install(machine: string, packageName: string): Promise<void>;
  /** The VM on the site; back up when this returns. */
  switchOffAndOn(machine: string): Promise<void>;
}

/** The lines between the site and Azure, as their operator changes them and reads their counters. */
export interface LineActions {
  setInternet(up: boolean): Promise<void>;
  /** Sets the connection up on the network that machines fail over to, or on another one. */
  moveConnection(where: 'network of the machines' | 'another network'): Promise<void>;
  /** Sets up a circuit on the machines' network, beside what is there. */
  addCircuit(): Promise<void>;
  addPublicPeering(): Promise<void>;
  /** Bulk data that came over since the start. Units: bytes, both ways. */
  carriedBytes(line: 'connection' | 'internet'): Promise<number>;
}

export interface ServerActions {
  /** `machine` tells whose agent is meant. */
  kill(component: ComponentName, machine: string): Promise<void>;
  /** Starts what was killed. */
  start(component: ComponentName): Promise<void>;
  /** Tells the configuration server of the vCenter server (`vcenter`) or a standalone host. */
  connect(name: string): Promise<void>;
  /** The datastores that are listed for a master target. */
  datastoresOf(masterTarget: string): Promise<readonly string[]>;
  /** Enters an account with all privileges for the vCenter connection. */
  updateVcenterAccount(): Promise<void>;
  backUpConfigurationServer(): Promise<void>;
  loseConfigurationServer(): Promise<void>;
  /** From its newest backup; the former address is the one that it had at first. */
  restoreConfigurationServer(where: 'former address' | 'another address'): Promise<void>;
  /** The connection between the site and the virtual network. */
  setConnection(up: boolean): Promise<void>;
  /** Blocks a port between the virtual network and the site, both ways, or opens it. */
  blockPort(port: number): Promise<void>;
  openPort(port: number): Promise<void>;
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
  deploy(choices: DeploymentChoices): Promise<Answer>;
  /** The refusal, if it is refused. */
  logIn(name: string, choices: LogInChoices): Promise<Answer | undefined>;
  delete(name: string): Promise<Answer | undefined>;
  /** `registered`, `not configured`, or the code that says why it is not registered. */
  registration(name: string): Promise<string>;
  /** The servers that the management server lists. */
  listed(): Promise<readonly string[]>;
  /** Everything that the properties of a machine show, as text. */
  propertiesOf(machine: string): Promise<string>;
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
  ): Promise<Answer | undefined>;
  enterPassphrase(name: string): Promise<void>;
  registration(name: string): Promise<string>;
  /** Installs a Linux server that is to become a master target; nothing of its preparation is done yet. */
  installLinux(name: string, choices: LinuxChoices): Promise<void>;
  reinstallLinux(name: string, choices: LinuxChoices): Promise<void>;
  connectToInternet(name: string): Promise<void>;
  installPackages(name: string, packages: readonly string[]): Promise<Answer | undefined>;
  unpackAgent(name: string): Promise<void>;
  makeScriptExecutable(name: string): Promise<void>;
  runScript(name: string): Promise<Answer | undefined>;
  setEnableUuid(name: string, value: string): Promise<Answer | undefined>;
  powerOff(name: string): Promise<void>;
  powerOn(name: string): Promise<void>;
  reboot(name: string): Promise<void>;
  /** What the preparation lacks. */
  preflight(name: string): Promise<readonly ErrorView[]>;
}

export interface DiskReadings {
  /** What the disks of a copy hold now; empty where there is no such copy. */
  of(machine: string, copy: Copy): readonly DiskContents[];
  /** Lets an application of the running copy write so much at the start of its first disk. */
  write(machine: string, copy: Copy, bytes: number): void;
  /** Lets an application of the running copy write so often for a while. Units: ms of virtual time. */
  keepWriting(machine: string, copy: Copy, everyMs: number, forMs: number): void;
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
