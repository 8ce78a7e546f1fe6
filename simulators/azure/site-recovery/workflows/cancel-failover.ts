import { startReverse } from './reverse';
import { task, type Workflow } from './task';

/** Takes a planned failover back that nobody committed: the VM on the site goes off, the Azure copy runs again, and replication
 *  to the site goes on. What was written on the site meanwhile is given up. Source: AZURE.md §3 row 7 (CancelFailover → 6) – recorded;
 *  task names not recorded. */
export const cancelFailover: Workflow = {
  scenarioName: 'CancelFailover',
  friendlyName: 'Cancel failover',
  tasks: [
    task(
      'SIM-CancelFailoverTask',
      'SIM-CancelFailover',
      'Switch the virtual machine on the site off and reverse the replication',
      function* (context) {
        const { vault, job, item } = context;
        job.data.pair ??= `${item.name}/to-site-${vault.kernel.count(`pair ${item.name}`)}`;
        const choices = item.reverse ?? {
          masterTarget: '',
          processServer: '',
          account: '',
          retentionDrive: '',
        };
        yield* startReverse(context, { pair: String(job.data.pair), container: item.container, choices });
        return undefined;
      },
    ),
    task(
      'SIM-StartAzureVmTask',
      'SIM-StartAzureVm',
      'Start the Azure virtual machine',
      function* ({ vault, item }) {
        yield* vault.cloud.start(item.azureVm ?? '');
        return undefined;
      },
    ),
  ],
};
