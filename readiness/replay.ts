import { Worker } from 'node:worker_threads';
import type { RehearsalPlan } from './model';
import { rehearseOnThreads } from './rehearse-on-threads';

/** What a replay is compared by. */
export interface Replay {
  readonly digest: string;
  readonly entries: number;
}

/** Runs a plan again. Same plan, same digest, on every machine and in every thread. */
export async function replay(plan: RehearsalPlan, threads: number): Promise<Replay> {
  const { digest, entries } = await rehearseOnThreads(plan, threads);
  return { digest, entries };
}

/** Runs a plan again in a thread of its own. Errors: what the rehearsal throws. */
export function replayInWorker(plan: RehearsalPlan): Promise<Replay> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(require.resolve('./replay-worker'), { workerData: plan });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
