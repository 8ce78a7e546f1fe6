import type { Component, Kernel, Process } from '../../kernel';
import { type Endpoint, type Message, NetworkFailure, Refusal, type RequestOptions } from '../../network';
import {
  type AsrCode,
  asrRefusal,
  note,
  PORT,
  type Rules,
  type ServerReport,
  type VcenterReport,
} from '../../wire';
import type { Cloud } from '../cloud';
import type { AzureServer } from './deployment';
import type {
  Job,
  JobOwner,
  NewPair,
  PointFacts,
  Policy,
  ProtectedItem,
  ProtectionGroup,
  RecoveryPlan,
  VaultDurable,
  VaultEvent,
} from './model';
import { ReplicaStore } from './replica-store';
import type { ItemState } from './states';

const EVENTS_MAX = 1_000;

export interface VaultOptions {
  readonly kernel: Kernel;
  readonly rules: Rules;
  readonly cloud: Cloud;
  /** Where the vault answers, and where its storage account does: public endpoints. */
  readonly endpoint: Endpoint;
  readonly storageEndpoint: Endpoint;
  readonly configurationServer: { readonly name: string; readonly address: string };
  readonly controlPort: number;
  /** A virtual machine for a process server is up. */
  readonly serverDeployed: (server: AzureServer) => void;
}

/** What every request, job and report of the vault stands on: what it keeps, its way to the configuration server, and how it
 *  notes what happens. It knows no request. */
export abstract class VaultCore {
  readonly kernel: Kernel;
  readonly rules: Rules;
  readonly cloud: Cloud;
  readonly replicas: ReplicaStore;
  readonly component: Component<VaultDurable>;
  readonly serverDeployed: (server: AzureServer) => void;
  /** Machines that were purged and that the site is being told of now; volatile. */
  readonly clearing = new Set<string>();
  protected readonly endpoint: Endpoint;
  private readonly controlPort: number;

  constructor(options: VaultOptions) {
    this.kernel = options.kernel;
    this.rules = options.rules;
    this.cloud = options.cloud;
    this.endpoint = options.endpoint;
    this.controlPort = options.controlPort;
    this.serverDeployed = options.serverDeployed;
    this.replicas = new ReplicaStore(options.kernel, options.storageEndpoint, (pair, point) =>
      this.component.when(() => this.pointMade(pair, point)),
    );
    this.component = options.kernel.component<VaultDurable>('vault', {
      items: new Map(),
      groups: new Map(),
      policies: new Map(),
      plans: new Map(),
      jobs: new Map(),
      events: [],
      servers: [],
      stalled: [],
      vcenters: [],
      accounts: [],
      discovered: [],
      physicalServers: [],
      azureServers: new Map(),
      removedServers: new Map(),
      owners: new Map(),
      purged: new Map(),
      configurationServer: {
        ...options.configurationServer,
        lastSeenAtMs: 0,
        foreignAddress: undefined,
      },
    });
    this.component.onBoot(() => this.onBoot());
    this.component.start();
  }

  /** What runs at each start. */
  protected abstract onBoot(): void;
  /** A target tells of a recovery point. */
  protected abstract pointMade(pair: string, point: PointFacts): void;
  /** The process of a job, whatever its kind. */
  protected abstract run(job: Job): Process;
  protected abstract updateHealth(item: ProtectedItem): void;

  get items(): ReadonlyMap<string, ProtectedItem> {
    return this.component.durable.items;
  }

  get jobs(): ReadonlyMap<string, Job> {
    return this.component.durable.jobs;
  }

  get policies(): ReadonlyMap<string, Policy> {
    return this.component.durable.policies;
  }

  get groups(): ReadonlyMap<string, ProtectionGroup> {
    return this.component.durable.groups;
  }

  get plans(): ReadonlyMap<string, RecoveryPlan> {
    return this.component.durable.plans;
  }

  /** The servers of the configuration server, as it reported them last. */
  get servers(): readonly ServerReport[] {
    return this.component.durable.servers;
  }

  /** The connections of the configuration server to vCenter servers and hosts that stand alone, as it reported them last. */
  get vcenters(): readonly VcenterReport[] {
    return this.component.durable.vcenters;
  }

  /** The names of the accounts that the configuration server can log in with. */
  get runAsAccounts(): readonly string[] {
    return this.component.durable.accounts;
  }

  /** Virtual machines that can be protected: discovered, and not protected yet. */
  get protectableItems(): readonly string[] {
    return this.component.durable.discovered.filter((name) => !this.items.has(name));
  }

  /** Physical servers that were entered by hand: discovery finds virtual machines only. */
  get physicalServers(): readonly string[] {
    return this.component.durable.physicalServers;
  }

  /** Enters a physical server, so that it can be protected. Doing it again changes nothing. */
  addPhysicalServer(name: string): void {
    const { durable } = this.component;
    if (!durable.physicalServers.includes(name)) durable.physicalServers = [...durable.physicalServers, name];
  }

  /** Virtual machines that carry process servers, deployed or being deployed. */
  get azureServers(): ReadonlyMap<string, AzureServer & JobOwner> {
    return this.component.durable.azureServers;
  }

  /** The name of the configuration server. */
  get managementServer(): string {
    return this.component.durable.configurationServer.name;
  }

  get events(): readonly VaultEvent[] {
    return this.component.durable.events;
  }

  item(name: string): ProtectedItem {
    const item = this.items.get(name);
    if (!item) throw asrRefusal('SIM-UNKNOWN', [name], `(protected item ${name})`);
    return item;
  }

  groupOf(name: string): ProtectionGroup {
    const group = this.component.durable.groups.get(name);
    if (!group) throw asrRefusal('SIM-UNKNOWN', [name], `(protection group ${name})`);
    return group;
  }

  twinOf(group: string): string {
    return this.groupOf(group).twin;
  }

  policyOf(group: string): Policy {
    return this.component.durable.policies.get(this.groupOf(group).policy) as Policy;
  }

  /** The machines that a protection group holds now. */
  membersOf(group: string): readonly string[] {
    this.groupOf(group);
    return [...this.items.values()].filter((item) => item.container === group).map((item) => item.name);
  }

  /** Those of `points` that every machine of the item's multi-VM group has, oldest first. */
  groupPoints(item: ProtectedItem, points: readonly PointFacts[]): readonly PointFacts[] {
    const others = this.membersOf(item.container).map((name) => this.item(name));
    return points.filter(
      (point) =>
        point.group !== null &&
        others.every((other) => other.points.some((theirs) => theirs.group === point.group)),
    );
  }

  setState(item: ProtectedItem, state: ItemState): void {
    item.state = state;
    note(this.kernel, 'item.state', item.name, { state, container: item.container });
  }

  commitState(item: ProtectedItem): void {
    if (item.state === 'failed-over') this.setState(item, 'failover-committed');
    else if (item.state === 'failed-back') {
      item.homeVm = item.siteVm;
      this.setState(item, 'failback-committed');
    }
  }

  beginPair(item: ProtectedItem, pair: NewPair): void {
    if (item.pair?.id === pair.id) return;
    const { id, target, rpoThresholdMs, applicationEveryMs, masterTarget, processServer, start } = pair;
    item.pair = {
      id,
      target,
      rpoThresholdMs,
      applicationEveryMs,
      masterTarget,
      processServer,
      start,
      startedAtMs: this.kernel.now,
      lastPointAtMs: undefined,
      lastApplicationAtMs: undefined,
    };
    item.points = [];
    note(this.kernel, 'pair.started', item.name, {
      pair: id,
      target,
      kept: item.keptVm === true,
      rpoThresholdMs,
    });
  }

  endPair(item: ProtectedItem): void {
    if (!item.pair) return;
    note(this.kernel, 'pair.stopped', item.name, { pair: item.pair.id });
    item.pair = undefined;
    item.resync = undefined;
    this.updateHealth(item);
  }

  event(code: string, about: string, description: string, severity: VaultEvent['severity']): void {
    const { events } = this.component.durable;
    events.push({ atMs: this.kernel.now, code, about, description, severity });
    if (events.length > EVENTS_MAX) events.shift();
    this.kernel.record('vault.event', about, { code, severity });
  }

  /** Notes an operator's action that was carried out although it carries a risk. */
  risk(about: string, risk: string): void {
    note(this.kernel, 'operator.risk', about, { risk });
    this.event('SIM-RISK', about, risk, 'Warning');
  }

  /** The refusal of a request, noted. */
  refused(name: string, operation: string, code: AsrCode, about: readonly string[], detail = ''): Refusal {
    note(this.kernel, 'request.refused', name, { operation, codes: [code] });
    return asrRefusal(code, about, detail);
  }

  /** The refusal of a request for something that the vault does not have. */
  refuseUnknown(name: string, operation: string, kind: string): Refusal {
    return this.refused(name, operation, 'SIM-UNKNOWN', [name], `(${kind} ${name})`);
  }

  /** Checks a request, and notes its refusal. */
  noting<T>(name: string, operation: string, check: () => T): T {
    try {
      return check();
    } catch (error) {
      if (error instanceof Refusal)
        note(this.kernel, 'request.refused', name, { operation, codes: [error.code] });
      throw error;
    }
  }

  mustAnswer(name: string, operation: string): void {
    if (this.component.state !== 'running')
      throw this.refused(name, operation, 'SIM-SERVICE-DOWN', ['vault']);
  }

  /** Makes a job the active one of its owner, and starts it. */
  launch(job: Job, owner: JobOwner): Job {
    this.component.durable.jobs.set(job.id, job);
    owner.activeJob = job.id;
    owner.lastJob = job.id;
    this.noteJob(job);
    this.start(job);
    return job;
  }

  /** Runs a job in this life of the vault. */
  start(job: Job): void {
    this.component.run('job', this.run(job));
  }

  noteJob(job: Job): void {
    note(this.kernel, 'job.state', job.id, {
      item: job.item,
      scenario: job.workflow,
      state: job.state,
      codes: job.errors.map((error) => error.code),
    });
  }

  /** Asks the configuration server, at the address with which it registered. Tries three times before it gives up.
   *  Errors: what it refuses; SIM-CS-ADDRESS if it came back elsewhere; SIM-UNREACHABLE. */
  *askConfigurationServer<A>(message: Message, options: RequestOptions = { keepAlive: true }): Process<A> {
    const { configurationServer } = this.component.durable;
    for (let attempt = 1; ; attempt += 1) {
      if (configurationServer.foreignAddress) {
        const { address, foreignAddress } = configurationServer;
        throw asrRefusal(
          'SIM-CS-ADDRESS',
          [address, foreignAddress],
          `(was ${address}, now ${foreignAddress})`,
        );
      }
      try {
        return yield* this.endpoint.request<A>(
          configurationServer.address,
          this.controlPort,
          message,
          options,
        );
      } catch (error) {
        if (!(error instanceof NetworkFailure)) throw error;
        if (attempt === 3) throw error.asRefusal();
      }
      yield 20_000;
    }
  }

  /** Answers messages on the vault's public endpoint. */
  protected listen(handlers: Parameters<Endpoint['listen']>[2]): void {
    this.endpoint.listen(this.component as Component, PORT.control, handlers);
  }
}
