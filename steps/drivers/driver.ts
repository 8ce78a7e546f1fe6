import type {
  Answer,
  DiskContents,
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

/** The choices of a reprotection to the site; what is absent is not sent. */
export interface ReprotectChoices {
  readonly masterTarget?: string;
  readonly processServer?: string;
  readonly account?: string;
  readonly policy?: string;
  readonly retentionDrive?: string;
  readonly datastore?: string;
  readonly physicalTarget?: string;
}

/** Everything that tasks may ask of an estate. One driver per transport; a scenario reads the same on each.
 *  A request is answered at once; what it starts goes on only while the clock runs. Unknown names are errors of the harness. */
export interface Driver {
  readonly clock: Clock;
  readonly vault: VaultRequests;
  readonly site: SiteActions;
  readonly azure: AzureActions;
  readonly servers: ServerActions;
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
  /** Runs until `condition` holds, at most `withinMs`; tells whether it came to hold. */
  until(condition: () => boolean, withinMs: number): boolean;
  /** Does `act` when so much time has passed. */
  after(delayMs: number, act: () => void): void;
}

/** What the operator asks of the vault, and reads there. */
export interface VaultRequests {
  createGroup(name: string): void;
  createPlan(name: string, groups: readonly string[]): void;
  protect(machine: string): Answer;
  failOver(machine: string, how: { readonly point: string; readonly shutDown: boolean }): Answer;
  commit(machine: string): Answer;
  reprotect(machine: string, choices: ReprotectChoices): Answer;
  restart(job: string): Answer;
  /** Undefined before the machine was protected for the first time. */
  item(machine: string): ItemView | undefined;
  job(id: string): JobView;
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
  /** Switches the VM off if it runs, and deletes it with its disks. */
  deleteVm(machine: string): void;
  mountDatastore(datastore: string, host: string): void;
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
  deployProcessServer(): void;
  /** The refusal, if it is refused. */
  deleteProcessServer(name: string): Answer | undefined;
  /** `machine` tells whose agent is meant. */
  kill(component: ComponentName, machine: string): void;
  /** Starts what was killed. */
  start(component: ComponentName): void;
  backUpConfigurationServer(): void;
  loseConfigurationServer(): void;
  /** From its newest backup; the former address is the one that it had at first. */
  restoreConfigurationServer(where: 'former address' | 'another address'): void;
  /** The connection between the site and the virtual network. */
  setConnection(up: boolean): void;
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
  readonly usual: Required<
    Pick<ReprotectChoices, 'masterTarget' | 'processServer' | 'account' | 'retentionDrive'>
  >;
}
