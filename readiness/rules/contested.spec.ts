import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assessed, SMALL_ESTATE, verdictOf } from '../estate.fixture.spec';
import { type FixtureSheets, importSheets } from '../inventory/fixture.spec';
import { valueText } from './index';

const DAY_ONE = 46_300;

/** The small estate as it was exported on some day, with some sheets changed. */
function exported(day: number, changes: FixtureSheets = {}): FixtureSheets {
  const vMetaData = [
    ['RVTools version', 'xlsx creation datetime'],
    ['4.7.1.4', day],
  ];
  return { ...SMALL_ESTATE, vMetaData, ...changes };
}

const sheet = (name: string) => SMALL_ESTATE[name] ?? [];
const noSnapshots = { vSnapshot: sheet('vSnapshot').slice(0, 1) };
const free = {
  vHost: sheet('vHost').map((row, index) => (index === 1 ? row.with(2, 'vSphere 7 Hypervisor') : row)),
};

describe('exports that contradict each other', () => {
  it('leave unknown what rests on it, with both places, whichever is newer', async () => {
    for (const [one, other] of [
      [exported(DAY_ONE), exported(DAY_ONE + 9, noSnapshots)],
      [exported(DAY_ONE + 9), exported(DAY_ONE, noSnapshots)],
    ] as const) {
      const erp = verdictOf(assessed(await importSheets(one, other)), 'erp-db-01');
      assert.equal(erp.verdict, 'unknown');
      const [reason] = erp.reasons;
      assert.equal(reason?.code, 'HW-RULE-CONFLICT');
      assert.match(reason?.text ?? '', /nightly-backup \((one|two)\.xlsx, sheet vSnapshot, row 2/);
      assert.match(reason?.text ?? '', /none \((one|two)\.xlsx, sheet vSnapshot, row 1/);
      assert.match(reason?.fix ?? '', /(one|two)\.xlsx, (one|two)\.xlsx/);
    }
  });

  it('still block a machine that is blocked whichever counts', async () => {
    const other = {
      vSnapshot: sheet('vSnapshot').map((row, index) => (index === 1 ? row.with(3, 'weekly') : row)),
    };
    const inventory = await importSheets(exported(DAY_ONE), exported(DAY_ONE + 1, other));
    const erp = verdictOf(assessed(inventory), 'erp-db-01');
    assert.equal(erp.verdict, 'blocked');
    assert.match(erp.reasons[0]?.text ?? '', /nightly-backup.*either way/);
  });

  it('say so of a host too, for all its machines', async () => {
    const inventory = await importSheets(exported(DAY_ONE), exported(DAY_ONE + 1, free));
    const web = verdictOf(assessed(inventory), 'web-01');
    assert.deepEqual([web.verdict, web.reasons[0]?.code], ['unknown', 'HW-RULE-CONFLICT']);
    assert.match(web.reasons[0]?.text ?? '', /host\.licences: .*Hypervisor.* or .*Enterprise Plus/);
  });

  it('are settled by what the user declares', async () => {
    const inventory = await importSheets(exported(DAY_ONE), exported(DAY_ONE + 9, noSnapshots));
    const erp = verdictOf(assessed(inventory, 'no-snapshots=erp-db-01'), 'erp-db-01');
    assert.equal(erp.verdict, 'proven');
    assert.deepEqual(erp.knowledge.conflicting, []);
    assert.ok(erp.knowledge.assumed.includes('snapshots'));
  });

  it('decide nothing where no value of theirs would block', async () => {
    const tools = (state: string) => ({
      vTools: [
        ['VM', 'VM ID', 'VI SDK UUID', 'Tools'],
        ['web-01', 'vm-1', 'vc', state],
      ],
    });
    const inventory = await importSheets(
      exported(DAY_ONE, tools('toolsOk')),
      exported(DAY_ONE + 1, tools('toolsNotRunning')),
    );
    const web = verdictOf(assessed(inventory), 'web-01');
    assert.equal(web.verdict, 'proven');
    assert.ok(web.caveats.some(({ code }) => code === 'HW-RULE-CONFLICT'));
  });

  it('are listed in the verdicts with both values, beside what is proven, observed, assumed and unknown', async () => {
    const inventory = await importSheets(exported(DAY_ONE), exported(DAY_ONE + 9, noSnapshots));
    const assessment = assessed(inventory);
    const { knowledge } = verdictOf(assessment, 'erp-db-01');
    assert.deepEqual(
      knowledge?.conflicting.map(({ fact, values }) => [
        fact,
        values.map(({ value, at }) => [valueText(value), at.file]),
      ]),
      [
        [
          'snapshots',
          [
            ['none', 'two.xlsx'],
            ['nightly-backup', 'one.xlsx'],
          ],
        ],
      ],
    );
    assert.ok(knowledge?.observed.includes('firmware'));
    assert.ok(knowledge?.assumed.includes('churn'));
    assert.ok(knowledge?.unknown.includes('toolsState'));
    const web = verdictOf(assessment, 'web-01');
    assert.deepEqual(web.knowledge.proven, ['powerState', 'disks', 'snapshots']);
  });
});
