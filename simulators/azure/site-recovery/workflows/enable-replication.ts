import type { Message } from '../../../network';
import { ExtentMap } from '../../../storage';
import type { SourceFacts } from '../../../wire';
import { forwardPair, startForward } from './pairs';
import { task, type Workflow } from './task';

/** Protects a machine on the site: its agent registers, and replication to Azure begins. */
export const enableReplication: Workflow = {
  scenarioName: 'EnableDr',
  friendlyName: 'Enable replication',
  tasks: [
    task(
      'SIM-EnableDrPreflightTask',
      'SIM-EnableDrPreflight',
      'Prerequisites check',
      function* ({ vault, item }) {
        const facts = yield* vault.askConfigurationServer<SourceFacts>({
          kind: 'cs.enable-source',
          machine: item.name,
          physical: item.physical,
        } as Message);
        vault.replicas.open(
          forwardPair(item, 1),
          item.name,
          facts.disks.map((disk) => disk.sizeBytes),
          facts.disks.map(() => ExtentMap.empty),
          vault.policyOf(item.container).recoveryPointHistoryMs,
        );
        return undefined;
      },
    ),
    task(
      'SIM-EnableReplicationTask',
      'SIM-EnableReplication',
      'Enable replication',
      function* ({ vault, item }) {
        yield* startForward(vault, item, forwardPair(item, 1), false);
        return undefined;
      },
    ),
  ],
};
