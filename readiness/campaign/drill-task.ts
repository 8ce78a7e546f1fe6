import { z } from 'zod';
import type { Task } from '../../exploration';
import type { DrillAnswer, DrillOrder } from './campaign';

const COUNT = z.number().int().nonnegative();
const NAMES = z.array(z.string()).max(1_000_000);
const ORDER = z.strictObject({ drill: COUNT, wave: COUNT, machines: NAMES, seed: COUNT, faultsMax: COUNT });
const THINGS = z.array(z.looseObject({}));

/** The waves of drills. The twin was made by whoever began the campaign: a digest holds it as it is, and the same program reads it. */
export const DRILL_TASK: Task<DrillOrder, DrillAnswer> = {
  name: 'drills',
  script: require.resolve('./drill-worker'),
  workerData: z.looseObject({
    description: z.looseObject({ machines: z.array(z.looseObject({ name: z.string() })) }),
    seed: COUNT,
    machines: NAMES,
    mbitPerSecond: z.number().positive(),
    workInAzureMs: z.number().nonnegative(),
  }),
  order: ORDER,
  answer: z.strictObject({
    order: ORDER,
    told: z.looseObject({
      homecomings: THINGS,
      struck: THINGS,
      broken: THINGS,
      tracks: THINGS,
      faults: THINGS,
      lastedMs: z.number().nonnegative(),
      digest: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  }),
  answers: (asked, { order }) => JSON.stringify(order) === JSON.stringify(asked),
};
