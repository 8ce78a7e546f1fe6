import type { ZodType } from 'zod';

/** What threads do for a campaign, here or on other machines. A worker elsewhere knows it by its name; nothing that comes over the wire names a file. */
export interface Task<Order, Answer> {
  readonly name: string;
  /** What each thread runs; it gets `workerData` to begin with, then orders, and answers each. */
  readonly script: string;
  /** What comes over the wire is looked at, and used as it came: what is undefined is left out. */
  readonly workerData: ZodType;
  readonly order: ZodType;
  readonly answer: ZodType;
  /** Is this the answer to that order? */
  readonly answers: (order: Order, answer: Answer) => boolean;
}

/** A task whose orders and answers only its own side knows. */
export type AnyTask = Task<never, never>;
