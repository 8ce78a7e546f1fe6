import { type Cause, type Message, Refusal } from '../../../network';
import { asrCause, type PreparedReverse, type StartPair } from '../../../wire';
import type { ReprotectInput } from '../model';
import { processServerPlaceCauses } from '../process-server-place';
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

/** What the request chose, as the configuration server is asked. */
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
