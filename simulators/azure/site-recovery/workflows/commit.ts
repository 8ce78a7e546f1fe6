import { task, WORK_MS, type Workflow } from './task';

/** Makes a failover or failback final. */
export const commit: Workflow = {
  scenarioName: 'CommitFailover',
  friendlyName: 'Commit',
  tasks: [
    task('SIM-CommitTask', 'SIM-Commit', 'Commit', function* ({ vault, item }) {
      yield WORK_MS;
      vault.commitState(item);
      return undefined;
    }),
  ],
};
