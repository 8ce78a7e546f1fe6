import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { codeDigest, type Task, work } from '../exploration';
import { readVersions } from '../reports';

interface WaitOrder {
  readonly at: number;
}

/** Orders that take their time and no processor: what is lost between workers is lost by the way that orders go. */
export const WAIT: Task<WaitOrder, WaitOrder> = {
  name: 'wait',
  script: __filename,
  workerData: z.strictObject({ ms: z.number() }),
  order: z.strictObject({ at: z.number() }),
  answer: z.strictObject({ at: z.number() }),
  answers: (order, answer) => order.at === answer.at,
};

export function ownVersion(): { readonly homeward: string; readonly code: string } {
  return { homeward: readVersions().homeward, code: codeDigest() };
}

parentPort?.on('message', (order: WaitOrder) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, (workerData as { readonly ms: number }).ms);
  parentPort?.postMessage(order);
});

// A process of its own, which `redis.ts` starts: a worker that knows these orders only.
if (require.main === module && !parentPort) {
  const [, , url = ''] = process.argv;
  const own = { url, patienceMs: 60_000, version: ownVersion(), tasks: [WAIT], threads: 1 };
  void work({ ...own, enough: () => false, say: (line) => console.log(line) });
}
