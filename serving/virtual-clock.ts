import type { Kernel } from '../simulators/kernel';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
  /** Whether anybody still waits for it. */
  readonly wanted: () => boolean;
}

/** A clock for programs that run in this process: virtual time passes when all of them sleep, as far as the first of them wants.
 *  Shape: sleepers wake one after the other, in the order of their times; whoever waits for an answer is not asleep. Units: ms of virtual time. */
export class VirtualClock {
  private readonly kernel: Kernel;
  private readonly broke: (error: unknown) => void;
  private sleepers: Sleeper[] = [];
  private stopped = false;
  private busy = 0;
  /** Grows with whatever somebody does. */
  private doings = 0;
  private looking = false;

  constructor(kernel: Kernel, broke: (error: unknown) => void) {
    this.kernel = kernel;
    this.broke = broke;
  }

  /** A sleep that nobody wants any more never ends, and holds nobody up. */
  sleep(ms: number, wanted: () => boolean = () => true): Promise<void> {
    this.doings += 1;
    return new Promise((wake) => {
      const at = this.kernel.now + Math.max(0, Math.ceil(ms));
      const later = this.sleepers.findIndex((sleeper) => sleeper.at > at);
      this.sleepers.splice(later < 0 ? this.sleepers.length : later, 0, { at, wake, wanted });
      this.look();
    });
  }

  /** Time does not pass for sleepers while this is awaited. */
  async during<T>(act: () => Promise<T>): Promise<T> {
    this.doings += 1;
    this.busy += 1;
    try {
      return await act();
    } finally {
      this.busy -= 1;
      this.doings += 1;
      this.look();
    }
  }

  /** Nobody wakes any more. */
  stop(): void {
    this.stopped = true;
  }

  /** Lets time pass at once. */
  pass(ms: number): void {
    this.until(this.kernel.now + Math.ceil(ms));
  }

  private until(at: number): void {
    try {
      this.kernel.run(at);
    } catch (error) {
      this.broke(error);
    }
  }

  /** Wakes the first sleeper once nobody does anything: what follows from a promise that was kept has happened by the second turn. */
  private look(): void {
    if (this.looking || this.stopped || this.sleepers.length === 0) return;
    this.looking = true;
    const before = this.doings;
    setImmediate(() =>
      setImmediate(() => {
        this.looking = false;
        if (this.busy > 0 || this.stopped) return;
        if (this.doings === before) {
          this.sleepers = this.sleepers.filter(({ wanted }) => wanted());
          const first = this.sleepers.shift();
          if (first) {
            this.until(first.at);
            first.wake();
          }
        }
        this.look();
      }),
    );
  }
}
