import type { Message } from '../../../network';
import { asrRefusal } from '../../../wire';
import { pairOf, stopPairIfReachable } from './pairs';
import { choosePoint, failoverInput, keepPoint, madeOfPoint, noteRecovered } from './points';
import { task, WORK_MS, type Workflow } from './task';

const SHUT_DOWN = 'ShutdownVmOnPrimaryForUFO';

/** Starts the Azure copy from a recovery point; the source is shut down first where the request says so. */
export const failoverToAzure: Workflow = {
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
    task(SHUT_DOWN, 'ShutdownVmOnPrimaryForUFO', 'Shut down the virtual machine', function* (context) {
      if (!failoverInput(context).shutDown) return 'skipped';
      const message = { kind: 'cs.shut-down-source', machine: context.item.name } as Message;
      yield* context.vault.askConfigurationServer(message);
      return undefined;
    }),
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
            wayNeeded: true,
          } as Message);
        }
        keepPoint(context, choosePoint(context, vault.replicas.points(pairOf(item))));
        return undefined;
      },
      SHUT_DOWN,
    ),
    task(
      'FailoverTask',
      'Failover',
      'Failover',
      function* (context) {
        const { vault, job, item } = context;
        const made = madeOfPoint(context);
        const vm = yield* vault.cloud.createVm({
          machine: item.name,
          vnet: item.vnet,
          madeBy: job.id,
          ...made,
        });
        item.azureVm = vm.name;
        return undefined;
      },
      SHUT_DOWN,
    ),
    task('StartVmOnSecondary', 'StartVmOnSecondary', 'Start the virtual machine', function* (context) {
      const { vault, item } = context;
      yield* stopPairIfReachable(context);
      noteRecovered(context, 'azure');
      yield* vault.cloud.start(item.azureVm ?? '');
      item.recoveryPoint = String(context.job.data.point);
      vault.setState(item, 'failed-over');
      return undefined;
    }),
  ],
};
