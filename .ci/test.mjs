// `npm test`: specs, then features, both measured for coverage; then whether the features prove the facts, and run the same
// however they are run. The last line says how many passed and failed.
// `.ci/run` names here what failed before, so that the last line counts it too.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const SPECS = 'reports/out/specs.json';
const MESSAGES = 'reports/out/cucumber.ndjson';
const CONTAINERS = 'reports/out/containers.ndjson';
const COVERAGE = 'reports/out/coverage';
const ANSWERS = 'reports/out/answers.ndjson';
/** How a check says that what it needs is not there. */
const SKIPPED = 77;
const RAW = `${COVERAGE}/tmp`;

// What an earlier run left must never be counted as this run's.
for (const old of [SPECS, MESSAGES, CONTAINERS, COVERAGE, ANSWERS])
  rmSync(old, { recursive: true, force: true });

const parts = [
  ...process.argv.slice(2).map((name) => ({ name, passed: 0, failed: 1 })),
  run('Specs', ['.ci/specs.mjs'], countSpecs),
  run('Features', ['node_modules/@cucumber/cucumber/bin/cucumber.js', '-p', 'ci'], () =>
    countScenarios(MESSAGES),
  ),
  run('Containers', ['.ci/containers.mjs'], () => countScenarios(CONTAINERS)),
  check('Facts', ['.ci/coverage.mjs', '--check', '--messages', MESSAGES]),
  check('Azure coverage', ['.ci/azure-coverage.mjs', '--check', '--answers', ANSWERS]),
  check('Conformance', ['.ci/conformance.mjs', '--check', '--answers', ANSWERS]),
  check('Exploration', ['.ci/explore.mjs']),
  check('Digests', ['.ci/same-digests.mjs', '--quick', MESSAGES]),
];
console.log('\n== Coverage');
node(['node_modules/c8/bin/c8.js', 'report', '--merge-async', `--temp-directory=${RAW}`]);
rmSync(RAW, { recursive: true, force: true });

const passed = parts.reduce((sum, part) => sum + part.passed, 0);
const failed = parts.reduce((sum, part) => sum + part.failed, 0);
for (const { name, passed, failed, trouble } of parts) {
  console.log(`${name}: ${passed} passed, ${failed} failed${trouble ? ` (${trouble})` : ''}`);
}
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);

/** Runs one part. A part that ran nothing, or fails without naming a test, counts as one failure. */
function run(name, args, count) {
  console.log(`\n== ${name}`);
  // c8 itself does no more than this to a process it watches; set here, one report covers both parts.
  const status = node(args, { ...process.env, NODE_V8_COVERAGE: RAW, HOMEWARD_ANSWERS: ANSWERS });
  const { passed, failed } = count();
  if (status === SKIPPED) return { name, passed, failed, trouble: 'skipped, see above' };
  if (failed === 0 && status !== 0) return { name, passed, failed: 1, trouble: `exit code ${status}` };
  if (passed + failed === 0) return { name, passed, failed: 1, trouble: 'nothing ran' };
  return { name, passed, failed };
}

/** Looks at what the features left; one success or one failure, or neither where it cannot look. */
function check(name, args) {
  console.log(`\n== ${name}`);
  const status = existsSync(MESSAGES) ? node(args) : 1;
  if (status === SKIPPED) return { name, passed: 0, failed: 0, trouble: 'skipped, see above' };
  const failed = status === 0 ? 0 : 1;
  return { name, passed: 1 - failed, failed };
}

function node(args, env = process.env) {
  return spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status ?? 1;
}

function countSpecs() {
  return JSON.parse(read(SPECS) || '{"passed":0,"failed":0}');
}

/** A scenario fails by any step that is neither passed nor skipped; one that only skipped counts as neither. */
function countScenarios(messages) {
  const statuses = new Map();
  const counts = { passed: 0, failed: 0 };
  for (const line of read(messages).split('\n').filter(Boolean)) {
    const { testStepFinished: step, testCaseFinished: end } = JSON.parse(line);
    if (step) {
      const seen = statuses.get(step.testCaseStartedId) ?? new Set();
      statuses.set(step.testCaseStartedId, seen.add(step.testStepResult.status));
    }
    if (end && !end.willBeRetried) {
      const seen = statuses.get(end.testCaseStartedId) ?? new Set();
      if ([...seen].some((status) => status !== 'PASSED' && status !== 'SKIPPED')) counts.failed += 1;
      else if (!seen.has('SKIPPED')) counts.passed += 1;
    }
  }
  return counts;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
