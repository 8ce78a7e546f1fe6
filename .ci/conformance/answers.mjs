// What real clients were answered, as steps/drivers/sdk/answer-log.ts writes it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const FILE = 'reports/out/answers.ndjson';
/** The specs with real clients, besides the features. */
const SPECS = [
  'runbooks/azure-front.spec.ts',
  'runbooks/azure-front-operations.spec.ts',
  'runbooks/azure-front-listings.spec.ts',
  'runbooks/azure-front-reads.spec.ts',
  'serving/served-clients.spec.ts',
];

/** The answers of the run that `--answers FILE` names, each once; without it, of a run that is made now. */
export function answersFrom(words) {
  const at = words.indexOf('--answers');
  const strange = words.filter((word, index) => !['--check', '--answers'].includes(word) && index !== at + 1);
  if (strange.length > 0 || (at >= 0 && words[at + 1] === undefined)) {
    console.error(`Expected [--check] [--answers FILE]; got ${words.join(' ')}`);
    process.exit(2);
  }
  const lines = readFileSync(at < 0 ? runClients() : words[at + 1], 'utf8')
    .split('\n')
    .filter(Boolean);
  return [...new Set(lines)].map((line) => JSON.parse(line));
}

/** Runs everything that talks to the front through a real client. Gives the file with the answers. */
function runClients() {
  rmSync(FILE, { force: true });
  const env = { ...process.env, HOMEWARD_ANSWERS: FILE, HOMEWARD_DRIVER: 'sdk' };
  const cucumber = [
    'node_modules/@cucumber/cucumber/bin/cucumber.js',
    '--parallel',
    '2',
    '--format',
    'summary',
  ];
  for (const words of [cucumber, ['.ci/specs.mjs', ...SPECS]])
    spawnSync(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'], env });
  return FILE;
}
