import type { Process } from '../../../kernel';
import type { Message } from '../../../network';
import { asrRefusal } from '../../../wire';
import type { PointFacts } from '../model';
import { pairOf } from './pairs';
import { choosePoint, keepPoint } from './points';
import { rollBack, startOnSite } from './start-on-site';
import { SHUTDOWN_TIMEOUT_MS, type TaskContext, task, type Workflow } from './task';

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
      function* ({ vault, item }) {
        yield* vault.askConfigurationServer({ kind: 'cs.check-machine', machine: item.name } as Message);
        if (item.points.length === 0) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
        return undefined;
      },
    ),
    task('PrepareForFailoverTask', 'VmPrepareForFailover', 'Start failover', function* ({ vault, item }) {
      yield* syncLatest({ vault, item });
      return undefined;
    }),
    task('FailoverTask', 'VmFailover', 'Shut down the Azure virtual machine', function* (context) {
      const { vault, item } = context;
      yield* vault.cloud.shutDown(item.azureVm ?? '', SHUTDOWN_TIMEOUT_MS);
      const latest = yield* syncLatest(context);
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

/** Waits until the site has everything, and gives the newest point there. Errors: SIM-UNREACHABLE if it does not come to that. */
function* syncLatest({ vault, item }: Pick<TaskContext, 'vault' | 'item'>): Process<PointFacts> {
  const message = { kind: 'cs.sync-latest', machine: item.name, pair: pairOf(item) } as Message;
  const latest = yield* vault.askConfigurationServer<PointFacts | null>(message, { timeoutMs: SYNC_MS_MAX });
  if (!latest) throw asrRefusal('SIM-NO-RECOVERY-POINT', [item.name]);
  return latest;
}

/** The last changes must arrive within this time; it is tried three times. Source: assumed. */
const SYNC_MS_MAX = 10 * 60_000;
