import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ROOT } from '../serving/servers.fixture.spec';

const MAIN = [
  '-r',
  join(ROOT, 'node_modules', 'ts-node', 'register'),
  '--',
  join(ROOT, 'cli', 'main.ts'),
  'accept',
];

const FEATURE = `Feature: Our ERP comes home
  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And "erp-db-01" is "failover committed"

  Scenario: It is copied home
    When the operator reprotects "erp-db-01"
    Then our ticket for "erp-db-01" becomes "protected to site" within 2 hours

  Scenario: It is home at once
    Then our ticket for "erp-db-01" becomes "protected" within 1 minute
`;
const HALF = `Feature: Half
  Scenario: Nobody wrote this step
    Given something that nobody knows
`;
/** As a user writes it; `homeward/steps` is our sources here, and dist/ where the package is installed. */
const STEPS = `const assert = require('node:assert/strict');
const { Then } = require(${JSON.stringify(join(ROOT, 'steps', 'index.ts'))});
Then('our ticket for {machine} becomes {state} within {duration}', async function (machine, state, ms) {
  const { vault, clock } = this.driver;
  const now = async () => (await vault.items()).find(({ name }) => name === machine).state;
  await clock.until(async () => (await now()) === state, ms, ['item.state']);
  assert.equal(await now(), state);
});
`;

describe('homeward accept', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-accept-'));
    for (const [file, text] of Object.entries({
      'features/erp.feature': FEATURE,
      'half/half.feature': HALF,
      'steps/ticket.js': STEPS,
      'bad/bad.js': 'throw new Error("oh");\n',
      'empty/nothing.txt': '',
    })) {
      mkdirSync(join(work, file, '..'), { recursive: true });
      writeFileSync(join(work, file), text);
    }
    symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
  });
  after(() => rmSync(work, { recursive: true }));

  const accept = (...words: readonly string[]) => {
    const { HOMEWARD_DRIVER: _driver, HOMEWARD_SEED: _seed, ...rest } = process.env;
    const env = { ...rest, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json') };
    return spawnSync(process.execPath, [...MAIN, ...words, '--profile', 'direct'], {
      cwd: work,
      env,
      encoding: 'utf8',
    });
  };

  it("runs a user's feature with our steps and theirs; a failure is a page, with the command that runs it again", () => {
    const { status, stdout, stderr } = accept('features', '--steps', 'steps');
    assert.equal(status, 1, stderr);
    assert.match(stdout, /^accept: 2 scenarios in 1 feature – by plain calls\n/);
    assert.match(stdout, /■ FAILED {2}It is home at once\n/);
    assert.match(stdout, /expected {2}Then our ticket .* {2}\(features\/erp\.feature:13\)\n/);
    assert.match(stdout, /when {6}\d+:\d\d:\d\d of virtual time, seed \d+\n/);
    assert.match(
      stdout,
      /1 passed · 1 failed – \S+ s\nnext: npx homeward accept features\/erp\.feature:12 --profile direct --steps steps\n$/,
    );
    assert.equal(stderr, '2/2  features/erp.feature: 1 failed\n');
  });

  it('writes its reports whole, adds to the history, and says the same as JSON', () => {
    const words = ['features', '--steps', 'steps', '--history', 'runs.ndjson', '--out', 'out/run', '--json'];
    const { status, stdout, stderr } = accept(...words);
    assert.equal(status, 1, stderr);
    assert.equal(stderr, '');
    const result = JSON.parse(stdout);
    assert.deepEqual([result.passed, result.failed, result.history.newFailures.length], [1, 1, 1]);
    assert.deepEqual(readdirSync(join(work, 'out', 'run')).sort(), [
      'junit.xml',
      'messages.ndjson',
      'report.html',
      'result.json',
    ]);
    assert.deepEqual(readdirSync(join(work, 'out')), ['run']);
    assert.deepEqual(JSON.parse(readFileSync(join(work, 'out', 'run', 'result.json'), 'utf8')), result);
    assert.match(readFileSync(join(work, 'out', 'run', 'junit.xml'), 'utf8'), /tests="2"/);
    const again = accept(...words);
    assert.deepEqual(JSON.parse(again.stdout).history.stillFailing, [
      'features/erp.feature › It is home at once',
    ]);
  });

  it('runs every scenario in one shard, in other processes too, and each with the seed that it always has', () => {
    const parts = [
      ['1/2', '0'],
      ['2/2', '1'],
    ].map(([shard = '', parallel = '']) => {
      const words = ['--shard', shard, '--parallel', parallel, '--json'];
      const { stdout, stderr } = accept('features', '--steps', 'steps', ...words);
      assert.equal(stderr, '');
      return JSON.parse(stdout).scenarios;
    });
    assert.deepEqual(
      parts.map((scenarios) => scenarios.map(({ line }: { line: number }) => line)),
      [[8], [12]],
    );
    const whole = JSON.parse(accept('features', '--steps', 'steps', '--json').stdout).scenarios;
    assert.equal(parts[1]?.[0].failure.seed, whole[1].failure.seed);
    assert.equal(parts[1]?.[0].failure.virtualMs, whole[1].failure.virtualMs);
  });

  it('lists our features beside theirs, and looks at steps without running them', () => {
    const { stdout } = accept('features', '--with-ours', '--list', '--json');
    const places = JSON.parse(stdout).map(({ place }: { place: string }) => place);
    assert(
      places.includes('features/erp.feature') && places.includes('features/snapshots/snapshots.feature'),
    );
    const dry = accept('features', '--steps', 'steps/*.js', '--dry-run');
    assert.deepEqual(
      [dry.status, dry.stdout],
      [0, '2 scenarios would run; every step is known\n'],
      dry.stderr,
    );
  });

  for (const [code, words] of [
    ['HW-ACCEPT-STEPS', ['features', '--steps', 'bad/bad.js']],
    ['HW-ACCEPT-HISTORY', ['features', '--steps', 'steps', '--history', 'features/erp.feature']],
    ['HW-OUT-EXISTS', ['features', '--steps', 'steps', '--out', 'empty']],
  ] as const)
    it(`ends with 2 and ${code} for ${words.join(' ')}, and runs nothing`, () => {
      const { status, stdout, stderr } = accept(...words);
      assert.equal(status, 2, stderr);
      assert(stderr.startsWith(`error ${code}: `), stderr);
      assert.equal(stdout, '');
      assert(!existsSync(join(work, 'reports')));
    });

  it('names an unknown step by file and line, with a snippet', () => {
    const { status, stdout, stderr } = accept('half');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /^error HW-ACCEPT-UNDEFINED: half\/half\.feature:3: no step is called “Given something that nobody knows”\n/,
    );
    assert.match(stderr, /require\('homeward\/steps'\)[\s\S]*Given\('something that nobody knows'/);
  });
});
