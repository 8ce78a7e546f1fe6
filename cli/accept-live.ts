import type { Scenario, ScenarioResult } from '../acceptance';
import { plain } from '../reports';
import { ProgressLine } from './progress';

/** What goes on, on stderr: a line that changes on a terminal, a line for each feature otherwise. */
export class Live {
  private readonly quiet: boolean;
  private readonly all: number;
  private readonly left = new Map<string, number>();
  private readonly failures = new Map<string, number>();
  private readonly progress = new ProgressLine();
  private done = 0;
  private failed = 0;

  constructor(scenarios: readonly Scenario[], quiet: boolean) {
    this.quiet = quiet;
    this.all = scenarios.length;
    for (const { place } of scenarios) this.left.set(place, (this.left.get(place) ?? 0) + 1);
  }

  ended({ place, status, title }: ScenarioResult): void {
    const left = (this.left.get(place) ?? 0) - 1;
    this.left.set(place, left);
    this.done += 1;
    if (status === 'failed') {
      this.failed += 1;
      this.failures.set(place, (this.failures.get(place) ?? 0) + 1);
    }
    if (this.quiet) return;
    if (process.stderr.isTTY)
      this.progress.show(
        (seconds) =>
          `${this.done} of ${this.all} scenarios, ${this.failed} failed, ${seconds} s – ${plain(title).slice(0, 50)}`,
      );
    else if (left === 0) {
      const failures = this.failures.get(place) ?? 0;
      process.stderr.write(
        `${this.done}/${this.all}  ${plain(place)}${failures > 0 ? `: ${failures} failed` : ''}\n`,
      );
    }
  }

  end(): void {
    this.progress.clear();
  }
}
