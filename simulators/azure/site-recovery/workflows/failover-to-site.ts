import type { Message } from '../../../network';
import { asrRefusal } from '../../../wire';
import type { PointFacts } from '../model';
import { pairOf } from './pairs';
import { choosePoint, failoverInput, keepPoint } from './points';
import { rollBack, startOnSite } from './start-on-site';
import { SHUTDOWN_TIMEOUT_MS, task, type Workflow } from './task';

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
    task('FailoverTask', 'Failover', 'Failover', rollBack),
    task('StartVmOnSecondary', 'StartVmOnSecondary', 'Start the virtual machine', startOnSite),
  ],
};
