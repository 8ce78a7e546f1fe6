import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { Misuse } from '../../simulators/kernel';
import type { Task } from './task';
import { work } from './work';

export interface SquareOrder {
  readonly of: number;
}

export interface SquareAnswer {
  readonly of: number;
  readonly square: number;
}

export interface SquareData {
  /** How long an order takes. */
  readonly ms: number;
  /** This order throws, by a fault of ours or as misuse. */
  readonly throws?: number;
  readonly misuse?: boolean;
}

/** Work that takes as long as it is told, and whose outcome everybody knows. */
export const SQUARE: Task<SquareOrder, SquareAnswer> = {
  name: 'square',
  script: __filename,
  workerData: z.strictObject({
    ms: z.number(),
    throws: z.number().optional(),
    misuse: z.boolean().optional(),
  }),
  order: z.strictObject({ of: z.number() }),
  answer: z.strictObject({ of: z.number(), square: z.number() }),
  answers: (order, answer) => order.of === answer.of,
};

export const VERSION = { homeward: '1.2.3', code: 'c0de' };

// As a thread: answers orders.
parentPort?.on('message', ({ of }: SquareOrder) => {
  const { ms, throws, misuse } = workerData as SquareData;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  if (of === throws)
    throw misuse
      ? new Misuse('SOME-CODE', 'it was misused', 'Use it well.')
      : new Error(`no square of ${of}`);
  parentPort?.postMessage({ of, square: of * of });
});

// As a process that can be killed: `node -r ts-node/register square.fixture.spec.ts <url> <threads>`.
const [, , url, threads] = process.argv;
if (require.main === module && !parentPort && url?.startsWith('redis://')) {
  const say = (line: string): void => console.log(line);
  const own = { url, patienceMs: 60_000, version: VERSION, tasks: [SQUARE], say };
  void work({ ...own, threads: Number(threads), enough: () => false });
}
