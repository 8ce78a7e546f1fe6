import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { onThreads } from '../exploration';
import type { DrillReport } from '../reports';
import { readExperimentFile } from './read-experiment';

export interface ManyOptions {
  readonly file: string;
  readonly estatePath: string;
  /** The first; each run takes the next. */
  readonly seed: number;
  readonly runs: number;
  readonly threads?: number;
  readonly done?: (count: number) => void;
}

/** What one of many drills came to. */
export interface RunTold {
  readonly seed: number;
  readonly verdict: DrillReport['verdict'];
  readonly because: string;
  readonly sha256: string;
}

export interface Summary {
  readonly drill: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Those that are not proven, in the order of their seeds. */
  readonly others: readonly RunTold[];
}

/** Carries a drill out for many seeds, on worker threads, with the reference runbook. Errors: what a thread threw; the others are stopped. */
export async function runMany({
  file,
  estatePath,
  seed,
  runs,
  threads = availableParallelism(),
  done,
}: ManyOptions): Promise<Summary> {
  const { name } = readExperimentFile(file);
  const told: RunTold[] = [];
  let next = 0;
  await onThreads<number, RunTold>({
    script: join(__dirname, 'drill-worker.js'),
    workerData: { file, estatePath },
    threads: Math.min(threads, runs),
    next: () => {
      if (next >= runs) return undefined;
      next += 1;
      return seed + next - 1;
    },
    done: (run) => {
      told.push(run);
      done?.(told.length);
    },
  });
  const counts: Record<string, number> = {};
  for (const { verdict } of told) counts[verdict] = (counts[verdict] ?? 0) + 1;
  const others = told.filter(({ verdict }) => verdict !== 'proven').toSorted((a, b) => a.seed - b.seed);
  return { drill: name, counts, others };
}
