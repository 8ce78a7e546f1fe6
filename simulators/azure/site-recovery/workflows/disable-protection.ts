import { forget, release } from '../removal';
import { task, WORK_MS, type Workflow } from './task';

/** Ends the protection of a machine: the site lets go of everything that its replication held, the replicas go, and the item leaves
 *  the vault. A copy that runs keeps running. Source: AZURE.md §3 (allowedOperations) – recorded; task names not recorded. */
export const disableProtection: Workflow = {
  scenarioName: 'DisableProtection',
  friendlyName: 'Disable protection',
  tasks: [
    task(
      'SIM-DisableProtectionPreflightTask',
      'SIM-DisableProtectionPreflight',
      'Prerequisites check',
      function* () {
        yield WORK_MS;
        return undefined;
      },
    ),
    task(
      'SIM-StopReplicationTask',
      'SIM-StopReplication',
      'Stop the replication',
      function* ({ vault, item }) {
        yield* release(vault, item);
        vault.endPair(item);
        return undefined;
      },
    ),
    task('SIM-RemoveItemTask', 'SIM-RemoveItem', 'Remove the protected item', function* ({ vault, item }) {
      yield WORK_MS;
      forget(vault, item, 'disabled');
      return undefined;
    }),
  ],
};
