import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { carryOut, readExperimentFile, reference } from '../drilling';
import type { Runbook } from '../drilling/in-process';
import type { DrillReport } from '../reports';
import { DEFECTS } from '../runbooks/defective';
import { readEstateFile } from '../serving/estate-file';

const DRILLS = 'drills';

/** `npm run bench -- defects [--seed 1]`: every defective runbook, and the reference one, in every ready drill. Prints in Markdown which check broke
 *  first; `–`: none did. */
export async function benchDefects(words: readonly string[]): Promise<void> {
  const at = words.indexOf('--seed');
  const seed = at < 0 ? 1 : Number(words[at + 1]);
  const runbooks: readonly (readonly [name: string, runbook: Runbook])[] = [
    ['reference', reference],
    ...DEFECTS.map(({ name, make }): readonly [string, Runbook] => [
      name,
      async (connection) => ((await make(connection, {}).run()).ok ? 0 : 1),
    ]),
  ];
  const drills = readdirSync(DRILLS)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readExperimentFile(join(DRILLS, file)));
  const names = drills.map(({ name }) => name);
  console.log(`| runbook | ${names.join(' | ')} |\n| --- |${' --- |'.repeat(names.length)}`);
  for (const [name, runs] of runbooks) {
    const cells: string[] = [];
    for (const read of drills) {
      const description = readEstateFile(read.estatePath);
      const { report } = await carryOut({
        read,
        seed,
        description,
        estate: description.name,
        program: name,
        runs,
      });
      cells.push(brokenIn(report));
    }
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

function brokenIn({ checks, verdict }: DrillReport): string {
  const broken = checks.filter((check) => check.verdict === 'broken').map(({ check }) => check);
  return broken[0] === undefined ? (verdict === 'proven' ? '–' : verdict) : broken.join(', ');
}
