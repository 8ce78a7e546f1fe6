import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './measure';

/** npm starts every script here. */
const ROOT = process.cwd();
const CUCUMBER = 'node_modules/@cucumber/cucumber/bin/cucumber.js';

/** The wall time of all features against that of as many empty scenarios with as many empty steps, run by the same runner with
 *  the same flags, one after the other in turn: what the simulators cost above what Cucumber costs anyway. By plain calls: what the Azure SDK costs is not ours. */
export function benchSuite(repeats: number): Row[] {
  const counts = countSteps();
  const scenarios = [...counts.values()].flat();
  const empty = emptySuite(counts);
  const ratios: number[] = [];
  const times: { full: number; empty: number }[] = [];
  try {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const pair = { full: wallSeconds(ROOT, []), empty: wallSeconds(empty, []) };
      times.push(pair);
      ratios.push(pair.full / pair.empty);
    }
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
  const steps = scenarios.reduce((sum, count) => sum + count, 0);
  const one = (take: (pair: { full: number; empty: number }) => number): string =>
    `${median(times.map(take)).toFixed(2)} s`;
  const range = `${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)}`;
  return [
    {
      what: `suite, ${scenarios.length} scenarios with ${steps} steps, against as many empty ones (wall time)`,
      measured: `${median(ratios).toFixed(2)} times (${range}): ${one(({ full }) => full)} against ${one((pair) => pair.empty)}`,
      goal: '≤ 3 times',
    },
  ];
}

/** Feature file → how many steps each of its scenarios has. */
function countSteps(): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const line of run(ROOT, ['--dry-run', '--format', 'message']).stdout.split('\n')) {
    if (!line.startsWith('{"pickle":')) continue;
    const { pickle } = JSON.parse(line) as { pickle: { uri: string; steps: readonly unknown[] } };
    counts.set(pickle.uri, [...(counts.get(pickle.uri) ?? []), pickle.steps.length]);
  }
  return counts;
}

/** A folder with as many feature files of empty scenarios, compiled and run in the same way. */
function emptySuite(counts: ReadonlyMap<string, readonly number[]>): string {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-bench-'));
  for (const name of ['node_modules', 'tsconfig.json']) symlinkSync(join(ROOT, name), join(folder, name));
  [...counts.values()].forEach((scenarios, file) => {
    const text = scenarios.map((steps, index) =>
      [`  Scenario: Empty ${index}`, ...Array(steps).fill('    Given nothing happens')].join('\n'),
    );
    writeFileSync(join(folder, `${file}.feature`), `Feature: Nothing ${file}\n\n${text.join('\n\n')}\n`);
  });
  writeFileSync(
    join(folder, 'empty.steps.ts'),
    "import { Given } from '@cucumber/cucumber';\n\nGiven('nothing happens', () => undefined);\n",
  );
  const options = {
    paths: ['*.feature'],
    requireModule: ['ts-node/register'],
    require: ['empty.steps.ts'],
    strict: true,
    tags: 'not @containers',
    format: ['progress'],
  };
  writeFileSync(join(folder, 'cucumber.js'), `module.exports = { default: ${JSON.stringify(options)} };\n`);
  return folder;
}

function wallSeconds(folder: string, words: readonly string[]): number {
  const before = process.hrtime.bigint();
  const { status } = run(folder, words);
  if (status !== 0) throw new Error(`the suite in ${folder} failed`);
  return Number(process.hrtime.bigint() - before) / 1e9;
}

function run(folder: string, words: readonly string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [join(ROOT, CUCUMBER), ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, HOMEWARD_DRIVER: 'direct' },
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
