import { Worker } from 'node:worker_threads';

interface Asked {
  readonly over: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** Threads that answer orders, whoever asks. A thread that broke is replaced. */
export class ThreadPool {
  private readonly start: () => Worker;
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();
  private readonly asked = new Map<Worker, Asked>();
  private closed = false;
  private broke: Error | undefined;

  constructor(script: string, workerData: unknown, threads: number) {
    this.start = () => new Worker(script, { workerData });
    for (let thread = 0; thread < threads; thread += 1) this.add();
  }

  /** At most as many orders at once as there are threads. Errors: what the thread threw. */
  ask(order: unknown): Promise<unknown> {
    return new Promise((over, fail) => {
      const thread = this.idle.pop();
      if (!thread) {
        fail(this.broke ?? new Error('no thread is free'));
        return;
      }
      this.asked.set(thread, { over, fail });
      thread.postMessage(order);
    });
  }

  /** Whoever waits for an answer gets an error. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.all].map((thread) => thread.terminate()));
  }

  private add(): void {
    const thread = this.start();
    this.all.add(thread);
    this.idle.push(thread);
    let broke = new Error('the thread has ended');
    thread.on('error', (error) => {
      broke = error instanceof Error ? error : new Error(String(error));
      this.broke = broke;
    });
    thread.on('message', (answer) => {
      const asked = this.asked.get(thread);
      this.asked.delete(thread);
      this.idle.push(thread);
      asked?.over(answer);
    });
    thread.on('exit', () => {
      const asked = this.asked.get(thread);
      this.asked.delete(thread);
      this.all.delete(thread);
      const at = this.idle.indexOf(thread);
      if (at >= 0) this.idle.splice(at, 1);
      // One that broke before it was asked anything would only break again.
      if (!this.closed && asked) this.add();
      asked?.fail(broke);
    });
  }
}
