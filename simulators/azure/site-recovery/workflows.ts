import { systemState } from '../../guest';
import type { Process } from '../../kernel';
import { type Cause, type Message, Refusal } from '../../network';
import { ExtentMap } from '../../storage';
import {
  asrCause,
  asrRefusal,
  note,
  PORT,
  type PreparedReverse,
  type SourceFacts,
  type StartPair,
} from '../../wire';
import type { FailoverInput, Job, PointFacts, ProtectedItem, ReprotectInput } from './model';
import type { Vault } from './vault';

/** What a task works with. */
export interface TaskContext {
  readonly vault: Vault;
  readonly job: Job;
  readonly item: ProtectedItem;
}

/** One named task. It may run again after a crash or a restart: what is done already is not done twice.
 *  Returns `skipped` where there was nothing to do. Errors: a Refusal fails the job. */
export interface TaskDefinition {
  readonly taskId: string;
  readonly name: string;
  readonly friendlyName: string;
  run(context: TaskContext): Process<'skipped' | undefined>;
}

export interface Workflow {
  readonly scenarioName: string;
  readonly friendlyName: string;
  readonly tasks: readonly TaskDefinition[];
}

const SHUTDOWN_TIMEOUT_MS = 15 * 60_000;
/** A short wait that stands for the service's own work in a task. */
const WORK_MS = 5_000;

function task(
  taskId: string,
  name: string,
  friendlyName: string,
  run: TaskDefinition['run'],
): TaskDefinition {
  return { taskId, name, friendlyName, run };
}

const enableReplication: Workflow = {
  scenarioName: 'EnableDr',
  friendlyName: 'Enable replication',
  tasks: [
    task(
      'SIM-EnableDrPreflightTask',
      'SIM-EnableDrPreflight',
      'Prerequisites check',
      function* ({ vault, item }) {
        const facts = yield* vault.askConfigurationServer<SourceFacts>({
          kind: 'cs.enable-source',
          machine: item.name,
          physical: item.physical,
        } as Message);
        vault.replicas.open(
          forwardPair(item, 1),
          item.name,
          facts.disks.map((disk) => disk.sizeBytes),
          facts.disks.map(() => ExtentMap.empty),
        );
        return undefined;
      },
    ),
    task(
      'SIM-EnableReplicationTask',
      'SIM-EnableReplication',
      'Enable replication',
      function* ({ vault, item }) {
        yield* startForward(vault, item, forwardPair(item, 1), false);
        return undefined;
      },
    ),
  ],
};

const failoverToAzure: Workflow = {
  scenarioName: 'UnplannedFailover',
  friendlyName: 'Failover',
  tasks: [
    task(
      'UnplannedFailoverPreflightChecksTask',
      'UnplannedFailoverPreflightChecks',
      'Prerequisites check for failover',
      function* (context) {
        yield WORK_MS;
        const { vault, item } = context;
        if (vault.cloud.vms.has(item.name)) {
          throw asrRefusal(
            'SIM-DUPLICATE',
            [item.name],
            `(the former Azure virtual machine ${item.name} still exists)`,
          );
        }
        if (failoverInput(context).point !== 'latest') choosePoint(context, context.item.points);
        else if (context.item.points.length === 0)
          throw asrRefusal('SIM-NO-RECOVERY-POINT', [context.item.name]);
        return undefined;
      },
    ),
    task(
      'ShutdownVmOnPrimaryForUFO',
      'ShutdownVmOnPrimaryForUFO',
      'Shut down the virtual machine',
      function* (context) {
        if (!failoverInput(context).shutDown) return 'skipped';
        const message = { kind: 'cs.shut-down-source', machine: context.item.name } as Message;
        yield* context.vault.askConfigurationServer(message);
        return undefined;
      },
    ),
    task(
      'PrepareForUnPlannedFailoverTask',
      'PrepareForUnPlannedFailover',
      'Synchronizing the latest changes',
      function* (context) {
        const { vault, item } = context;
        const { shutDown, point } = failoverInput(context);
        if (shutDown && point === 'latest') {
          yield* vault.askConfigurationServer({
            kind: 'cs.sync-latest',
            machine: item.name,
            pair: pairOf(item),
          } as Message);
        }
        keepPoint(context, choosePoint(context, vault.replicas.points(pairOf(item))));
        return undefined;
      },
    ),
    task('FailoverTask', 'Failover', 'Failover', function* ({ vault, job, item }) {
      const pair = pairOf(item);
      const point = vault.replicas.points(pair).find((candidate) => candidate.id === job.data.point);
      if (!point) throw asrRefusal('SIM-NO-RECOVERY-POINT', [String(job.data.point)]);
      const disks = vault.replicas
        .sizes(pair)
        .map((sizeBytes, index) => ({ sizeBytes, view: point.views[index] ?? ExtentMap.empty }));
      const spec = {
        machine: item.name,
        vnet: item.vnet,
        madeBy: job.id,
        disks,
        system: systemState(point.system),
      };
      const vm = yield* vault.cloud.createVm(spec);
      item.azureVm = vm.name;
      return undefined;
    }),
    task('StartVmOnSecondary', 'StartVmOnSecondary', 'Start the virtual machine', function* (context) {
      const { vault, item } = context;
      yield* stopPairIfReachable(context);
      noteRecovered(context, 'azure');
      yield* vault.cloud.start(item.azureVm ?? '');
      vault.setState(item, 'failed-over');
      return undefined;
    }),
  ],
};

const commit: Workflow = {
  scenarioName: 'CommitFailover',
  friendlyName: 'Commit',
  tasks: [
    task('SIM-CommitTask', 'SIM-Commit', 'Commit', function* ({ vault, item }) {
      yield WORK_MS;
      vault.commitState(item);
      return undefined;
    }),
  ],
};

const reprotectToSite: Workflow = {
  scenarioName: 'SwitchReplicationGroupProtection',
  friendlyName: 'Reprotect',
  tasks: [
    task(
      'SwitchReplicationGroupProtectionPreflightTask',
      'SwitchReplicationGroupProtectionPreflight',
      'Prerequisite check',
      function* (context) {
        const { vault, item } = context;
        const causes: Cause[] = [];
        const vm = vault.cloud.vms.get(item.azureVm ?? '');
        if (!vm?.guest.up || vm.guest.hung) causes.push(asrCause('78093', [item.name], `(${item.name})`));
        try {
          yield* vault.askConfigurationServer({
            kind: 'cs.reverse-preflight',
            ...choices(context),
          } as Message);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          causes.push(...error.causes);
        }
        if (causes[0]) throw new Refusal(causes[0], causes);
        return undefined;
      },
    ),
    commitFirst(),
    task('DiscoverReplicaTask', 'DiscoverReplica', 'Discover the replica', function* ({ vault, item }) {
      const azureAddress = vault.cloud.vms.get(item.azureVm ?? '')?.address ?? '';
      const message = { kind: 'cs.discover-replica', machine: item.name, azureAddress } as Message;
      yield* vault.askConfigurationServer(message);
      return undefined;
    }),
    task(
      'GetSwitchProtectionRequirementsTask',
      'GetSwitchProtectionRequirements',
      'Get the requirements',
      function* ({ vault, job, item }) {
        yield WORK_MS;
        job.data.pair ??= `${item.name}/to-site-${vault.kernel.count(`pair ${item.name}`)}`;
        return undefined;
      },
    ),
    task('ProtectReplicaTask', 'ProtectReplica', 'Reprotecting virtual machine (1)', function* (context) {
      const { vault, job, item } = context;
      const pair = String(job.data.pair);
      const chosen = choices(context);
      const disks = vault.cloud.find(item.azureVm ?? '').disks.map(({ sizeBytes }) => ({ sizeBytes }));
      const prepare = { kind: 'cs.prepare-reverse', ...chosen, pair, disks } as Message;
      const { kept, vm } = yield* vault.askConfigurationServer<PreparedReverse>(prepare);
      const container = vault.twinOf(item.container);
      const policy = vault.policyOf(container);
      const start: StartPair = {
        kind: 'cs.start-pair',
        machine: item.name,
        copy: 'azure',
        pair,
        processServer: chosen.processServer,
        target: { masterTarget: chosen.masterTarget },
        drainEveryMs: policy.crashConsistentEveryMs,
        group: vault.groupOf(container).multiVm ? container : null,
        vm,
      };
      yield* vault.askConfigurationServer(start);
      item.siteVm = vm;
      item.keptVm = kept;
      vault.beginPair(item, {
        id: pair,
        target: 'on-premises',
        rpoThresholdMs: policy.rpoThresholdMs,
        masterTarget: chosen.masterTarget,
        processServer: chosen.processServer,
        start,
      });
      item.container = container;
      vault.setState(item, 'reprotecting');
      return undefined;
    }),
  ],
};

const failoverToSite: Workflow = {
  scenarioName: 'UnplannedFailover',
  friendlyName: 'Failover',
  tasks: [
    task(
      'UnplannedFailoverPreflightChecksTask',
      'UnplannedFailoverPreflightChecks',
      'Prerequisites check for failover',
      function* (context) {
        const { vault, item } = context;
        yield* vault.askConfigurationServer({ kind: 'cs.check-machine', machine: item.name } as Message);
        if (failoverInput(context).point !== 'latest') choosePoint(context, item.points);
        else if (item.points.length === 0) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
        return undefined;
      },
    ),
    task(
      'ShutdownVmOnPrimaryForUFO',
      'ShutdownVmOnPrimaryForUFO',
      'Shut down the Azure virtual machine',
      function* (context) {
        const { vault, item } = context;
        const name = item.azureVm ?? '';
        if (!vault.cloud.vms.has(name)) return 'skipped';
        if (failoverInput(context).shutDown) yield* vault.cloud.shutDown(name, SHUTDOWN_TIMEOUT_MS);
        else yield* vault.cloud.deallocate(name);
        return undefined;
      },
    ),
    task(
      'PrepareForUnPlannedFailoverTask',
      'PrepareForUnPlannedFailover',
      'Synchronizing the latest changes',
      function* (context) {
        const { vault, item } = context;
        if (failoverInput(context).point !== 'latest') {
          keepPoint(context, choosePoint(context, item.points));
          return undefined;
        }
        const message = { kind: 'cs.sync-latest', machine: item.name, pair: pairOf(item) } as Message;
        const latest = yield* vault.askConfigurationServer<PointFacts | null>(message);
        if (!latest) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
        keepPoint(context, latest);
        return undefined;
      },
    ),
    task('FailoverTask', 'Failover', 'Failover', function* ({ vault, job, item }) {
      const { id: pair, masterTarget } = item.pair ?? noPair(item);
      const message = {
        kind: 'cs.roll-back',
        machine: item.name,
        pair,
        masterTarget,
        point: job.data.point,
      } as Message;
      yield* vault.askConfigurationServer(message);
      return undefined;
    }),
    task('StartVmOnSecondary', 'StartVmOnSecondary', 'Start the virtual machine', function* (context) {
      const { vault, item } = context;
      const { id: pair, masterTarget } = item.pair ?? noPair(item);
      yield* vault.askConfigurationServer({ kind: 'cs.stop-pair', machine: item.name, pair } as Message);
      noteRecovered(context, 'on-premises');
      yield* vault.askConfigurationServer({
        kind: 'cs.start-recovered',
        machine: item.name,
        pair,
        masterTarget,
      } as Message);
      vault.endPair(item);
      vault.setState(item, 'failed-back');
      return undefined;
    }),
  ],
};

const reprotectToAzure: Workflow = {
  scenarioName: 'SwitchReplicationGroupProtection',
  friendlyName: 'Reprotect',
  tasks: [
    task(
      'SwitchReplicationGroupProtectionPreflightTask',
      'SwitchReplicationGroupProtectionPreflight',
      'Prerequisite check',
      function* ({ vault, item }) {
        yield* vault.askConfigurationServer({ kind: 'cs.check-machine', machine: item.name } as Message);
        return undefined;
      },
    ),
    commitFirst(),
    task('DiscoverReplicaTask', 'DiscoverReplica', 'Discover the replica', function* () {
      yield WORK_MS;
      return undefined;
    }),
    task(
      'GetSwitchProtectionRequirementsTask',
      'GetSwitchProtectionRequirements',
      'Get the requirements',
      function* ({ vault, job, item }) {
        yield WORK_MS;
        job.data.pair ??= forwardPair(item, vault.kernel.count(`pair ${item.name}`) + 1);
        return undefined;
      },
    ),
    task(
      'ProtectReplicaTask',
      'ProtectReplica',
      'Reprotecting virtual machine (1)',
      function* ({ vault, job, item }) {
        const pair = String(job.data.pair);
        const enable = {
          kind: 'cs.enable-source',
          machine: item.name,
          physical: item.physical && item.keptVm !== false,
        } as Message;
        const facts = yield* vault.askConfigurationServer<SourceFacts>(enable);
        // The disks of the former Azure VM are the start of the new replicas, as long as it exists.
        const former = vault.cloud.vms.get(item.azureVm ?? '');
        const seed = facts.disks.map((_disk, index) => former?.disks[index]?.view() ?? ExtentMap.empty);
        vault.replicas.open(
          pair,
          item.name,
          facts.disks.map((disk) => disk.sizeBytes),
          seed,
        );
        item.container = vault.twinOf(item.container);
        yield* startForward(vault, item, pair, former !== undefined);
        return undefined;
      },
    ),
  ],
};

/** Every workflow by the name that jobs keep. */
export const WORKFLOWS = {
  enableReplication,
  failoverToAzure,
  commit,
  reprotectToSite,
  failoverToSite,
  reprotectToAzure,
} as const satisfies { readonly [name: string]: Workflow };

export type WorkflowName = keyof typeof WORKFLOWS;

/** A reprotection commits the failover before it, if nobody has. */
function commitFirst(): TaskDefinition {
  return task('CommitFailoverTask', 'CommitFailover', 'Committing failover', function* ({ vault, item }) {
    if (item.state !== 'failed-over' && item.state !== 'failed-back') return 'skipped';
    yield WORK_MS;
    vault.commitState(item);
    return undefined;
  });
}

function* startForward(vault: Vault, item: ProtectedItem, pair: string, kept: boolean): Process {
  const policy = vault.policyOf(item.container);
  const { endpoint } = vault.replicas;
  const start: StartPair = {
    kind: 'cs.start-pair',
    machine: item.name,
    copy: 'on-premises',
    pair,
    processServer: null,
    target: { address: endpoint.address, port: PORT.control },
    drainEveryMs: policy.crashConsistentEveryMs,
    group: vault.groupOf(item.container).multiVm ? item.container : null,
    vm: item.siteVm ?? null,
  };
  yield* vault.askConfigurationServer(start);
  item.keptVm = kept;
  vault.beginPair(item, {
    id: pair,
    target: 'azure',
    rpoThresholdMs: policy.rpoThresholdMs,
    masterTarget: null,
    processServer: null,
    start,
  });
  vault.setState(item, item.state === 'enabling' ? 'enabling' : 'reprotecting-to-azure');
}

function* stopPairIfReachable({ vault, item }: TaskContext): Process {
  const pair = pairOf(item);
  vault.endPair(item);
  try {
    yield* vault.askConfigurationServer({ kind: 'cs.stop-pair', machine: item.name, pair } as Message);
  } catch (error) {
    // A site that is down does not keep its machines from failing over.
    if (!(error instanceof Refusal)) throw error;
    vault.event('SIM-PAIR-NOT-STOPPED', item.name, error.message, 'Warning');
  }
}

function choosePoint(context: TaskContext, points: readonly PointFacts[]): PointFacts {
  const { vault, item } = context;
  const { point: wanted } = failoverInput(context);
  const found =
    wanted === 'latest'
      ? points.at(-1)
      : wanted === 'latest-group'
        ? vault.latestGroupPoint(item, points)
        : points.find((candidate) => candidate.id === wanted);
  if (!found) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name, wanted], `(${wanted})`);
  return found;
}

function keepPoint({ job }: TaskContext, point: PointFacts): void {
  job.data.point = point.id;
  job.data.drain = point.drain;
}

function noteRecovered(context: TaskContext, copy: 'azure' | 'on-premises'): void {
  const { vault, job, item } = context;
  const { point, shutDown } = failoverInput(context);
  if (job.data.recovered) return;
  job.data.recovered = true;
  note(vault.kernel, 'point.recovered', item.name, {
    copy,
    point: String(job.data.point),
    pair: String(job.data.point).slice(0, String(job.data.point).lastIndexOf('/')),
    drain: Number(job.data.drain),
    wanted: point === 'latest' || point === 'latest-group' ? point : 'chosen',
    sourceStopped: shutDown,
  });
}

function choices({ job, item }: TaskContext): Required<
  Omit<ReprotectInput, 'policy' | 'datastore' | 'physicalTarget'>
> & {
  machine: string;
} {
  const {
    masterTarget = '',
    processServer = '',
    account = '',
    retentionDrive = '',
    datastore,
  } = job.input as ReprotectInput;
  const chosen = { machine: item.name, masterTarget, processServer, account, retentionDrive };
  return datastore === undefined ? chosen : { ...chosen, ...{ datastore } };
}

function failoverInput({ job }: TaskContext): FailoverInput {
  return job.input as FailoverInput;
}

function forwardPair(item: ProtectedItem, round: number): string {
  return `${item.name}/to-azure-${round}`;
}

function pairOf(item: ProtectedItem): string {
  return item.pair?.id ?? item.points.at(-1)?.id.replace(/\/\d+$/, '') ?? '';
}

function noPair(item: ProtectedItem): never {
  throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
}
