import type { StartPair } from '../../../wire';
import { noPair } from './pairs';
import { task, type Workflow } from './task';

/** Lets source and target be compared anew in the next cycle; what differs is sent. Source: AZURE.md §2 (resync is
 *  `repairReplication`) – documented; task name not recorded. */
export const repairReplication: Workflow = {
  scenarioName: 'RepairReplication',
  friendlyName: 'Resynchronize',
  tasks: [
    task(
      'SIM-RepairReplicationTask',
      'SIM-RepairReplication',
      'Compare source and target anew',
      function* ({ vault, job, item }) {
        const { id: pair, start } = item.pair ?? noPair(item);
        job.data.resync ??= vault.kernel.count(`resync ${item.name}`);
        const id = Number(job.data.resync);
        const resync = { id, state: 'required', sinceMs: vault.kernel.now } as const;
        item.resync = resync;
        yield* vault.askConfigurationServer({ ...start, resync: id } as StartPair);
        if (item.pair?.id !== pair) return undefined;
        item.pair = { ...item.pair, start: { ...item.pair.start, resync: id } };
        if (item.resync === resync) item.resync = { ...resync, state: 'in progress' };
        return undefined;
      },
    ),
  ],
};
