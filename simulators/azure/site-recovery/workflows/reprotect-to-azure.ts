import type { Message } from '../../../network';
import { ExtentMap } from '../../../storage';
import type { SourceFacts } from '../../../wire';
import type { ReprotectInput } from '../model';
import { forwardPair, startForward } from './pairs';
import { takeBackReprotection } from './take-back';
import { commitFirst, type TaskContext, task, WORK_MS, type Workflow } from './task';

/** Turns replication round after a failback: from the site to Azure again. */
export const reprotectToAzure: Workflow = {
  scenarioName: 'SwitchReplicationGroupProtection',
  friendlyName: 'Reprotect',
  tasks: [
    task(
      'SwitchReplicationGroupProtectionPreflightTask',
      'SwitchReplicationGroupProtectionPreflight',
      'Prerequisite check',
      function* (context) {
        const { vault, item } = context;
        const { processServer, account } = context.job.input as ReprotectInput;
        const check = { kind: 'cs.check-machine', machine: item.name, processServer, account };
        yield* vault.askConfigurationServer(check as Message);
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
    task('ProtectReplicaTask', 'ProtectReplica', 'Reprotecting virtual machine (1)', function* (context) {
      const { vault, job, item } = context;
      const pair = String(job.data.pair);
      const enable = {
        kind: 'cs.enable-source',
        machine: item.name,
        physical: item.physical && item.keptVm !== false,
        ...(item.siteVm === undefined ? {} : { vm: item.siteVm }),
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
        vault.policyOf(vault.twinOf(item.container)).recoveryPointHistoryMs,
      );
      item.container = vault.twinOf(item.container);
      yield* startForward(vault, item, pair, former !== undefined, chosenServer(context));
      return undefined;
    }),
  ],
  takeBack: takeBackReprotection,
};

/** The process server that the request named; undefined: the one on the management server. */
function chosenServer({ job }: TaskContext): string | undefined {
  return (job.input as ReprotectInput).processServer;
}
