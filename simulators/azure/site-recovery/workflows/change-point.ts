import { pairOf } from './pairs';
import { choosePoint, keepPoint, madeOfPoint, noteRecovered } from './points';
import { task, WORK_MS, type Workflow } from './task';

/** Makes the Azure VM of an uncommitted failover anew, from another recovery point; what was written in Azure since is given up.
 *  Source: AZURE.md §3 row 3 (ChangePit) – recorded; task names not recorded. */
export const changePoint: Workflow = {
  scenarioName: 'ChangePit',
  friendlyName: 'Change recovery point',
  tasks: [
    task(
      'SIM-ChangeRecoveryPointPreflightTask',
      'SIM-ChangeRecoveryPointPreflight',
      'Prerequisites check for another recovery point',
      function* (context) {
        yield WORK_MS;
        keepPoint(context, choosePoint(context, context.vault.replicas.points(pairOf(context.item))));
        return undefined;
      },
    ),
    task(
      'SIM-RemakeVirtualMachineTask',
      'SIM-RemakeVirtualMachine',
      'Make the virtual machine anew',
      function* (context) {
        const { vault, job, item } = context;
        const made = madeOfPoint(context);
        const former = vault.cloud.vms.get(item.name);
        if (former && former.madeBy !== job.id) yield* vault.cloud.delete(former.name);
        const vm = yield* vault.cloud.createVm({
          machine: item.name,
          vnet: item.vnet,
          madeBy: job.id,
          ...made,
        });
        item.azureVm = vm.name;
        return undefined;
      },
    ),
    task(
      'SIM-StartVirtualMachineTask',
      'SIM-StartVirtualMachine',
      'Start the virtual machine',
      function* (context) {
        const { vault, item } = context;
        noteRecovered(context, 'azure');
        yield* vault.cloud.start(item.name);
        item.recoveryPoint = String(context.job.data.point);
        return undefined;
      },
    ),
  ],
};
