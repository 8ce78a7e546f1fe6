import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DrillReport } from '../reports';
import { readEstateFile } from '../serving/estate-file';
import type { Misuse } from '../simulators/kernel';
import { type CarryOutOptions, carryOut } from './carry-out';
import type { Runbook } from './in-process';
import { type ReadExperiment, readExperimentFile } from './read-experiment';

export const ROOT = resolve(__dirname, '..');
export const LOSS = join(ROOT, 'drills', 'process-server-loss.yaml');
const ESTATE = join(ROOT, 'examples', 'estates', 'drill.yaml');

/** Reads an experiment that differs from a ready one by what is replaced. */
export function experimentWith(
  ...changes: readonly (readonly [from: string | RegExp, to: string])[]
): ReadExperiment {
  const work = mkdtempSync(join(tmpdir(), 'homeward-drill-spec-'));
  try {
    const text = changes.reduce(
      (so, [from, to]) => {
        const changed = so.replace(from, to);
        assert.notEqual(changed, so, `nothing to replace: ${from}`);
        return changed;
      },
      readFileSync(LOSS, 'utf8'),
    );
    const path = join(work, 'experiment.yaml');
    writeFileSync(path, text);
    return readExperimentFile(path);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Carries a drill out on the small estate for drills. */
export function drilled(
  read: ReadExperiment,
  runs: Runbook | string,
  options: Partial<CarryOutOptions> = {},
): Promise<{ readonly journal: object; readonly report: DrillReport }> {
  const description = readEstateFile(ESTATE);
  return carryOut({
    read,
    seed: 1,
    description,
    estate: description.name,
    program: 'spec',
    runs,
    ...options,
  });
}

export const misuse = (code: string) => ({ name: 'Misuse', code }) satisfies Partial<Misuse>;

/** The checks that are not kept. */
export const broken = ({ checks }: DrillReport): readonly string[] =>
  checks.filter(({ verdict }) => verdict !== 'kept').map(({ check }) => check);
