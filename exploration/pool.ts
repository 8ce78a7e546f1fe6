import { join } from 'node:path';
import type { Batch, CampaignOptions } from './campaign';
import { onThreads } from './threads';

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
  await onThreads<{ readonly from: number; readonly runs: number }, Batch>({
    script: join(__dirname, 'campaign-worker.js'),
    workerData: campaign,
    threads,
    next: () => {
      if (next >= end || enough()) return undefined;
      const order = { from: next, runs: Math.min(BATCH_RUNS, end - next) };
      next += order.runs;
      return order;
    },
    done: (batch) => {
      early.set(batch.from, batch);
      for (let ready = early.get(told); ready; ready = early.get(told)) {
        early.delete(told);
        told += ready.runs;
        done(ready);
      }
    },
  });
}
