import { makeFinal, task, type Workflow } from './task';

/** Makes a failover or failback final. */
export const commit: Workflow = {
  scenarioName: 'CommitFailover',
  friendlyName: 'Commit',
  tasks: [
    task('SIM-CommitTask', 'SIM-Commit', 'Commit', function* ({ vault, item }) {
      yield* makeFinal(vault, item);
      return undefined;
    }),
  ],
};
