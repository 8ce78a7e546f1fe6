import type { Component, Kernel, Process } from '../../kernel';
import { type Endpoint, type Message, NetworkFailure, Refusal, type RequestOptions } from '../../network';
import type { RecoveryPoint } from '../../storage';
import {
  type AsrCode,
  asrRefusal,
  note,
  PORT,
  type Rules,
  type ServerReport,
  type StartPair,
  type VaultAnswer,
  type VaultReport,
} from '../../wire';
import type { Cloud } from '../cloud';
import { checkChoices } from './choices';
import {
  type AzureServer,
  checkDeployment,
  DEPLOYMENT,
  type DeploymentInput,
  newAzureServer,
  newDeploymentJob,
  runDeployment,
} from './deployment';
import { takeHomecomers } from './follow-ups';
import { judgeHealth } from './health';
import { newJob, noteJob, rewindJob, runJob } from './jobs';
import type {
  FailoverInput,
  Job,
  JobOwner,
  NewPair,
  PlanFailoverInput,
  PointFacts,
  Policy,
  ProtectedItem,
  ProtectionGroup,
  RecoveryPlan,
  ReprotectInput,
  VaultDurable,
  VaultEvent,
} from './model';
import { checkPlanFailover, newPlanJob, PLAN_FAILOVER, runPlanJob } from './plans';
import { ReplicaStore } from './replica-store';
import { removeServer, userOf, withoutRemoved } from './server-removal';
import { type ItemState, itemFacts } from './states';
import type { WorkflowName } from './workflows';

const HEALTH_EVERY_MS = 300_000;
const EVENTS_MAX = 1_000;
const POINTS_MAX = 288;
/** What one provider calls a failover is called otherwise by another. */
const OTHER_WORD: { readonly [operation: string]: string } = {
  UnplannedFailover: 'PlannedFailover',
  PlannedFailover: 'UnplannedFailover',
};
/** Of a policy that says nothing else. Source: AZURE.md §4.3, failback policy – documented. */
const POLICY = {
  rpoThresholdMs: 15 * 60_000,
  crashConsistentEveryMs: 5 * 60_000,
  applicationConsistentEveryMs: 60 * 60_000,
};

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

/** The Recovery Services vault: protected items and their groups, policies, recovery plans, jobs, events and health.
 *  Requests are checked at once and refused before anything changes; what is accepted becomes a job that survives crashes.
 *  State machine of an item: `ITEM_STATES`. Not modelled: test failover, disabling protection, cancelling a job (refused by name). */
export class Vault {
  readonly kernel: Kernel;
  readonly rules: Rules;
  readonly cloud: Cloud;
  readonly replicas: ReplicaStore;
  readonly component: Component<VaultDurable>;
  private readonly endpoint: Endpoint;
  private readonly controlPort: number;
  readonly serverDeployed: (server: AzureServer) => void;

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
      discovered: [],
      physicalServers: [],
      azureServers: new Map(),
      removedServers: new Map(),
      configurationServer: {
        ...options.configurationServer,
        lastSeenAtMs: 0,
        foreignAddress: undefined,
      },
    });
    this.component.onBoot(() => this.onBoot());
    this.component.start();
  }

  get items(): ReadonlyMap<string, ProtectedItem> {
    return this.component.durable.items;
  }

  get jobs(): ReadonlyMap<string, Job> {
    return this.component.durable.jobs;
  }

  /** The protection groups, each followed by its failback twin. */
  get groups(): readonly ProtectionGroup[] {
    return [...this.component.durable.groups.values()];
  }

  get policies(): readonly Policy[] {
    return [...this.component.durable.policies.values()];
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

  get plans(): ReadonlyMap<string, RecoveryPlan> {
    return this.component.durable.plans;
  }

  /** The servers of the configuration server, as it reported them last. */
  get servers(): readonly ServerReport[] {
    return this.component.durable.servers;
  }

  /** Virtual machines that can be protected: discovered, and not protected yet. */
  get protectableItems(): readonly string[] {
    return this.component.durable.discovered.filter((name) => !this.items.has(name));
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

  /** Makes a protection group and, by itself, its failback twin `<name>_Failback`, each with its policy.
   *  Source: seed document, overview and reprotection step 4 – documented; numbers AZURE.md §4.3. */
  createGroup(
    name: string,
    options: {
      multiVm: boolean;
      rpoThresholdMs?: number;
      crashConsistentEveryMs?: number;
      applicationConsistentEveryMs?: number;
    },
  ): void {
    const { groups, policies } = this.component.durable;
    if (groups.has(name)) throw asrRefusal('SIM-DUPLICATE', [name], `(protection group ${name})`);
    const twin = `${name}_Failback`;
    const { multiVm, ...numbers } = options;
    const policy = { ...POLICY, ...numbers };
    policies.set(name, { ...policy, name, direction: 'to-azure' });
    policies.set(twin, { ...policy, name: twin, direction: 'to-site' });
    groups.set(name, { name, policy: name, twin, failback: false, multiVm });
    groups.set(twin, { name: twin, policy: twin, twin: name, failback: true, multiVm });
  }

  /** Makes a recovery plan; the failback twin of each protection group joins it by itself. */
  createPlan(name: string, groups: readonly (readonly string[])[]): RecoveryPlan {
    const { plans } = this.component.durable;
    if (plans.has(name)) throw asrRefusal('SIM-DUPLICATE', [name], `(recovery plan ${name})`);
    const plan: RecoveryPlan = {
      name,
      activeJob: undefined,
      lastJob: undefined,
      groups: groups.map((names) => names.flatMap((group) => [group, this.groupOf(group).twin])),
    };
    plans.set(name, plan);
    return plan;
  }

  /** The machines that a protection group holds now. */
  membersOf(group: string): readonly string[] {
    this.groupOf(group);
    return [...this.items.values()].filter((item) => item.container === group).map((item) => item.name);
  }

  enableReplication(name: string, options: { group: string; vnet: string; physical: boolean }): Job {
    this.mustAnswer(name, 'enableReplication');
    const group = this.groupOf(options.group);
    if (group.failback)
      throw this.refused(
        name,
        'enableReplication',
        'SIM-UNKNOWN',
        [options.group],
        'A failback group takes machines by reprotection only.',
      );
    if (this.items.has(name)) throw this.refused(name, 'enableReplication', 'SIM-DUPLICATE', [name]);
    this.cloud.subnetOf(options.vnet);
    const item: ProtectedItem = {
      name,
      physical: options.physical,
      vnet: options.vnet,
      state: 'enabling',
      container: options.group,
      pair: undefined,
      points: [],
      health: 'Normal',
      healthErrors: [],
      activeJob: undefined,
      lastJob: undefined,
      azureVm: undefined,
      siteVm: undefined,
      keptVm: undefined,
      reverse: undefined,
    };
    this.component.durable.items.set(name, item);
    return this.begin('enableReplication', item, {});
  }

  unplannedFailover(name: string, input: FailoverInput): Job {
    const item = this.ready(name, 'unplannedFailover', 'UnplannedFailover');
    if (!input.shutDown && item.state === 'protected')
      this.risk(item.name, 'failover without shutting the source down');
    return this.begin(item.state === 'protected' ? 'failoverToAzure' : 'failoverToSite', item, input);
  }

  /** Fails over all machines of a recovery plan, group after group, each to a point of the chosen kind. Either every machine of
   *  the plan can go that way, or nothing is done. Errors: those of `checkPlanFailover`. */
  failOverPlan(name: string, input: PlanFailoverInput): Job {
    const operation = 'recovery plan unplannedFailover';
    this.mustAnswer(name, operation);
    const plan = this.plans.get(name);
    if (!plan) throw this.refused(name, operation, 'SIM-UNKNOWN', [name], `(recovery plan ${name})`);
    this.noting(name, operation, () => checkPlanFailover(this, plan, input));
    return this.launch(newPlanJob(this, plan, input), plan);
  }

  /** The failback of the modernized provider, to the newest crash- or application-consistent point.
   *  Errors: SIM-WRONG-OPERATION – the machine's provider has no planned failover. */
  plannedFailover(name: string, input: { readonly point: 'latest' | 'latest-application' }): Job {
    const item = this.ready(name, 'plannedFailover', 'PlannedFailover');
    return this.begin('plannedFailover', item, { ...input, shutDown: true });
  }

  /** Takes a planned failover back that was not committed. */
  cancelFailover(name: string): Job {
    return this.begin('cancelFailover', this.ready(name, 'failoverCancel', 'CancelFailover'), {});
  }

  /** Deploys a virtual machine with a process server in Azure. Errors: those of `checkDeployment`. */
  deployProcessServer(input: DeploymentInput): Job {
    this.mustAnswer(input.name, DEPLOYMENT);
    this.noting(input.name, DEPLOYMENT, () => checkDeployment(this, input));
    this.kernel.journal.conceal(input.password);
    const owner = { ...newAzureServer(input), activeJob: undefined, lastJob: undefined };
    this.component.durable.azureServers.set(input.name, owner);
    return this.launch(newDeploymentJob(this, input), owner);
  }

  commit(name: string): Job {
    return this.begin('commit', this.ready(name, 'failoverCommit', 'Commit'), {});
  }

  /** Reprotects: to the site after a failover to Azure, to Azure after a failback. Which way follows from the item's state.
   *  Errors: every missing or unknown choice is refused by name before anything changes. */
  reprotect(name: string, input: ReprotectInput = {}): Job {
    const item = this.ready(name, 'reProtect', 'SwitchProtection');
    const home = item.state === 'failed-back' || item.state === 'failback-committed';
    const to = home ? 'to-azure' : 'to-site';
    this.noting(name, 'reProtect', () => checkChoices(this, item, input, to));
    return this.begin(home ? 'reprotectToAzure' : 'reprotectToSite', item, input);
  }

  /** Runs a failed job again from the task that failed; done tasks are not done twice. */
  restartJob(id: string): Job {
    const job = this.jobs.get(id);
    if (!job) throw asrRefusal('SIM-UNKNOWN', [id], `(job ${id})`);
    this.mustAnswer(job.item, 'restart');
    const plan = this.plans.get(job.item);
    if (job.state !== 'Failed')
      throw this.refused(job.item, 'restart', 'SIM-CANNOT-RESTART', [id], `(${job.state})`);
    const item = plan ?? this.azureServers.get(job.item) ?? this.item(job.item);
    if (item.lastJob !== id) {
      throw this.refused(
        job.item,
        'restart',
        'SIM-CANNOT-RESTART',
        [id, item.lastJob ?? ''],
        'A later job has taken its place.',
      );
    }
    if (item.activeJob) throw this.refused(job.item, 'restart', 'SIM-BUSY', [job.item]);
    item.activeJob = job.id;
    rewindJob(this, job);
    this.component.run('job', this.run(job));
    return job;
  }

  /** Refuses by name what the service can do and this vault cannot. Errors: always SIM-NOT-SIMULATED. */
  testFailover(_name: string): never {
    throw this.notSimulated('testFailover');
  }

  disableProtection(_name: string): never {
    throw this.notSimulated('remove');
  }

  cancelJob(_id: string): never {
    throw this.notSimulated('job cancel');
  }

  reprotectPlan(_name: string): never {
    throw this.notSimulated('recovery plan reProtect');
  }

  /** Deletes an Azure VM as an operator would; too early it is a risk, and said to be one. */
  *deleteAzureVm(name: string): Process {
    const item = [...this.items.values()].find((candidate) => candidate.azureVm === name);
    if (item && item.state !== 'protected')
      this.risk(item.name, 'Azure VM deleted before replication to Azure was seen to work');
    yield* this.cloud.delete(name);
    if (item) item.azureVm = undefined;
  }

  /** Removes a process server. Errors: SIM-PROCESS-SERVER-IN-USE – replication runs through it, or is about to. */
  deleteProcessServer(name: string): void {
    const user = userOf(this, name);
    if (user !== undefined)
      throw this.refused(
        user,
        'deleteProcessServer',
        'SIM-PROCESS-SERVER-IN-USE',
        [name, user],
        `(${name}, used by ${user})`,
      );
    removeServer(this, name);
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
    else if (item.state === 'failed-back') this.setState(item, 'failback-committed');
  }

  beginPair(item: ProtectedItem, pair: NewPair): void {
    if (item.pair?.id === pair.id) return;
    item.pair = {
      ...pair,
      startedAtMs: this.kernel.now,
      lastPointAtMs: undefined,
      lastApplicationAtMs: undefined,
    };
    item.points = [];
    const { id, target, rpoThresholdMs } = pair;
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
    this.updateHealth(item);
  }

  event(code: string, about: string, description: string, severity: VaultEvent['severity']): void {
    const { events } = this.component.durable;
    events.push({ atMs: this.kernel.now, code, about, description, severity });
    if (events.length > EVENTS_MAX) events.shift();
    this.kernel.record('vault.event', about, { code, severity });
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

  private onBoot(): void {
    this.endpoint.listen(this.component as Component, PORT.control, {
      'vault.report': (message: VaultReport, from: string) => this.takeReport(message, from),
    });
    for (const job of this.jobs.values())
      if (job.state === 'InProgress') this.component.run('job', this.run(job));
    // What the replica store made while the vault was away.
    for (const { pair } of this.items.values()) {
      if (pair?.target !== 'azure') continue;
      for (const point of this.replicas.points(pair.id)) this.pointMade(pair.id, point);
    }
    this.component.run('vault health', this.watchHealth());
  }

  private takeReport(report: VaultReport, from: string): VaultAnswer {
    const { durable } = this.component;
    const { configurationServer } = durable;
    configurationServer.foreignAddress = from === configurationServer.address ? undefined : from;
    if (configurationServer.foreignAddress) {
      this.event('SIM-CS-ADDRESS', report.configurationServer, `reported from ${from}`, 'Critical');
      return { start: [], stop: [] };
    }
    configurationServer.lastSeenAtMs = this.kernel.now;
    durable.servers = withoutRemoved(this, report.servers);
    durable.stalled = report.stalled;
    durable.discovered = report.discovered;
    for (const { pair, point } of report.points) this.pointMade(pair, point);
    takeHomecomers(this, report.homecomers);
    return report.pairs ? this.reconcile(report.pairs) : { start: [], stop: [] };
  }

  /** What a configuration server must set up or take down, if its database came from a backup older than the present pairs. */
  private reconcile(pairs: NonNullable<VaultReport['pairs']>): VaultAnswer {
    const known = new Set(pairs.map(({ pair }) => pair));
    const start: StartPair[] = [];
    for (const item of this.items.values()) {
      if (!item.activeJob && item.pair && !known.has(item.pair.id)) start.push(item.pair.start);
    }
    const stale = pairs.filter(({ machine, pair }) => {
      const item = this.items.get(machine);
      return item && !item.activeJob && item.pair?.id !== pair;
    });
    return { start, stop: stale.map(({ machine, pair }) => ({ kind: 'cs.stop-pair', machine, pair })) };
  }

  private pointMade(pair: string, point: PointFacts | RecoveryPoint): void {
    const item = this.items.get(pair.slice(0, pair.lastIndexOf('/')));
    if (item?.pair?.id !== pair) return;
    const { views: _views, ...facts } = point as RecoveryPoint;
    if (item.points.some((known) => known.id === facts.id)) return;
    item.points.push(facts);
    if (item.points.length > POINTS_MAX) item.points.shift();
    item.pair.lastPointAtMs = facts.takenAtMs;
    if (facts.consistency === 'application') item.pair.lastApplicationAtMs = facts.takenAtMs;
    const { id, drain, seq, group, consistency, takenAtMs } = facts;
    note(this.kernel, 'point.made', item.name, {
      point: id,
      pair,
      drain,
      seq,
      group,
      consistency,
      takenAtMs,
    });
    if (item.state === 'enabling' || item.state === 'reprotecting-to-azure') this.setState(item, 'protected');
    else if (item.state === 'reprotecting') this.setState(item, 'protected-to-site');
    this.updateHealth(item);
  }

  private *watchHealth(): Process {
    for (;;) {
      for (const item of this.items.values()) this.updateHealth(item);
      yield HEALTH_EVERY_MS;
    }
  }

  private updateHealth(item: ProtectedItem): void {
    const { servers, stalled, configurationServer } = this.component.durable;
    const { health, codes } = judgeHealth(item, this.kernel.now, {
      servers,
      stalled,
      seenAtMs: configurationServer.lastSeenAtMs,
    });
    item.healthErrors = codes;
    if (health === item.health) return;
    const from = item.health;
    item.health = health;
    note(this.kernel, 'health.changed', item.name, { from, to: health, pair: item.pair?.id ?? '' });
    this.event(
      'SRSVMHealthChanged',
      item.name,
      `Replication health changed to ${health}.`,
      health === 'Normal' ? 'Info' : health,
    );
  }

  private begin(workflow: WorkflowName, item: ProtectedItem, input: unknown): Job {
    return this.launch(newJob(this, workflow, item, input), item);
  }

  private launch(job: Job, owner: JobOwner): Job {
    this.component.durable.jobs.set(job.id, job);
    owner.activeJob = job.id;
    owner.lastJob = job.id;
    noteJob(this, job);
    this.component.run('job', this.run(job));
    return job;
  }

  private run(job: Job): Process {
    if (job.workflow === DEPLOYMENT) return runDeployment(this, job);
    return job.workflow === PLAN_FAILOVER ? runPlanJob(this, job) : runJob(this, job);
  }

  /** The item, if it can do `operation` now. */
  private ready(name: string, operation: string, allowed: string): ProtectedItem {
    this.mustAnswer(name, operation);
    const item = this.items.get(name);
    if (!item) throw this.refused(name, operation, 'SIM-UNKNOWN', [name], `(protected item ${name})`);
    if (item.activeJob) throw this.refused(name, operation, 'SIM-BUSY', [name, item.activeJob]);
    const facts = itemFacts(item.state, this.rules);
    if (!facts.allowed.includes(allowed)) {
      const other = OTHER_WORD[allowed];
      if (other !== undefined && facts.allowed.includes(other))
        throw this.refused(
          name,
          operation,
          'SIM-WRONG-OPERATION',
          [name, facts.provider, other],
          `(${facts.provider}: ${other})`,
        );
      throw this.refused(
        name,
        operation,
        'SIM-OUT-OF-ORDER',
        [name, item.state],
        `It is ${item.state}: first ${facts.first}.`,
      );
    }
    return item;
  }

  private mustAnswer(name: string, operation: string): void {
    if (this.component.state !== 'running')
      throw this.refused(name, operation, 'SIM-SERVICE-DOWN', ['vault']);
  }

  /** Checks a request, and notes its refusal. */
  private noting(name: string, operation: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      if (error instanceof Refusal)
        note(this.kernel, 'request.refused', name, { operation, codes: [error.code] });
      throw error;
    }
  }

  private notSimulated(operation: string): Refusal {
    this.kernel.record('not-simulated', operation);
    return asrRefusal('SIM-NOT-SIMULATED', [operation], `(${operation})`);
  }

  private refused(
    name: string,
    operation: string,
    code: AsrCode,
    about: readonly string[],
    detail = '',
  ): Refusal {
    note(this.kernel, 'request.refused', name, { operation, codes: [code] });
    return asrRefusal(code, about, detail);
  }

  private risk(about: string, risk: string): void {
    note(this.kernel, 'operator.risk', about, { risk });
    this.event('SIM-RISK', about, risk, 'Warning');
  }
}
