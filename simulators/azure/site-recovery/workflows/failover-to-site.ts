import { checkFailback, shutDownAzureVm, syncLatest } from './failback-check';
import { choosePoint, failoverInput, keepPoint } from './points';
import { rollBack, startOnSite } from './start-on-site';
import { task, type Workflow } from './task';

const SHUT_DOWN = 'ShutdownVmOnPrimaryForUFO';

/** The failback: the Azure copy is shut down, the disks go to the recovery point, the VM on the site starts. */
export const failoverToSite: Workflow = {
  scenarioName: 'UnplannedFailover',
  friendlyName: 'Failover',
  tasks: [
    task(
      'UnplannedFailoverPreflightChecksTask',
      'UnplannedFailoverPreflightChecks',
      'Prerequisites check for failover',
      function* (context) {
        const { point, shutDown } = failoverInput(context);
        yield* checkFailback(context, shutDown && point === 'latest');
        if (point !== 'latest') choosePoint(context, context.item.points);
        return undefined;
      },
    ),
    task(SHUT_DOWN, 'ShutdownVmOnPrimaryForUFO', 'Shut down the Azure virtual machine', function* (context) {
      const { vault, item } = context;
      const name = item.azureVm ?? '';
      if (!vault.cloud.vms.has(name)) return 'skipped';
      if (failoverInput(context).shutDown) yield* shutDownAzureVm(context);
      else yield* vault.cloud.deallocate(name);
      return undefined;
    }),
    task(
      'PrepareForUnPlannedFailoverTask',
      'PrepareForUnPlannedFailover',
      'Synchronizing the latest changes',
      function* (context) {
        const { point, shutDown } = failoverInput(context);
        const chosen =
          point === 'latest'
            ? yield* syncLatest(context, shutDown)
            : choosePoint(context, context.item.points);
        keepPoint(context, chosen);
        return undefined;
      },
      SHUT_DOWN,
    ),
    task('FailoverTask', 'Failover', 'Failover', rollBack, SHUT_DOWN),
    task('StartVmOnSecondary', 'StartVmOnSecondary', 'Start the virtual machine', startOnSite),
  ],
};
