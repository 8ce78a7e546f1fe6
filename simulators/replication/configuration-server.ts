import { type Component, type Kernel, Pending, type Process } from '../kernel';
import { type Cause, type Endpoint, type Message, type Network, NetworkFailure, Refusal } from '../network';
import type { RecoveryPoint } from '../storage';
import {
  type AddVcenter,
  type AgentPoll,
  type AgentSettings,
  asrCause,
  asrRefusal,
  type CheckMachine,
  type CheckMasterTarget,
  type Copy,
  type Credentials,
  type DiscoverReplica,
  type EnableSource,
  type FailbackPreflight,
  type Heartbeat,
  type LinuxFacts,
  PORT,
  type PointMade,
  type Ports,
  type PreparedReverse,
  type PrepareReverse,
  type ReadPreparation,
  type Register,
  type ReleaseMachine,
  type RemoveServer,
  type RemoveVcenter,
  type ReversePreflight,
  type RollBack,
  type Rules,
  type ShutDownSource,
  type SourceFacts,
  type StalledPair,
  type StartPair,
  type StartRecovered,
  type StopPair,
  type SyncLatest,
  type UpdateVcenter,
  type VaultAnswer,
  type VaultReport,
} from '../wire';
import {
  copyDatabase,
  type Database,
  type MachineRecord,
  newConnection,
  SERVER_VERSION,
  type ServerRecord,
} from './cs-database';
import { Discovery } from './discovery';
import { failbackPreflight, silenceCause } from './failback-preflight';
import { Gate } from './gate';
import { agentAtHome, findHomecomers } from './homecomers';
import { missingPreparation } from './linux-preparation';
import { pairReports } from './pair-reports';
import { releaseMachine, tellLeaving } from './release';
import { accountCauses, processServerCauses, reversePreflight } from './reverse-preflight';
import { serverReports } from './server-reports';
import { addVcenter, removeVcenter, updateVcenter, vcenterReports } from './vcenters';
import { type VimLook, VsphereClient } from './vsphere-client';

const REPORT_MS = 300_000;
const SHUTDOWN_TIMEOUT_MS = 15 * 60_000;
/** An agent's question after its settings is answered after so long, if nothing changed. */
const POLL_ANSWER_MS = 300_000;
/** A process server shows so long after its registration. Source: seed document, “set up the process server in Azure” – documented. */
const LISTING_MS = { least: 10 * 60_000, most: 15 * 60_000 };
/** Last changes that nobody insists on are waited for so long. Source: assumed. */
const GIVEN_UP_MS = 60_000;
/** After a failover an agent may take so long to register. Source: AZURE.md §4.1 – documented. */
const REGISTRATION_MS_MAX = 15 * 60_000;

export interface ConfigurationServerOptions {
  readonly name: string;
  readonly rules: Rules;
  readonly zone: string;
  readonly address: string;
  readonly passphrase: string;
  readonly ports: Ports;
  /** The vault's address. */
  readonly vault: string;
  readonly database: Database;
}

/** The configuration server: registers the other servers and the agents, knows every protected machine, acts in vSphere on
 *  behalf of the vault, and reports to it. Its database can be backed up, and restored at the same address or another.
 *  State machine: running ⇄ stopped; lost → restored. Not modelled: its own installation, MySQL, certificates. */
export class ConfigurationServer {
  readonly name: string;
  readonly component: Component<{ database: Database }>;
  readonly backups: { takenAtMs: number; database: Database }[] = [];
  private readonly kernel: Kernel;
  private readonly network: Network;
  private readonly options: ConfigurationServerOptions;
  /** The interface of the management server; a restore may bring up another. */
  private readonly home: Endpoint;
  private endpoint: Endpoint;
  private vsphere: VsphereClient;
  private discovery: Discovery;
  /** Agents that wait for other settings. */
  private readonly polls = new Map<string, Pending<void>>();
  /** What changes a machine's VM on the site is done one after another. */
  private readonly turns = new Map<string, Gate>();
  /** What each process server said last that it cannot pass on. */
  private readonly stalled = new Map<string, readonly StalledPair[]>();

  constructor(kernel: Kernel, network: Network, options: ConfigurationServerOptions) {
    this.kernel = kernel;
    this.network = network;
    this.name = options.name;
    this.options = options;
    kernel.journal.conceal(options.passphrase);
    this.home = network.attach(options.address, options.zone);
    this.endpoint = this.home;
    this.component = kernel.component(`configuration server ${options.name}`, { database: options.database });
    this.vsphere = this.newClient();
    this.discovery = this.newDiscovery();
    this.component.onBoot(() => this.onBoot());
  }

  get address(): string {
    return this.endpoint.address;
  }

  get database(): Database {
    return this.component.durable.database;
  }

  /** The network interface of the management server, which other roles may share. */
  get nic(): Endpoint {
    return this.endpoint;
  }

  /** The operator adds a vCenter server or a host that stands alone; it is discovered within minutes. */
  addConnection(address: string, name: string): void {
    if (this.database.connections.has(address))
      throw asrRefusal('SIM-DUPLICATE', [address], `(connection ${address})`);
    this.database.connections.set(address, newConnection({ name, address }, undefined));
    this.component.run('discovery', this.discovery.first(address));
  }

  /** The operator enters another account for the vCenter connection. */
  updateVcenterAccount(login: Credentials): void {
    this.kernel.journal.conceal(login.password);
    this.database.accounts.set(login.user, login);
    this.database.vcenterAccount = login.user;
    for (const [address, { account: _former, ...connection }] of this.database.connections)
      this.database.connections.set(address, connection);
    this.kernel.record('cs.account-updated', this.name, { account: login.user });
  }

  /** The operator adds an account that connections and reprotections can name. */
  addAccount(login: Credentials): void {
    this.kernel.journal.conceal(login.password);
    this.database.accounts.set(login.user, login);
  }

  backUp(): void {
    this.backups.push({ takenAtMs: this.kernel.now, database: copyDatabase(this.database) });
    this.kernel.record('cs.backed-up', this.name);
  }

  /** The server and its database are gone. */
  lose(): void {
    this.component.kill();
    this.component.durable.database = emptyDatabase();
    this.kernel.record('cs.lost', this.name);
  }

  /** Brings it back from its newest backup (or empty, if there is none) at `address`. */
  restore(address: string): void {
    const backup = this.backups.at(-1);
    if (backup) this.component.durable.database = copyDatabase(backup.database);
    if (address !== this.endpoint.address) {
      // The other roles of the management server keep its network interface.
      this.endpoint.silence(this.component as Component);
      this.endpoint =
        address === this.home.address ? this.home : this.network.attach(address, this.options.zone);
    }
    this.kernel.record('cs.restored', this.name, { address, from: backup?.takenAtMs ?? null });
    this.component.start();
  }

  private onBoot(): void {
    this.vsphere = this.newClient();
    this.discovery = this.newDiscovery();
    for (const { address, discoveredAtMs } of this.database.connections.values())
      if (discoveredAtMs === undefined) this.component.run('discovery', this.discovery.first(address));
    this.stalled.clear();
    this.polls.clear();
    this.turns.clear();
    const handlers = {
      'cs.register': (message: Register) => this.register(message),
      'cs.check-master-target': (message: CheckMasterTarget) => this.checkMasterTarget(message),
      'cs.heartbeat': (message: Heartbeat) => this.heartbeat(message),
      'cs.agent-poll': (message: AgentPoll) => this.agentPoll(message),
      'cs.point-made': (message: PointMade) => this.pointMade(message),
      'cs.add-vcenter': (message: AddVcenter) => this.discoverNext(addVcenter(this.database, message)),
      'cs.update-vcenter': (message: UpdateVcenter) =>
        this.discoverNext(updateVcenter(this.database, message)),
      'cs.remove-vcenter': (message: RemoveVcenter) => {
        removeVcenter(this.database, message);
        return this.discoverNext(undefined);
      },
      'cs.enable-source': (message: EnableSource) => this.enableSource(message),
      'cs.remove-server': (message: RemoveServer) => this.removeServer(message),
      'cs.check-machine': (message: CheckMachine) => this.checkMachine(message),
      'cs.failback-preflight': (message: FailbackPreflight) => this.checkFailback(message),
      'cs.reverse-preflight': (message: ReversePreflight) => this.preflight(message),
      'cs.discover-replica': (message: DiscoverReplica) => this.discoverReplica(message),
      'cs.prepare-reverse': (message: PrepareReverse) =>
        this.inTurn(message.machine, this.prepareReverse(message)),
      'cs.start-pair': (message: StartPair) => this.startPair(message),
      'cs.stop-pair': (message: StopPair) => this.stopPair(message),
      'cs.release-machine': (message: ReleaseMachine) => this.inTurn(message.machine, this.release(message)),
      'cs.shut-down-source': (message: ShutDownSource) => this.shutDownSource(message),
      'cs.sync-latest': (message: SyncLatest) => this.syncLatest(message),
      'cs.roll-back': (message: RollBack) => this.rollBack(message),
      'cs.start-recovered': (message: StartRecovered) =>
        this.inTurn(message.machine, this.startRecovered(message)),
    };
    this.endpoint.listen(this.component as Component, this.options.ports.control, handlers);
    this.component.run('configuration server report', this.reportLoop());
  }

  private *register(message: Register): Process<Record<string, never>> {
    if (message.passphrase !== this.options.passphrase) throw asrRefusal('SIM-PASSPHRASE', [message.name]);
    if (message.role === 'agent') {
      const record = this.record(message.name);
      const { address, copy = 'on-premises', disks = [], system } = message;
      record.agents[copy] = { address, seenAtMs: this.kernel.now, disks, system };
      const { group } = record.settings[copy] ?? {};
      if (group) this.refreshGroup(group.name);
    } else {
      yield* this.registerServer(message, message.role);
    }
    return {};
  }

  /** Goes through a connection that changed, if one did, and tells the vault how things stand. */
  private discoverNext(address: string | undefined): Record<string, never> {
    if (address !== undefined) this.component.run('discovery', this.rediscover(address));
    this.component.run('connection report', this.report([], null));
    return {};
  }

  private *rediscover(address: string): Process {
    yield* this.discovery.first(address);
    yield* this.report([], null);
  }

  /** A process server shows among the servers only after a while. Errors: SIM-LINUX-PREPARATION. */
  private *registerServer(message: Register, role: ServerRecord['role']): Process {
    const { name, address, vm, retentionDrives = [], linux, version = SERVER_VERSION } = message;
    if (vm !== undefined) {
      if (linux) yield* this.checkMasterTarget({ vm, linux });
      this.database.masterTargets.set(name, { name, vm, retentionDrives });
    }
    const known = this.database.servers.get(name);
    const slow = role === 'process-server' && name !== this.name;
    const listedAtMs =
      known?.listedAtMs ??
      this.kernel.now + (slow ? this.kernel.random('listing').between(LISTING_MS.least, LISTING_MS.most) : 0);
    const now = this.kernel.now;
    const record = { role, name, address, lastHeartbeatMs: now, listedAtMs, backlogMs: 0, version };
    this.database.servers.set(name, record);
    this.kernel.record('cs.registered', name, { role, address });
    if (listedAtMs > now) this.component.run('listing', this.reportAt(listedAtMs));
  }

  /** Errors: SIM-LINUX-PREPARATION, one cause for each item that is missing. */
  private *checkMasterTarget({
    vm,
    linux,
  }: Pick<CheckMasterTarget, 'vm' | 'linux'>): Process<Record<string, never>> {
    const causes = yield* this.preparationCauses(vm, linux);
    if (causes[0]) throw new Refusal(causes[0], causes);
    return {};
  }

  /** What a Linux server lacks for the machines that are protected now. */
  private *preparationCauses(vm: string, linux: LinuxFacts): Process<readonly Cause[]> {
    const facts = yield* this.vsphere.facts(vm);
    const fileSystems = [...this.database.machines.values()].flatMap(({ agents }) =>
      Object.values(agents).map((agent) => agent.system?.rootFileSystem ?? ''),
    );
    return missingPreparation(linux, facts?.vm?.enableUuid ?? undefined, fileSystems);
  }

  /** The same, as a chosen master target says it of itself now: since it registered, something may have been changed. */
  private *presentPreparation(masterTarget: string): Process<readonly Cause[]> {
    const address = this.database.servers.get(masterTarget)?.address;
    const vm = this.database.masterTargets.get(masterTarget)?.vm;
    if (address === undefined || vm === undefined) return [];
    const read: ReadPreparation = { kind: 'mt.preparation' };
    try {
      const linux = yield* this.endpoint.request<LinuxFacts | null>(address, this.options.ports.data, read);
      return linux === null ? [] : yield* this.preparationCauses(vm, linux);
    } catch (error) {
      // One that does not answer is found by its missing heartbeat.
      if (!(error instanceof NetworkFailure)) throw error;
      return [];
    }
  }

  private removeServer({ name, removedAtMs }: RemoveServer): Record<string, never> {
    const { servers } = this.database;
    if ((servers.get(name)?.lastHeartbeatMs ?? Number.POSITIVE_INFINITY) > removedAtMs) return {};
    servers.delete(name);
    this.stalled.delete(name);
    return {};
  }

  private *reportAt(atMs: number): Process {
    yield atMs - this.kernel.now;
    yield* this.report([], null);
  }

  private heartbeat({ name, stalled, backlogMs }: Heartbeat): Record<string, never> {
    const server = this.database.servers.get(name);
    if (!server) throw asrRefusal('SIM-UNKNOWN', [name]);
    server.lastHeartbeatMs = this.kernel.now;
    server.backlogMs = backlogMs;
    this.stalled.set(name, stalled);
    return {};
  }

  /** Answers when the agent is to have other settings than it has, at the latest after a while. */
  private *agentPoll({ machine, copy, address, version, stalled }: AgentPoll): Process<AgentSettings | null> {
    const record = this.record(machine);
    const agent = record.agents[copy];
    if (!agent) throw asrRefusal('SIM-UNKNOWN', [machine], `(agent of ${machine}, ${copy})`);
    record.agents[copy] = { ...agent, address, seenAtMs: this.kernel.now };
    this.stalled.set(`agent ${machine} ${copy}`, stalled ? [stalled] : []);
    if ((record.settings[copy]?.version ?? 0) === version) {
      const changed = new Pending<void>();
      this.polls.set(`${machine} ${copy}`, changed);
      const timer = this.kernel.after(POLL_ANSWER_MS, () => changed.keep());
      yield changed;
      this.kernel.cancel(timer);
    }
    return this.database.machines.get(machine)?.settings[copy] ?? null;
  }

  /** Gives the agent of a copy other settings, or none. */
  private setSettings(
    record: MachineRecord,
    copy: Copy,
    settings: Omit<AgentSettings, 'version'> | undefined,
  ): void {
    if (settings) record.settings[copy] = { ...settings, version: this.kernel.count('agent settings') };
    else delete record.settings[copy];
    this.polls.get(`${record.machine} ${copy}`)?.keep();
  }

  private *pointMade({ pair, point }: PointMade): Process<Record<string, never>> {
    yield* this.report([{ pair, point }], null);
    return {};
  }

  private *reportLoop(): Process {
    for (;;) {
      const pairs = pairReports(this.database);
      yield* this.discovery.run();
      yield* this.tellLeaving();
      const homecomers = yield* findHomecomers(this.kernel.now, this.database, this.vsphere);
      yield* this.report([], pairs, homecomers);
      yield REPORT_MS;
    }
  }

  /** Tells the vault how things stand, and sets right what the vault says is out of date here. */
  private *report(
    points: VaultReport['points'],
    pairs: VaultReport['pairs'],
    homecomers: VaultReport['homecomers'] = [],
  ): Process {
    const servers = serverReports(this.database, this.kernel.now, (name) =>
      this.discovery.datastoresOf(name),
    );
    const stalled = [...this.stalled.values()].flat();
    const report = {
      kind: 'vault.report',
      configurationServer: this.name,
      points,
      servers,
      pairs,
      stalled,
      discovered: this.discovery.vms,
      homecomers,
      vcenters: vcenterReports(this.database),
      accounts: [...this.database.accounts.keys()],
    } as VaultReport;
    try {
      const answer = yield* this.endpoint.request<VaultAnswer>(this.options.vault, PORT.control, report);
      for (const stop of answer.stop) yield* this.stopPair(stop);
      for (const start of answer.start) this.startPair(start);
    } catch (error) {
      // The vault notices the silence by itself; what could not be set right is said again in its next answer.
      if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
    }
  }

  private *enableSource({ machine, physical }: EnableSource): Process<SourceFacts> {
    // A machine that came home into a new VM has that VM's name in the database.
    const vm = this.database.machines.get(machine)?.vm ?? machine;
    const facts = physical ? undefined : yield* this.vsphere.facts(vm);
    if (!physical && !facts)
      throw asrRefusal('SIM-UNREACHABLE', [machine], 'vCenter or the ESX host does not answer.');
    if (!physical && !facts?.vm) throw asrRefusal('SIM-VM-NOT-DISCOVERED', [machine]);
    this.remember(machine, facts?.vm?.name, physical);
    for (const until = this.kernel.now + REGISTRATION_MS_MAX; ; yield 15_000) {
      const agent = agentAtHome(this.record(machine));
      if (agent) return { disks: agent.disks };
      if (this.kernel.now >= until) throw asrRefusal('SIM-AGENT-NOT-REGISTERED', [machine]);
    }
  }

  private remember(machine: string, vm: string | undefined, physical: boolean): void {
    const known = this.database.machines.get(machine);
    if (known) {
      known.vm ??= vm;
      return;
    }
    this.database.machines.set(machine, { machine, physical, vm, agents: {}, settings: {} });
  }

  private *preflight(choice: ReversePreflight): Process<Record<string, never>> {
    const { database } = this;
    const record = database.machines.get(choice.machine);
    const masterTargetVm = database.masterTargets.get(choice.masterTarget)?.vm;
    const causes = reversePreflight({
      now: this.kernel.now,
      rules: this.options.rules,
      database,
      choice,
      vm: yield* this.look(record?.vm),
      masterTargetVm: yield* this.look(masterTargetVm),
      newVm: yield* this.look(newVmOf(choice.machine)),
      preparation: yield* this.presentPreparation(choice.masterTarget),
    });
    if (causes[0]) throw new Refusal(causes[0], causes);
    return {};
  }

  /** Errors: every choice that nobody knows, or that cannot be used. */
  private checkMachine({ machine, processServer, account }: CheckMachine): Record<string, never> {
    this.record(machine);
    const causes = [
      ...(processServer === undefined
        ? []
        : processServerCauses(this.database, processServer, this.kernel.now)),
      ...(account === undefined ? [] : accountCauses(this.database, account)),
    ];
    if (causes[0]) throw new Refusal(causes[0], causes);
    return {};
  }

  /** Errors: everything that would make the failback fail once the Azure copy is off. */
  private *checkFailback(choice: FailbackPreflight): Process<Record<string, never>> {
    const { database } = this;
    const { vm } = this.record(choice.machine);
    const processServer = database.servers.get(choice.processServer)?.address;
    const masterTarget = database.servers.get(choice.masterTarget)?.address;
    const masterTargetVm = database.masterTargets.get(choice.masterTarget)?.vm;
    const latest = { kind: 'mt.latest', pair: choice.pair } as Message;
    const causes = failbackPreflight({
      database,
      choice,
      vm: yield* this.look(vm),
      masterTargetVm: yield* this.look(masterTargetVm),
      masterTarget:
        masterTarget === undefined
          ? [asrCause('SIM-NO-MASTER-TARGET', [choice.masterTarget])]
          : yield* this.probe(masterTarget, latest, silenceCause('78022', choice.masterTarget)),
      processServer:
        processServer === undefined
          ? [asrCause('SIM-NO-PROCESS-SERVER', [choice.processServer])]
          : yield* this.probe(processServer, { kind: 'ps.alive' }, silenceCause('806', choice.processServer)),
    });
    if (causes[0]) throw new Refusal(causes[0], causes);
    return {};
  }

  private *look(vm: string | undefined): Process<VimLook> {
    return vm === undefined ? NOTHING : yield* this.vsphere.look(vm);
  }

  /** Asks a server whether it is there; what it says against it, or `silence` if it does not answer three times. */
  private *probe(address: string, message: Message, silence: Cause): Process<readonly Cause[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        yield* this.endpoint.request(address, this.options.ports.data, message);
        return [];
      } catch (error) {
        if (error instanceof Refusal) return error.causes;
        if (!(error instanceof NetworkFailure)) throw error;
        if (attempt === 3) return [silence];
      }
      yield 20_000;
    }
  }

  /** The agent of the Azure copy must have reported since it came up. */
  private *discoverReplica({ machine, azureAddress }: DiscoverReplica): Process<Record<string, never>> {
    const until = this.kernel.now + REGISTRATION_MS_MAX;
    for (;;) {
      const agent = this.record(machine).agents.azure;
      if (agent?.address === azureAddress && this.kernel.now - agent.seenAtMs < REGISTRATION_MS_MAX / 2)
        return {};
      if (this.kernel.now >= until)
        throw asrRefusal('95226', [machine], `(${azureAddress} to ${this.address})`);
      yield 15_000;
    }
  }

  /** Makes the site ready to receive: the VM off and its disks attached to the master target, or a new VM for it. */
  private *prepareReverse(message: PrepareReverse): Process<PreparedReverse> {
    const record = this.record(message.machine);
    const masterTarget = this.masterTarget(message.masterTarget);
    const holder = (yield* this.vsphere.facts(masterTarget.vm))?.vm;
    if (!holder) throw asrRefusal('SIM-NO-MASTER-TARGET', [message.masterTarget], `(VM ${masterTarget.vm})`);
    const made = newVmOf(message.machine);
    const seen = yield* this.look(record.vm);
    let vm = seen.facts?.vm;
    // A VM that cannot be seen now is not gone.
    if (!vm && seen.silent.length > 0) throw asrRefusal('SIM-UNREACHABLE', seen.silent);
    record.receiving = message.masterTarget;
    const kept = vm !== undefined && record.vm !== made;
    if (!vm) {
      vm = (yield* this.vsphere.facts(made))?.vm;
      // From here on a VM of that name is ours.
      const instead = record.vm;
      record.vm = made;
      if (!vm) {
        const spec = {
          name: made,
          machine: message.machine,
          host: holder.host,
          datastore: message.datastore ?? '',
          disks: message.disks,
        };
        record.made ??= { vm: made, host: spec.host, datastore: spec.datastore, instead };
        yield* this.vsphere.call('CreateVM_Task', spec);
        vm = (yield* this.vsphere.facts(made))?.vm;
      }
      if (!vm) throw asrRefusal('SIM-VM-NOT-DISCOVERED', [made]);
    }
    record.cameHomeAtMs = undefined;
    if (vm.snapshots.length > 0 && this.options.rules.vmSnapshots === 'block')
      throw asrRefusal('SIM-SNAPSHOT', [vm.name, ...vm.snapshots]);
    for (const name of vm.snapshots) yield* this.vsphere.call('RemoveSnapshot_Task', { vm: vm.name, name });
    if (vm.power === 'poweredOn') yield* this.vsphere.call('PowerOffVM_Task', { vm: vm.name });
    if (vm.attachedTo !== masterTarget.vm)
      yield* this.vsphere.call('ReconfigVM_Task', { vm: masterTarget.vm, attachDisksOf: vm.name });
    const attach = {
      kind: 'mt.attach',
      pair: message.pair,
      machine: message.machine,
      vm: vm.name,
      host: holder.hostAddress,
      disks: vm.disks.length,
      retentionMs: message.retentionMs,
    };
    yield* this.endpoint.request(masterTarget.address, this.options.ports.data, attach as Message);
    return { vm: vm.name, kept };
  }

  private startPair(message: StartPair): Record<string, never> {
    const record = this.record(message.machine);
    const former = record.settings[message.copy]?.route;
    record.vm = message.vm ?? record.vm;
    const processServer = this.server(message.processServer ?? this.ownProcessServer());
    const target = message.target;
    const address = 'masterTarget' in target ? this.server(target.masterTarget) : target.address;
    const port = 'masterTarget' in target ? this.options.ports.data : target.port;
    const { pair, machine } = message;
    const processServerPort = this.options.ports.data;
    const route = { pair, machine, processServer, processServerPort, target: address, port };
    this.setSettings(record, message.copy, {
      route,
      drainEveryMs: message.drainEveryMs,
      applicationEveryMs: message.applicationEveryMs,
      ...(message.group === null ? {} : { group: { name: message.group, members: [] } }),
      ...(message.resync === undefined ? {} : { resync: message.resync }),
    });
    if (message.group !== null) this.refreshGroup(message.group);
    if (former?.pair === pair && former.processServer !== processServer) {
      this.database.leaving.push({ pair, processServer: former.processServer });
      this.component.run('leaving', this.tellLeaving());
    }
    return {};
  }

  private *stopPair({ machine, pair }: StopPair): Process<Record<string, never>> {
    const record = this.record(machine);
    for (const copy of ['on-premises', 'azure'] as const) {
      const settings = record.settings[copy];
      if (settings?.route.pair !== pair) continue;
      this.setSettings(record, copy, undefined);
      if (settings.group) this.refreshGroup(settings.group.name);
      this.database.leaving.push({ pair, processServer: settings.route.processServer });
      // A process server that is away does not keep a pair from ending.
      yield* this.tellLeaving();
    }
    return {};
  }

  /** Lets go of everything that the site holds of a machine's replication; a running copy is not touched. */
  private *release(message: ReleaseMachine): Process<Record<string, never>> {
    const { database, vsphere } = this;
    const record = database.machines.get(message.machine);
    for (const copy of record ? (['on-premises', 'azure'] as const) : []) {
      const settings = record?.settings[copy];
      if (!record || !settings) continue;
      const { pair, processServer } = settings.route;
      database.leaving.push({ pair, processServer });
      this.setSettings(record, copy, undefined);
      if (settings.group) this.refreshGroup(settings.group.name);
    }
    yield* this.tellLeaving();
    const ask = (address: string, about: Message): Process<unknown> =>
      this.endpoint.request(address, this.options.ports.data, about);
    yield* releaseMachine({ database, vsphere, ask }, message);
    return {};
  }

  /** Tells process servers what they are to forget; one that does not answer is told again with the next report. */
  private *tellLeaving(): Process {
    yield* tellLeaving(this.database, (address, about) =>
      this.endpoint.request(address, this.options.ports.data, about),
    );
  }

  /** Does one thing at a time for each machine. */
  private *inTurn<T>(machine: string, body: Process<T>): Process<T> {
    const turn = this.turns.get(machine) ?? new Gate();
    this.turns.set(machine, turn);
    yield* turn.enter();
    try {
      return yield* body;
    } finally {
      turn.leave();
    }
  }

  private *shutDownSource({ machine }: ShutDownSource): Process<Record<string, never>> {
    const vm = this.record(machine).vm;
    if (vm === undefined)
      throw asrRefusal('SIM-SHUTDOWN-FAILED', [machine], 'A physical server cannot be shut down from here.');
    const power = (yield* this.vsphere.facts(vm))?.vm?.power;
    if (power === 'poweredOff') return {};
    try {
      yield* this.vsphere.call('ShutdownGuest', { vm, timeoutMs: SHUTDOWN_TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw asrRefusal('SIM-SHUTDOWN-FAILED', [machine], error.message);
    }
    return {};
  }

  /** Waits until nothing is on its way any more, and tells the newest recovery point. */
  private *syncLatest({
    machine,
    pair,
    wayNeeded,
  }: SyncLatest): Process<Omit<RecoveryPoint, 'views'> | null> {
    const record = this.record(machine);
    const settings =
      record.settings.azure?.route.pair === pair ? record.settings.azure : record.settings['on-premises'];
    if (!settings || settings.route.pair !== pair) throw asrRefusal('SIM-UNKNOWN', [pair]);
    const { processServer, target, port } = settings.route;
    const flush = { kind: 'ps.flush', pair } as Message;
    const patience = wayNeeded ? { keepAlive: true } : { timeoutMs: GIVEN_UP_MS };
    try {
      yield* this.endpoint.request(processServer, this.options.ports.data, flush, patience);
    } catch (error) {
      if (wayNeeded || !(error instanceof Refusal || error instanceof NetworkFailure)) throw error;
    }
    if (port !== this.options.ports.data) return null;
    return yield* this.endpoint.request(target, this.options.ports.data, {
      kind: 'mt.latest',
      pair,
    } as Message);
  }

  private *rollBack({ machine, pair, masterTarget, point }: RollBack): Process<Omit<RecoveryPoint, 'views'>> {
    this.record(machine);
    const { address } = this.masterTarget(masterTarget);
    return yield* this.endpoint.request(
      address,
      this.options.ports.data,
      { kind: 'mt.roll', pair, point } as Message,
      {
        keepAlive: true,
      },
    );
  }

  /** Gives the disks back to the VM and starts it. */
  private *startRecovered({ machine, pair, masterTarget }: StartRecovered): Process<Record<string, never>> {
    const record = this.record(machine);
    const target = this.masterTarget(masterTarget);
    const name = record.vm ?? '';
    yield* this.endpoint.request(target.address, this.options.ports.data, {
      kind: 'mt.detach',
      pair,
    } as Message);
    const vm = (yield* this.vsphere.facts(name))?.vm;
    if (!vm) throw asrRefusal('SIM-VM-NOT-DISCOVERED', [name]);
    if (vm.attachedTo !== null)
      yield* this.vsphere.call('ReconfigVM_Task', { vm: target.vm, detachDisksOf: name });
    record.cameHomeAtMs ??= this.kernel.now;
    if (vm.power === 'poweredOff') yield* this.vsphere.call('PowerOnVM_Task', { vm: name });
    record.receiving = undefined;
    return {};
  }

  private newClient(): VsphereClient {
    return new VsphereClient(
      () => this.endpoint,
      () => this.database,
    );
  }

  private newDiscovery(): Discovery {
    return new Discovery(
      this.kernel,
      () => this.database,
      () => this.vsphere,
    );
  }

  private record(machine: string): MachineRecord {
    const record = this.database.machines.get(machine);
    if (!record) throw asrRefusal('SIM-NOT-IN-DATABASE', [machine]);
    return record;
  }

  private server(name: string): string {
    const server = this.database.servers.get(name);
    if (!server)
      throw asrRefusal(name === this.ownProcessServer() ? 'SIM-NO-PROCESS-SERVER' : 'SIM-UNKNOWN', [name]);
    return server.address;
  }

  private ownProcessServer(): string {
    return this.name;
  }

  private masterTarget(name: string): { vm: string; address: string } {
    const record = this.database.masterTargets.get(name);
    const server = this.database.servers.get(name);
    if (!record || !server) throw asrRefusal('SIM-NO-MASTER-TARGET', [name]);
    return { vm: record.vm, address: server.address };
  }

  /** Every member of a group learns the addresses of all; the first leads. */
  private refreshGroup(name: string): void {
    const members: {
      settings: AgentSettings;
      address: string;
      record: MachineRecord;
      copy: Copy;
    }[] = [];
    for (const record of this.database.machines.values()) {
      for (const copy of ['on-premises', 'azure'] as const) {
        const settings = record.settings[copy];
        const address = record.agents[copy]?.address;
        if (settings?.group?.name === name && address) members.push({ settings, address, record, copy });
      }
    }
    const addresses = members.map((member) => member.address);
    for (const { settings, record, copy } of members) {
      if (settings.group?.members.join() === addresses.join()) continue;
      this.setSettings(record, copy, { ...settings, group: { name, members: addresses } });
    }
  }
}

function emptyDatabase(): Database {
  return {
    machines: new Map(),
    servers: new Map(),
    accounts: new Map(),
    connections: new Map(),
    vcenterAccount: '',
    leaving: [],
    masterTargets: new Map(),
  };
}

/** Where nobody knows whom to ask for. */
const NOTHING: VimLook = { facts: undefined, silent: [], refusals: [] };

/** The name of the VM that a machine gets where its own is gone. */
function newVmOf(machine: string): string {
  return `${machine}-failback`;
}
