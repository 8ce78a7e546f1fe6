import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkbook } from '../examples/large-workbook';
import { type Row, summarize } from './measure';

interface Once {
  readonly machines: number;
  readonly cpuSeconds: number;
  readonly mib: number;
}

/** The import of RVTools workbooks of 1,000 and 10,000 machines: CPU time of the whole process, its start included, and its largest memory. */
export function benchImport(repeats: number): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-bench-'));
  try {
    return [1_000, 10_000].map((count) => {
      const file = join(folder, `${count}.xlsx`);
      writeFileSync(file, makeWorkbook(count, 7));
      const runs = Array.from({ length: repeats }, () => once(file));
      const mib = Math.max(...runs.map((run) => run.mib));
      const cpu = summarize(
        runs.map(({ cpuSeconds }) => cpuSeconds * 1000),
        'ms',
      );
      return {
        what: `import of a workbook of ${count.toLocaleString('en')} machines`,
        measured: `${cpu} of CPU, at most ${Math.round(mib)} MiB`,
        goal: '10,000 machines in ≤ 3 s and ≤ 400 MB',
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function once(file: string): Once {
  const { stdout } = spawnSync(process.execPath, ['dist/bench/import-once.js', file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout) as Once;
}
