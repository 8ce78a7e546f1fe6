import type { Process } from '../../kernel';
import type { Refusal } from '../../network';
import { asrRefusal, type VaultReport } from '../../wire';
import {
  checkDeployment,
  DEPLOYMENT,
  type DeploymentInput,
  newAzureServer,
  newDeploymentJob,
  runDeployment,
} from './deployment';
import { checkReassociation, type ReassociateInput } from './gateways';
import { associatePolicy, createGroup, deleteGroup, type GroupOptions } from './groups';
import { updateHealth, watchHealth } from './health';
import { runJob } from './jobs';
import type {
  FailoverInput,
  Job,
  PlanFailoverInput,
  PointFacts,
  Policy,
  ProtectedItem,
  RecoveryPlan,
  ReprotectInput,
  TestFailoverInput,
} from './model';
import { beginPlanJob, isPlanJob, runPlanJob } from './plan-jobs';
import { createPlan, deletePlan, type PlanGroups, updatePlan } from './plans';
import { createPolicy, deletePolicy, type NewPolicy, type PolicyInput, updatePolicy } from './policies';
import { purge } from './removal';
import { pointMade, takeReport } from './reports';
import {
  begin,
  cancelJob,
  type EnableInput,
  enableReplication,
  ready,
  repairReplication,
  reprotect,
  restartJob,
} from './requests';
import { deleteServer } from './server-removal';
import { runService } from './service-jobs';
import { beginService, SERVICES } from './services';
import { VaultCore } from './vault-core';
import { checkNewVcenter, checkVcenterRemoval, checkVcenterUpdate, type VcenterInput } from './vcenters';

/** The Recovery Services vault: protected items and their groups, policies, recovery plans, jobs, events and health.
 *  Requests are checked at once and refused before anything changes; what is accepted becomes a job that survives crashes.
 *  State machine of an item: `ITEM_STATES`. Not modelled: migrating for good, moving an item to the other provider. */
export class Vault extends VaultCore {
  /** Makes a replication policy. Errors: SIM-DUPLICATE. */
  createPolicy(name: string, input: NewPolicy): Policy {
    return this.asked(name, 'createPolicy', () => createPolicy(this, name, input));
  }

  /** Edits a policy; its failback version and the machines that it holds for follow. */
  updatePolicy(name: string, input: Partial<PolicyInput>): Policy {
    return this.asked(name, 'updatePolicy', () => updatePolicy(this, name, input));
  }

  /** Deletes a policy that no group uses, and the failback version that was made with it. */
  deletePolicy(name: string): void {
    this.asked(name, 'deletePolicy', () => deletePolicy(this, name));
  }

  /** Makes a protection group and, by itself, its failback twin `<name>_Failback`; with a policy that exists, or with new ones. */
  createGroup(name: string, options: GroupOptions): void {
    createGroup(this, name, options);
  }

  /** Gives a group that holds no machine another policy, and its twin the failback version of that; or a failback group its own. */
  associatePolicy(group: string, policy: string): void {
    this.asked(group, 'associatePolicy', () => associatePolicy(this, group, policy));
  }

  /** Deletes a group that holds no machine; its twin goes with it. */
  deleteGroup(name: string): void {
    this.asked(name, 'deleteGroup', () => deleteGroup(this, name));
  }

  /** Makes a recovery plan; the failback twin of each protection group joins it by itself. A text names a protection group. */
  createPlan(name: string, groups: PlanGroups): RecoveryPlan {
    return createPlan(this, name, groups);
  }

  /** Gives a plan other groups, while no job of it runs. */
  updatePlan(name: string, groups: PlanGroups): RecoveryPlan {
    return this.asked(name, 'updatePlan', () => updatePlan(this, name, groups));
  }

  /** Deletes a plan, while no job of it runs. */
  deletePlan(name: string): void {
    this.asked(name, 'deletePlan', () => deletePlan(this, name));
  }

  enableReplication(name: string, options: EnableInput): Job {
    return enableReplication(this, name, options);
  }

  /** Ends the protection of a machine; it can then be protected again. */
  disableProtection(name: string): Job {
    return begin(this, 'disableProtection', ready(this, name, 'remove', 'DisableProtection'), {});
  }

  /** Takes an item out of the vault without asking the site, which may be gone for good; it is a risk, and said to be one. */
  purgeProtection(name: string): void {
    purge(this, ready(this, name, 'purge', 'DisableProtection'));
  }

  unplannedFailover(name: string, input: FailoverInput): Job {
    const item = ready(this, name, 'unplannedFailover', 'UnplannedFailover');
    if (!input.shutDown && item.state === 'protected')
      this.risk(item.name, 'failover without shutting the source down');
    return begin(this, item.state === 'protected' ? 'failoverToAzure' : 'failoverToSite', item, input);
  }

  /** Fails over all machines of a recovery plan, group after group, each to a point of the chosen kind. Either every machine of
   *  the plan can go that way, or nothing is done. */
  failOverPlan(name: string, input: PlanFailoverInput): Job {
    return beginPlanJob(this, name, 'planFailover', input);
  }

  /** The planned failover of a plan of the modernized provider. */
  plannedFailoverPlan(name: string, input: { readonly point: 'latest' | 'latest-application' }): Job {
    return beginPlanJob(this, name, 'planPlannedFailover', input);
  }

  /** Commits all machines of a plan that are not committed yet. */
  commitPlan(name: string): Job {
    return beginPlanJob(this, name, 'planCommit');
  }

  /** Takes the planned failover of a plan back. Errors: SIM-WRONG-OPERATION – the classic provider cannot. */
  cancelPlanFailover(name: string): Job {
    return beginPlanJob(this, name, 'planCancelFailover');
  }

  /** Reprotects all machines of a plan, to the site with the choices of the last time. Errors: SIM-WRONG-OPERATION – the classic
   *  provider cannot; SIM-CHOICE-MISSING – there was no last time. */
  reprotectPlan(name: string): Job {
    return beginPlanJob(this, name, 'planReprotect');
  }

  testFailoverPlan(name: string, input: TestFailoverInput): Job {
    return beginPlanJob(this, name, 'planTestFailover', input);
  }

  testFailoverCleanupPlan(name: string): Job {
    return beginPlanJob(this, name, 'planTestFailoverCleanup');
  }

  /** The failback of the modernized provider, to the newest crash- or application-consistent point.
   *  Errors: SIM-WRONG-OPERATION – the machine's provider has no planned failover. */
  plannedFailover(name: string, input: { readonly point: 'latest' | 'latest-application' }): Job {
    const item = ready(this, name, 'plannedFailover', 'PlannedFailover');
    return begin(this, 'plannedFailover', item, { ...input, shutDown: true });
  }

  /** Takes a planned failover back that was not committed. */
  cancelFailover(name: string): Job {
    return begin(this, 'cancelFailover', ready(this, name, 'failoverCancel', 'CancelFailover'), {});
  }

  commit(name: string): Job {
    return begin(this, 'commit', ready(this, name, 'failoverCommit', 'Commit'), {});
  }

  /** Reprotects: to the site after a failover to Azure, to Azure after a failback. Which way follows from the item's state.
   *  Errors: every missing or unknown choice is refused by name before anything changes. */
  reprotect(name: string, input: ReprotectInput = {}): Job {
    return reprotect(this, name, input);
  }

  /** Runs a failed job again from the task that failed; what was done and still holds is not done twice. */
  restartJob(id: string): Job {
    return restartJob(this, id);
  }

  /** Takes a running protection or reprotection back, at its next task boundary. Asking again changes nothing.
   *  Errors: SIM-UNKNOWN; SIM-CANNOT-CANCEL – it has ended, or is a failover. */
  cancelJob(id: string): Job {
    return cancelJob(this, id);
  }

  /** Moves the replication of machines from one process server to another. Errors: those of `checkReassociation`; SIM-BUSY. */
  reassociateGateway(input: ReassociateInput): Job {
    return this.asked(input.from, 'reassociateGateway', () =>
      beginService(this, 'reassociateGateway', input.from, checkReassociation(this, input)),
    );
  }

  /** Lets the configuration server connect to a vCenter server or a host, and discover it. Errors: those of `checkNewVcenter`. */
  addVcenter(input: VcenterInput): Job {
    return this.asked(input.name, 'addVcenter', () =>
      beginService(this, 'addVcenter', input.name, checkNewVcenter(this, input)),
    );
  }

  /** Lets a connection be asked with another account of the configuration server. */
  updateVcenter(name: string, { account }: { readonly account: string }): Job {
    return this.asked(name, 'updateVcenter', () =>
      beginService(this, 'updateVcenter', name, checkVcenterUpdate(this, name, account)),
    );
  }

  /** Removes a connection, unless machines of it are replicated. */
  removeVcenter(name: string): Job {
    return this.asked(name, 'removeVcenter', () =>
      beginService(this, 'removeVcenter', name, checkVcenterRemoval(this, name)),
    );
  }

  /** Deploys a virtual machine with a process server in Azure. Errors: those of `checkDeployment`. */
  deployProcessServer(input: DeploymentInput): Job {
    this.mustAnswer(input.name, DEPLOYMENT);
    // Nothing there would come to know of it.
    if (this.kernel.isElsewhere?.(`process server ${input.name}`)) throw this.notSimulated(DEPLOYMENT);
    this.noting(input.name, DEPLOYMENT, () => checkDeployment(this, input));
    this.kernel.journal.conceal(input.password);
    const owner = { ...newAzureServer(input), activeJob: undefined, lastJob: undefined };
    this.component.durable.azureServers.set(input.name, owner);
    return this.launch(newDeploymentJob(this, input), owner);
  }

  /** Makes a virtual machine `<name>-test` in `vnet` from a recovery point, beside the machine. Errors: SIM-UNKNOWN – no such network. */
  testFailover(name: string, input: TestFailoverInput): Job {
    const item = ready(this, name, 'testFailover', 'TestFailover');
    this.noting(name, 'testFailover', () => this.cloud.subnetOf(input.vnet));
    return begin(this, 'testFailover', item, input);
  }

  /** Deletes what a test failover made. */
  testFailoverCleanup(name: string): Job {
    const item = ready(this, name, 'testFailoverCleanup', 'TestFailoverCleanup');
    return begin(this, 'testFailoverCleanup', item, {});
  }

  /** Makes the Azure VM of an uncommitted failover anew from another recovery point. Errors: SIM-NO-RECOVERY-POINT. */
  applyRecoveryPoint(name: string, point: string): Job {
    const item = ready(this, name, 'applyRecoveryPoint', 'ChangePit');
    if (!this.replicas.newestPoints(name).some(({ id }) => id === point))
      throw this.refused(name, 'applyRecoveryPoint', 'SIM-NO-RECOVERY-POINT', [name, point], `(${point})`);
    return begin(this, 'changePoint', item, { point, shutDown: false });
  }

  /** Lets source and target be compared anew in the next cycle; the item shows `resync` until a point was made after that. */
  repairReplication(name: string): Job {
    return repairReplication(this, name);
  }

  /** Refuses by name what the service can do and this vault cannot. Errors: always SIM-NOT-SIMULATED. */
  completeMigration(_name: string): never {
    throw this.notSimulated('completeMigration');
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
    deleteServer(this, name);
  }

  protected onBoot(): void {
    this.clearing.clear();
    this.listen({ 'vault.report': (message: VaultReport, from: string) => takeReport(this, message, from) });
    for (const job of this.jobs.values()) if (job.state === 'InProgress') this.start(job);
    // What the replica store made while the vault was away.
    for (const { pair } of this.items.values()) {
      if (pair?.target !== 'azure') continue;
      for (const point of this.replicas.points(pair.id)) this.pointMade(pair.id, point);
    }
    this.component.run('vault health', watchHealth(this));
  }

  protected pointMade(pair: string, point: PointFacts): void {
    pointMade(this, pair, point);
  }

  protected updateHealth(item: ProtectedItem): void {
    updateHealth(this, item);
  }

  protected run(job: Job): Process {
    if (job.workflow === DEPLOYMENT) return runDeployment(this, job);
    const service = SERVICES[job.workflow];
    if (service) return runService(this, job, service);
    return isPlanJob(job) ? runPlanJob(this, job) : runJob(this, job);
  }

  /** Carries a request out at once, or notes its refusal. */
  private asked<T>(name: string, operation: string, act: () => T): T {
    this.mustAnswer(name, operation);
    return this.noting(name, operation, act);
  }

  private notSimulated(operation: string): Refusal {
    this.kernel.record('not-simulated', operation);
    return asrRefusal('SIM-NOT-SIMULATED', [operation], `(${operation})`);
  }
}
