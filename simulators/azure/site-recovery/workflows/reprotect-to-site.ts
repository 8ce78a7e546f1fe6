import { type Cause, type Message, Refusal } from '../../../network';
import { asrCause } from '../../../wire';
import type { ReprotectInput, ReverseChoices } from '../model';
import { processServerPlaceCauses } from '../process-server-place';
import { startReverse } from './reverse';
import { takeBackReprotection } from './take-back';
import { commitFirst, type TaskContext, task, WORK_MS, type Workflow } from './task';

/** Turns replication round after a failover: from Azure to the VM that was kept on the site, or a new one. */
export const reprotectToSite: Workflow = {
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
            machine: item.name,
          } as Message);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          causes.push(...error.causes);
        }
        causes.push(...processServerPlaceCauses(vault, item, choices(context).processServer));
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
      yield* startReverse(context, {
        pair: String(job.data.pair),
        container: vault.twinOf(item.container),
        choices: choices(context),
      });
      return undefined;
    }),
  ],
  takeBack: takeBackReprotection,
};

/** What the request chose, as the configuration server is asked. Under the modernized provider the reprotect agent stands for the
 *  master target, and the log storage account for the process server. */
function choices({ vault, job }: TaskContext): ReverseChoices {
  const input = job.input as ReprotectInput;
  const { masterTarget = '', processServer = '', account = '', retentionDrive = '', datastore } = input;
  const chosen =
    vault.rules.provider === 'modernized'
      ? {
          masterTarget: input.reprotectAgent ?? '',
          processServer: input.logStorageAccount ?? '',
          account,
          retentionDrive,
        }
      : { masterTarget, processServer, account, retentionDrive };
  return datastore === undefined ? chosen : { ...chosen, datastore };
}
