import { Worker } from 'node:worker_threads';

export interface ThreadsOptions<Order, Answer> {
  /** What each thread runs, and what it is given to begin with. */
  readonly script: string;
  readonly workerData: unknown;
  readonly threads: number;
  /** The next thing to do; undefined: there is none any more. */
  readonly next: () => Order | undefined;
  readonly done: (answer: Answer) => void;
}

/** Lets threads do one thing after another, each the next as soon as it is through. Errors: what a thread or `done` threw; all threads are stopped. */
export async function onThreads<Order, Answer>({
  script,
  workerData,
  threads,
  next,
  done,
}: ThreadsOptions<Order, Answer>): Promise<void> {
  const workers = Array.from({ length: threads }, () => new Worker(script, { workerData }));
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((over, fail) => {
            const give = (): void => {
              const order = next();
              if (order === undefined) over();
              else worker.postMessage(order);
            };
            worker.on('error', fail);
            worker.on('message', (answer: Answer) => {
              try {
                done(answer);
              } catch (error) {
                fail(error);
                return;
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
