import type { Kernel } from './kernel';

/** Ties virtual time to the wall clock: `speed` virtual seconds pass in each real second.
 *  Shape: `pace` moves the kernel on until stopped; commands from outside act between two ticks. Units: wall ms a tick. */
export class PacedDriver {
  private timer: NodeJS.Timeout | undefined;
  private readonly kernel: Kernel;
  private readonly speed: number;
  private wallStart = 0;
  private virtualStart = 0;

  constructor(kernel: Kernel, speed: number) {
    this.kernel = kernel;
    this.speed = speed;
  }

  /** Starts pacing. `onError` gets what a process threw; pacing has then stopped. */
  start(onError: (error: unknown) => void, tickMs = 10): void {
    this.wallStart = performance.now();
    this.virtualStart = this.kernel.now;
    this.timer = setInterval(() => {
      try {
        this.catchUp();
      } catch (error) {
        this.stop();
        onError(error);
      }
    }, tickMs);
  }

  /** Brings virtual time to where the wall clock says it should be. */
  catchUp(): void {
    const elapsedMs = performance.now() - this.wallStart;
    this.kernel.run(Math.floor(this.virtualStart + elapsedMs * this.speed));
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
