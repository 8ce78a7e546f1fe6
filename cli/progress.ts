import { STAGES } from '../readiness';

const FIRST_AFTER_MS = 1_000;
const EVERY_MS = 200;

/** A line on a terminal that says how far a rehearsal is, once it takes longer than a second; nothing where there is no terminal. */
export class ProgressLine {
  private readonly startedAt = Date.now();
  private readonly machines: number;
  private last = 0;

  constructor(machines: number) {
    this.machines = machines;
  }

  readonly show = (passed: readonly number[], nowMs: number): void => {
    const wallMs = Date.now() - this.startedAt;
    if (!process.stderr.isTTY || wallMs < FIRST_AFTER_MS || wallMs - this.last < EVERY_MS) return;
    this.last = wallMs;
    const index = Math.max(
      0,
      passed.findLastIndex((count) => count > 0),
    );
    const virtual = `${(nowMs / 3_600_000).toFixed(1)} h virtual, ${(wallMs / 1000).toFixed(1)} s`;
    process.stderr.write(`\r\u001b[K${STAGES[index]}: ${passed[index]} of ${this.machines} (${virtual})`);
  };

  clear(): void {
    if (this.last > 0) process.stderr.write('\r\u001b[K');
  }
}
