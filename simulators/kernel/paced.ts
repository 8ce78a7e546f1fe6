import type { Kernel } from './kernel';

/** Ties virtual time to the wall clock: `speed` virtual seconds pass in each real second.
 *  State machine: stopped → running ⇄ paused → stopped. Paused, no virtual time passes by itself.
 *  Shape: it moves the kernel on until stopped; commands from outside act between two ticks. Units: wall ms a tick. */
export class PacedDriver {
  private timer: NodeJS.Timeout | undefined;
  private readonly kernel: Kernel;
  private factor: number;
  private held = false;
  private wallStart = 0;
  private virtualStart = 0;

  constructor(kernel: Kernel, speed: number) {
    this.kernel = kernel;
    this.factor = speed;
  }

  get paused(): boolean {
    return this.held;
  }

  get speed(): number {
    return this.factor;
  }

  /** What has passed so far, passed at the speed that held. */
  setSpeed(speed: number): void {
    this.catchUp();
    this.factor = speed;
    this.beginHere();
  }

  /** Starts pacing. `onError` gets what a process threw; pacing has then stopped. */
  start(onError: (error: unknown) => void, tickMs = 10): void {
    this.beginHere();
    this.timer = setInterval(() => {
      try {
        this.catchUp();
      } catch (error) {
        this.stop();
        onError(error);
      }
    }, tickMs);
  }

  pause(): void {
    this.catchUp();
    this.held = true;
  }

  /** Goes on from where virtual time stands. */
  resume(): void {
    if (!this.held) return;
    this.held = false;
    this.beginHere();
  }

  /** Lets some virtual time pass at once, while it is paused. */
  pass(ms: number): void {
    this.kernel.run(this.kernel.now + ms);
  }

  /** Brings virtual time to where the wall clock says it should be. */
  catchUp(): void {
    if (this.held || this.timer === undefined) return;
    const elapsedMs = performance.now() - this.wallStart;
    this.kernel.run(Math.floor(this.virtualStart + elapsedMs * this.factor));
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private beginHere(): void {
    this.wallStart = performance.now();
    this.virtualStart = this.kernel.now;
  }
}
