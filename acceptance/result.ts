import type { Changes } from './history';
import type { ScenarioResult } from './tally';

/** What a suite came to: `result.json`, and what `--json` prints. Units: ms of wall time. */
export interface AcceptResult {
  readonly schema: 'homeward.accept/1';
  readonly version: string;
  readonly profile: string;
  readonly tags: string | null;
  readonly names: readonly string[];
  readonly shard: string | null;
  readonly seed: number | null;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Passed, but not at the first attempt. */
  readonly retried: number;
  readonly tookMs: number;
  /** Null: no history was kept. */
  readonly history: Changes | null;
  readonly scenarios: readonly ScenarioResult[];
}

export function countsOf(
  results: readonly ScenarioResult[],
): Pick<AcceptResult, 'passed' | 'failed' | 'skipped' | 'retried'> {
  const count = (status: ScenarioResult['status']): number =>
    results.filter((each) => each.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    retried: results.filter(({ status, attempts }) => status === 'passed' && attempts > 1).length,
  };
}
