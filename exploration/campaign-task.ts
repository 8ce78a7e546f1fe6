import { z } from 'zod';
import type { Batch } from './campaign';
import type { Task } from './redis';

/** Some runs of a campaign: from this one on, so many. */
export interface RunsOrder {
  readonly from: number;
  readonly runs: number;
}

const COUNT = z.number().int().nonnegative();
const RUNS_MAX = 100_000;
/** The estate was read by whoever began the campaign: a digest holds it as it is, and the same program reads it. */
const ESTATE = z.looseObject({ name: z.string(), machines: z.array(z.looseObject({ name: z.string() })) });

/** The runs of an exploration. */
export const CAMPAIGN_TASK: Task<RunsOrder, Batch> = {
  name: 'explore',
  script: require.resolve('./campaign-worker'),
  workerData: z.strictObject({
    description: ESTATE,
    seed: COUNT,
    faultsMax: z.number().int().positive().max(1_000),
    planted: z.string().max(200).optional(),
    rows: z.array(z.unknown()).optional(),
    radius: z.number().positive().max(1).optional(),
    once: z.boolean().optional(),
  }),
  order: z.strictObject({ from: COUNT, runs: z.number().int().positive().max(RUNS_MAX) }),
  answer: z.strictObject({
    from: COUNT,
    runs: COUNT,
    findings: z.array(
      z.strictObject({
        seed: COUNT,
        schedule: z.looseObject({ faults: z.array(z.looseObject({ fault: z.string() })) }),
        breach: z.strictObject({ invariant: z.string(), evidence: z.array(z.string()) }),
      }),
    ),
    hits: z.array(COUNT),
    planned: COUNT,
    struck: COUNT,
    unfired: z.array(z.tuple([z.string(), COUNT])),
    virtualMs: z.number().nonnegative(),
  }),
  answers: (order, batch) => batch.from === order.from && batch.runs === order.runs,
};
