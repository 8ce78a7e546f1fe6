const FIRST_AFTER_MS = 1_000;
const EVERY_MS = 200;

/** A line on a terminal that says how far something is, once it takes longer than a second; nothing where there is no terminal. */
export class ProgressLine {
  private readonly startedAt = Date.now();
  private last = 0;

  /** `text` is made only when it is shown; it gets the seconds that have passed. */
  show(text: (seconds: string) => string): void {
    const wallMs = Date.now() - this.startedAt;
    if (!process.stderr.isTTY || wallMs < FIRST_AFTER_MS || wallMs - this.last < EVERY_MS) return;
    this.last = wallMs;
    process.stderr.write(`\r\u001b[K${text((wallMs / 1_000).toFixed(1))}`);
  }

  clear(): void {
    if (this.last > 0) process.stderr.write('\r\u001b[K');
  }
}
