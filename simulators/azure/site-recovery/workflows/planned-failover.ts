import { checkFailback, shutDownAzureVm, syncLatest } from './failback-check';
import { choosePoint, keepPoint } from './points';
import { rollBack, startOnSite } from './start-on-site';
import { task, type Workflow } from './task';

/** The failback of the modernized provider. Planned: the Azure copy is shut down with its last changes sent, so nothing is lost.
 *  One that fails cancels itself: the Azure copy runs again, and a restart begins anew.
 *  Source: AZURE.md §2.6 (task names) – recorded, §3 row 6 and the rules below it – documented. */
export const plannedFailover: Workflow = {
  scenarioName: 'PlannedFailover',
  friendlyName: 'Planned failover',
  tasks: [
    task(
      'PlannedFailoverPreflightChecksTask',
      'VmPfoPrerequisitesCheck',
      'Prerequisites check for planned failover',
      function* (context) {
        yield* checkFailback(context, true);
        return undefined;
      },
    ),
    task('PrepareForFailoverTask', 'VmPrepareForFailover', 'Start failover', function* (context) {
      yield* syncLatest(context, true);
      return undefined;
    }),
    task('FailoverTask', 'VmFailover', 'Shut down the Azure virtual machine', function* (context) {
      const { item } = context;
      yield* shutDownAzureVm(context);
      const latest = yield* syncLatest(context, true);
      keepPoint(context, choosePoint(context, [...item.points.filter(({ id }) => id !== latest.id), latest]));
      return undefined;
    }),
    task(
      'PrepareProtectedEntitiesTask',
      'VmPrepareProtectedEntitiesTask',
      'Preparing on-premise virtual machine',
      rollBack,
    ),
    task('StartVmOnSecondary', 'VmFoStartVmOnSecondary', 'Starting on-premise virtual machine', startOnSite),
  ],
  *cancelItself({ vault, job, item }) {
    // Once the copy on the site may run, the one in Azure must not.
    if (job.data.recovered === true) return false;
    yield* vault.cloud.start(item.azureVm ?? '');
    return true;
  },
};
