import { asrRefusal, note } from '../../../wire';
import type { TestFailoverInput } from '../model';
import { pairOf } from './pairs';
import { choosePoint, keepPoint, madeOfPoint } from './points';
import { task, WORK_MS, type Workflow } from './task';

/** Makes a virtual machine `<name>-test` from a recovery point, in a network of its own; neither the machine nor its replication is
 *  touched. It stays until it is cleaned up. Source: AZURE.md §3 row 2 – recorded; task names not recorded. */
export const testFailover: Workflow = {
  scenarioName: 'TestFailover',
  friendlyName: 'Test failover',
  tasks: [
    task(
      'SIM-TestFailoverPreflightTask',
      'SIM-TestFailoverPreflight',
      'Prerequisites check for test failover',
      function* (context) {
        yield WORK_MS;
        const { vault, item } = context;
        const name = testVmOf(item.name);
        if (vault.cloud.vms.has(name))
          throw asrRefusal('SIM-DUPLICATE', [name], `(virtual machine ${name} in Azure)`);
        keepPoint(context, choosePoint(context, vault.replicas.points(pairOf(item))));
        return undefined;
      },
    ),
    task(
      'SIM-CreateTestVirtualMachineTask',
      'SIM-CreateTestVirtualMachine',
      'Create the test virtual machine',
      function* (context) {
        const { vault, job, item } = context;
        const made = madeOfPoint(context);
        const { vnet } = job.input as TestFailoverInput;
        const machine = testVmOf(item.name);
        // From here on something may be there to be cleaned up.
        item.testFailover = { vm: machine, vnet, point: String(job.data.point) };
        yield* vault.cloud.createVm({ machine, copyOf: item.name, vnet, madeBy: job.id, ...made });
        return undefined;
      },
    ),
    task(
      'SIM-StartTestVirtualMachineTask',
      'SIM-StartTestVirtualMachine',
      'Start the test virtual machine',
      function* ({ vault, job, item }) {
        const { vm, point } = item.testFailover ?? { vm: testVmOf(item.name), point: '' };
        if (!job.data.recovered) {
          job.data.recovered = true;
          const drain = Number(job.data.drain);
          note(vault.kernel, 'test.recovered', vm, { machine: item.name, point, pair: pairOf(item), drain });
        }
        yield* vault.cloud.start(vm);
        item.lastTestFailoverAtMs = vault.kernel.now;
        return undefined;
      },
    ),
  ],
};

/** Deletes what the test failover made. */
export const testFailoverCleanup: Workflow = {
  scenarioName: 'TestFailoverCleanup',
  friendlyName: 'Test failover cleanup',
  tasks: [
    task(
      'SIM-TestFailoverCleanupTask',
      'SIM-TestFailoverCleanup',
      'Delete the test virtual machine',
      function* ({ vault, item }) {
        const name = item.testFailover?.vm ?? '';
        if (vault.cloud.vms.has(name)) yield* vault.cloud.delete(name);
        item.testFailover = undefined;
        return undefined;
      },
    ),
  ],
};

function testVmOf(machine: string): string {
  return `${machine}-test`;
}
