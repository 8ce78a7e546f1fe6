import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEstateFile } from '../serving/estate-file';
import { carryOut } from './carry-out';
import { broken, drilled, experimentWith, LOSS, misuse, ROOT } from './drills.fixture.spec';
import type { Runbook } from './in-process';
import { readExperimentFile } from './read-experiment';
import { reference } from './reference';
import { thin } from './thin.fixture.spec';

const DRILLS = readdirSync(join(ROOT, 'drills')).filter((name) => name.endsWith('.yaml'));
const HOUR_MS = 3_600_000;
const loss = readExperimentFile(LOSS);

describe('the ready drills', () => {
  for (const file of DRILLS)
    it(`${file} is proven with the reference runbook, and has a page`, async () => {
      const read = readExperimentFile(join(ROOT, 'drills', file));
      const description = readEstateFile(read.estatePath);
      const { report } = await carryOut({
        read,
        seed: read.homeward.seed,
        description,
        estate: description.name,
        program: 'reference runbook',
        runs: reference,
      });
      assert.equal(report.verdict, 'proven', report.because);
      assert.deepEqual(report.unfired, []);
      assert(existsSync(join(ROOT, 'drills', file.replace('.yaml', '.md'))));
    });
});

describe('a drill in process', () => {
  it('is the same for the same seed, byte for byte, and another for another', async () => {
    const run = async (seed: number): Promise<string> =>
      JSON.stringify(await drilled(loss, reference, { seed }));
    const first = await run(7);
    assert.equal(await run(7), first);
    assert.notEqual(await run(8), first);
  });

  it('proves a runbook that is far simpler than ours, where nothing more is asked', async () => {
    const { report } = await drilled(loss, thin);
    assert.equal(report.verdict, 'proven', report.because);
    assert(
      report.pointOfNoReturn &&
        report.machines.every(({ steps }) => steps.every(({ atMs }) => atMs !== null)),
    );
  });

  const sleeps =
    (ms: number, exitCode: number): Runbook =>
    async ({ clock }) => {
      await clock.sleep(ms);
      return exitCode;
    };
  for (const [what, runbook, checks] of [
    [
      'says that all is well and has done nothing',
      sleeps(60_000, 0),
      ['truthful-exit', 'comes-home', 'recovery-time'],
    ],
    ['gives up at once', sleeps(60_000, 1), ['comes-home', 'recovery-time']],
    ['never ends', sleeps(1e12, 0), ['ends-in-time', 'comes-home', 'recovery-time']],
    [
      'waits for what never comes',
      () => new Promise<number>(() => undefined),
      ['ends-in-time', 'comes-home', 'recovery-time'],
    ],
    ['breaks off', () => Promise.reject(new Error('oh')), ['comes-home', 'recovery-time']],
    [
      'brings everybody home and says that it failed',
      async (to) => (await thin(to)) + 1,
      ['truthful-exit', 'comes-home'],
    ],
  ] as readonly (readonly [string, Runbook, readonly string[]])[])
    it(`blocks a program that ${what}`, async () => {
      const { report } = await drilled(loss, runbook);
      assert.equal(report.verdict, 'blocked');
      assert.deepEqual(broken(report), checks);
    });

  it('is at risk where a machine comes home later than its objective', async () => {
    const { report } = await drilled(experimentWith(['rto: PT1H', 'rto: PT1M']), thin);
    assert.deepEqual([report.verdict, broken(report)], ['at risk', ['recovery-time']]);
  });

  it('says nothing where a fault never struck', async () => {
    const { report } = await drilled(
      experimentWith([
        'phase: copying back, afterMs: 1000',
        'phase: copying back, machine: nobody, afterMs: 1',
      ]),
      thin,
    );
    assert.deepEqual([report.verdict, report.unfired.length], ['unknown', 1]);
  });

  it('says nothing where the steady state did not hold before, and runs nothing', async () => {
    const { report, journal } = await drilled(
      experimentWith(['path: $.down, expect: 0', 'path: $.down, expect: 1']),
      thin,
    );
    assert.deepEqual([report.verdict, report.programs.length], ['unknown', 0]);
    assert.equal(
      (journal as { steady_states: { before: { steady_state_met: boolean } } }).steady_states.before
        .steady_state_met,
      false,
    );
  });

  it('stops when a stop condition holds, heals everything, and tells what was done so far', async () => {
    const read = experimentWith(
      ['path: $.split, above: 0, for: PT10M', 'path: $.away, above: 2, for: PT15M'],
      ['lasts: PT30M', 'lasts: PT6H'],
    );
    const { report, journal } = await drilled(read, sleeps(HOUR_MS, 0));
    assert.equal((journal as { status: string }).status, 'interrupted');
    assert.match(report.halted ?? '', /no machine runs twice is 3, above 2/);
    assert.deepEqual(
      [report.verdict, report.programs[0]?.ended],
      ['unknown', 'everything was halted, and it was stopped'],
    );
  });

  it('stops when somebody halts everything, rollbacks done', async () => {
    const { report, journal } = await drilled(loss, sleeps(HOUR_MS, 0), {
      opened: ({ watched }) => watched.estate.kernel.after(600_000, () => watched.faults.halt('enough')),
    });
    assert.equal(report.halted, 'enough');
    assert.equal((journal as { rollbacks: readonly unknown[] }).rollbacks.length, 1);
  });

  it('asks for the steady state all the while where the experiment wants it', async () => {
    const read = experimentWith([
      'rollbacks:\n',
      'runtime: { hypothesis: { strategy: continuously } }\nrollbacks:\n',
    ]);
    const { report, journal } = await drilled(read, thin);
    const { during } = (journal as { steady_states: { during: readonly { steady_state_met: boolean }[] } })
      .steady_states;
    // While a machine fails over it runs nowhere: that deviates.
    assert(during.some(({ steady_state_met }) => !steady_state_met));
    assert.deepEqual([report.verdict, broken(report)], ['blocked', ['steady-state']]);
  });

  it('asks somebody to do by hand what the experiment says', async () => {
    const asked: string[] = [];
    const read = experimentWith([
      '    stop:\n',
      '    manual: { fail back: Call the duty officer. }\n    stop:\n',
    ]);
    await drilled(read, thin, { ask: async (prompt) => void asked.push(prompt) });
    assert.deepEqual(asked, ['Call the duty officer.']);
  });

  for (const [what, code, ...change] of [
    ['an unknown fault', 'HW-FAULT-UNKNOWN', 'fault: process-server-crash', 'fault: process-server-crush'],
    ['an unknown target', 'HW-FAULT-TARGET', 'target: ps-azure-01', 'target: ps-azure-09'],
    ['a duration that is none', 'HW-DRILL-FILE', 'lasts: PT30M', 'lasts: 30m'],
    ['more than the blast radius allows', 'HW-DRILL-RADIUS', 'target: ps-azure-01', 'target: all'],
    [
      'a variable that is not set',
      'HW-DRILL-ENV',
      'key: HOMEWARD_CONTROL_URL',
      'key: HOMEWARD_NO_SUCH_VARIABLE',
    ],
  ] as const)
    it(`is refused with ${what}, before anything runs`, async () => {
      let began = false;
      const runbook: Runbook = async () => {
        began = true;
        return 0;
      };
      await assert.rejects(drilled(experimentWith(change), runbook), misuse(code));
      assert.equal(began, false);
    });
});
