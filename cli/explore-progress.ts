import type { Tally } from './explore-tally';

const EVERY_MS = 200;

/** A line on a terminal that says how far an exploration is; nothing where there is no terminal. */
export class ExploreProgress {
  private readonly startedAt = Date.now();
  private readonly runs: number;
  private last = 0;

  constructor(runs: number) {
    this.runs = runs;
  }

  show({ runs, findings, cells }: Tally): void {
    const now = Date.now();
    if (!process.stderr.isTTY || now - this.last < EVERY_MS) return;
    this.last = now;
    const seconds = (now - this.startedAt) / 1_000;
    process.stderr.write(
      `\r\u001b[K${runs} of ${this.runs} runs, ${findings.length} findings, ${cells.size} cells, ${seconds.toFixed(0)} s`,
    );
  }

  clear(): void {
    if (this.last > 0) process.stderr.write('\r\u001b[K');
  }
}
