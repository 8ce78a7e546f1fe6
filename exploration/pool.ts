import type { Batch, CampaignOptions } from './campaign';
import { CAMPAIGN_TASK, type RunsOrder } from './campaign-task';
import { onRedis, type RedisOptions } from './redis';
import { onThreads } from './threads';

/** So many runs a thread makes at a time. */
const BATCH_RUNS = 40;

export interface PoolOptions {
  readonly campaign: CampaignOptions;
  readonly threads: number;
  /** Where it is given, threads of other machines make the runs. */
  readonly redis?: RedisOptions | undefined;
  /** The runs to make: from this one on, so many. */
  readonly from: number;
  readonly runs: number;
  /** Asked before each batch: no more are begun once it says so. */
  readonly enough: () => boolean;
  /** Gets the batches in the order of their runs, whichever thread was first. */
  readonly done: (batch: Batch) => void;
}

/** Makes the runs of a campaign on several threads, here or elsewhere. The outcome does not depend on how many, or where.
 *  Errors: what a thread threw; the others are stopped. Of `onRedis`. */
export async function runPool(options: PoolOptions): Promise<void> {
  const { campaign, threads, redis, from, runs, enough, done } = options;
  const end = from + runs;
  let next = from;
  let told = from;
  const early = new Map<number, Batch>();
  const orders = {
    workerData: campaign,
    next: (): RunsOrder | undefined => {
      if (next >= end || enough()) return undefined;
      const order = { from: next, runs: Math.min(BATCH_RUNS, end - next) };
      next += order.runs;
      return order;
    },
    done: (batch: Batch): void => {
      early.set(batch.from, batch);
      for (let ready = early.get(told); ready; ready = early.get(told)) {
        early.delete(told);
        told += ready.runs;
        done(ready);
      }
    },
  };
  if (!redis) await onThreads<RunsOrder, Batch>({ ...orders, script: CAMPAIGN_TASK.script, threads });
  else await onRedis({ ...orders, task: CAMPAIGN_TASK, redis, enough });
}
