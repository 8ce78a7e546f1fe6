import { type Fields, type Kernel, Pending, type Process } from '../simulators/kernel';

/** Wakes a process when something happened to the machine it waits for, so that nobody needs to ask again and again. */
export class Watch {
  private readonly waiting = new Map<string, Pending<void>[]>();
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    kernel.journal.observe((_time, kind, subject, fields) => this.see(kind, subject, fields));
  }

  /** Waits until `holds`; looks when a job or the state of `machine` changed.
   *  Errors: what `late` makes, after `timeoutMs`. */
  *until(machine: string, holds: () => boolean, timeoutMs: number, late: () => Error): Process {
    const deadline = this.kernel.now + timeoutMs;
    while (!holds()) {
      const change = new Pending<void>();
      this.waiting.set(machine, [...(this.waiting.get(machine) ?? []), change]);
      yield* this.kernel.within(change, Math.max(0, deadline - this.kernel.now), late);
    }
  }

  /** Waits until something changed about `machine`, at most so long. */
  *change(machine: string, atMostMs: number): Process {
    const change = new Pending<void>();
    this.waiting.set(machine, [...(this.waiting.get(machine) ?? []), change]);
    const timer = this.kernel.after(atMostMs, () => change.keep());
    yield change;
    this.kernel.cancel(timer);
  }

  private see(kind: string, subject: string, fields: Fields): void {
    if (kind === 'job.state') this.wake(String(fields.item));
    else if (kind === 'item.state') this.wake(subject);
  }

  private wake(machine: string): void {
    const waiting = this.waiting.get(machine);
    if (!waiting) return;
    this.waiting.delete(machine);
    for (const change of waiting) change.keep();
  }
}
