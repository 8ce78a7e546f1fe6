import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Batch, CampaignOptions } from './campaign';

/** So many runs a thread makes at a time. */
const BATCH_RUNS = 40;

export interface PoolOptions {
  readonly campaign: CampaignOptions;
  readonly threads: number;
  /** The runs to make: from this one on, so many. */
  readonly from: number;
  readonly runs: number;
  /** Asked before each batch: no more are begun once it says so. */
  readonly enough: () => boolean;
  /** Gets the batches in the order of their runs, whichever thread was first. */
  readonly done: (batch: Batch) => void;
}

/** Makes the runs of a campaign on several threads. The outcome does not depend on how many.
 *  Errors: what a thread threw; the others are stopped. */
export async function runPool({ campaign, threads, from, runs, enough, done }: PoolOptions): Promise<void> {
  const end = from + runs;
  let next = from;
  let told = from;
  const early = new Map<number, Batch>();
  const workers = Array.from(
    { length: threads },
    () => new Worker(join(__dirname, 'campaign-worker.js'), { workerData: campaign }),
  );
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((over, fail) => {
            const give = (): void => {
              if (next >= end || enough()) {
                over();
                return;
              }
              const size = Math.min(BATCH_RUNS, end - next);
              worker.postMessage({ from: next, runs: size });
              next += size;
            };
            worker.on('error', fail);
            worker.on('message', (batch: Batch) => {
              early.set(batch.from, batch);
              for (let ready = early.get(told); ready; ready = early.get(told)) {
                early.delete(told);
                told += ready.runs;
                done(ready);
              }
              give();
            });
            give();
          }),
      ),
    );
  } finally {
    for (const worker of workers) void worker.terminate();
  }
}
