// Runs every *.spec.ts through node:test. Node 20's `node --test` knows no globs, so the files are found here.
// Extra arguments go to Node (`npm run specs -- --test-name-pattern=churn`) or name the spec files to run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = [
  'simulators',
  'readiness',
  'exploration',
  'reports',
  'serving',
  'drilling',
  'acceptance',
  'cli',
  'containers',
  'nodes',
  'steps',
  'runbooks',
];

const given = process.argv.slice(2);
const named = given.filter((word) => word.endsWith('.spec.ts'));
const options = given.filter((word) => !word.endsWith('.spec.ts'));
const files = named.length > 0 ? named : FOLDERS.flatMap(specsIn).sort();
if (files.length === 0) {
  console.error(`No spec ran: expected *.spec.ts under ${FOLDERS.join(', ')}, got none.`);
  process.exit(1);
}
mkdirSync('reports/out', { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    '--require=ts-node/register',
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./.ci/count-specs.mjs',
    '--test-reporter-destination=reports/out/specs.json',
    ...options,
    ...files,
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exit(status ?? 1);

function specsIn(folder) {
  if (!existsSync(folder)) return [];
  return (
    readdirSync(folder, { recursive: true })
      .map((name) => join(folder, name))
      // Not the copies that mutation testing makes of the project.
      .filter((path) => path.endsWith('.spec.ts') && !path.startsWith(join('reports', 'out')))
  );
}
