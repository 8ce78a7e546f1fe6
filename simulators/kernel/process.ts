import type { Component } from './component';
import type { Kernel } from './kernel';
import { hashText } from './random';

/** What a process may wait for: a number of ms of virtual time, or an answer that is still pending. */
export type Wait = number | Pending<unknown>;

/** A process of the simulation: it runs to its next `yield` without interruption, and can be killed or paused at each. */
export type Process<T = void> = Generator<Wait, T, unknown>;

/** An answer to come: settled once, by a value or an error. Later settlements are ignored (a late answer is nobody's). */
export class Pending<T> {
  private waiter: { proc: Proc; kernel: Kernel } | undefined;
  private state: 'open' | 'kept' | 'failed' = 'open';
  private result: T | Error | undefined;

  get settled(): boolean {
    return this.state !== 'open';
  }

  keep(value: T): void {
    this.settle('kept', value);
  }

  fail(error: Error): void {
    this.settle('failed', error);
  }

  /** Used by the process that waits. */
  attach(proc: Proc, kernel: Kernel): void {
    this.waiter = { proc, kernel };
  }

  /** The answer; throws the error it failed with. Only once settled. */
  take(): T {
    if (this.state === 'failed') throw this.result;
    return this.result as T;
  }

  private settle(state: 'kept' | 'failed', result: T | Error): void {
    if (this.state !== 'open') return;
    this.state = state;
    this.result = result;
    const { waiter } = this;
    if (waiter && !waiter.proc.over) waiter.kernel.ready(waiter.proc);
    this.waiter = undefined;
  }
}

const nameHashes = new Map<string, number>();

/** One running process. */
export class Proc<T = unknown> {
  readonly owner: Component | undefined;
  readonly name: string;
  readonly nameHash: number;
  over = false;
  private returned = false;
  private result: T | undefined;
  private doneAnswer: Pending<T> | undefined;
  private endedAnswer: Pending<'returned' | 'killed'> | undefined;
  private readonly body: Process<T>;
  private awaited: Pending<unknown> | undefined;

  constructor(owner: Component | undefined, name: string, body: Process<T>) {
    this.owner = owner;
    this.name = name;
    this.body = body;
    let hash = nameHashes.get(name);
    if (hash === undefined) {
      hash = hashText(name);
      if (nameHashes.size < 4096) nameHashes.set(name, hash);
    }
    this.nameHash = hash;
  }

  /** Settled when the process has returned; never, if it was killed. (Made when somebody asks: few do.) */
  get done(): Pending<T> {
    if (!this.doneAnswer) {
      this.doneAnswer = new Pending<T>();
      if (this.returned) this.doneAnswer.keep(this.result as T);
    }
    return this.doneAnswer;
  }

  /** Settled when the process is over, in whatever way. */
  get ended(): Pending<'returned' | 'killed'> {
    if (!this.endedAnswer) {
      this.endedAnswer = new Pending<'returned' | 'killed'>();
      if (this.over) this.endedAnswer.keep(this.returned ? 'returned' : 'killed');
    }
    return this.endedAnswer;
  }

  /** Takes one step. A process that waits for a settled answer goes on at once. */
  resume(kernel: Kernel): void {
    let step: IteratorResult<Wait, T>;
    const { awaited } = this;
    this.awaited = undefined;
    if (awaited) {
      let value: unknown;
      let error: unknown;
      let failed = false;
      try {
        value = awaited.take();
      } catch (thrown) {
        error = thrown;
        failed = true;
      }
      step = failed ? this.body.throw(error) : this.body.next(value);
    } else {
      step = this.body.next();
    }
    if (step.done) {
      this.over = true;
      this.owner?.release(this as Proc);
      this.returned = true;
      this.result = step.value;
      this.doneAnswer?.keep(step.value);
      this.endedAnswer?.keep('returned');
    } else if (typeof step.value === 'number') {
      kernel.file(step.value, this as Proc);
    } else {
      this.awaited = step.value;
      if (step.value.settled) kernel.ready(this as Proc);
      else step.value.attach(this as Proc, kernel);
    }
  }

  /** Ends the process where it stands. Nothing of it runs any more, not even `finally`. */
  kill(): void {
    if (this.over) return;
    this.over = true;
    this.endedAnswer?.keep('killed');
  }
}
