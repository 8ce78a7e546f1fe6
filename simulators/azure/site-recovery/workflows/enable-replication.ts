import type { Message } from '../../../network';
import { ExtentMap } from '../../../storage';
import type { SourceFacts } from '../../../wire';
import { clear } from '../removal';
import { firstPair, startForward } from './pairs';
import { takeBackProtection } from './take-back';
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
      function* ({ vault, job, item }) {
        yield* clear(vault, item.name);
        job.data.pair ??= firstPair(vault, item);
        const facts = yield* vault.askConfigurationServer<SourceFacts>({
          kind: 'cs.enable-source',
          machine: item.name,
          physical: item.physical,
        } as Message);
        vault.replicas.open(
          String(job.data.pair),
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
      function* ({ vault, job, item }) {
        yield* startForward(vault, item, String(job.data.pair), false);
        return undefined;
      },
    ),
  ],
  takeBack: takeBackProtection,
};
