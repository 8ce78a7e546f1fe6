// What real clients were answered, as steps/drivers/sdk/answer-log.ts writes it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const FILE = 'reports/out/answers.ndjson';
/** The specs with real clients, besides the features. */
const SPECS = ['runbooks/azure-front.spec.ts', 'cli/served-clients.spec.ts'];

/** The answers in a file, each once. Without a run in `file`, one is made. */
export function readAnswers(file, run) {
  const lines = readFileSync(run ? run() : file, 'utf8')
    .split('\n')
    .filter(Boolean);
  return [...new Set(lines)].map((line) => JSON.parse(line));
}

/** Runs everything that talks to the front through a real client. Gives the file with the answers. */
export function runClients() {
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
