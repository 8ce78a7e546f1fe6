import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assessed, estateWith, SHARED_SAMPLES, SMALL_ESTATE, verdictOf } from './estate.fixture.spec';
import { assess, readAssumptions } from './index';
import { readInventory } from './inventory';

describe('verdict', () => {
  it('blocks a machine with a snapshot at reprotect, and proves it once the snapshot is gone, on one seed', async () => {
    const inventory = await estateWith({});
    const before = verdictOf(assessed(inventory), 'erp-db-01');
    assert.equal(before.verdict, 'blocked');
    assert.deepEqual(
      before.reasons.map(({ code, stage, at }) => [code, stage, at?.sheet, at?.row]),
      [['SIM-SNAPSHOT', 'reprotect to the site', 'vSnapshot', 2]],
    );
    const after = verdictOf(assessed(inventory, 'no-snapshots=erp-db-01'), 'erp-db-01');
    assert.equal(after.verdict, 'proven');
    assert.deepEqual(after.assumed, ['no-snapshots=erp-db-01']);
  });

  it('lets no machine keep another from coming home', async () => {
    const assessment = assessed(await estateWith({}));
    assert.equal(verdictOf(assessment, 'web-01').verdict, 'proven');
    assert.equal(verdictOf(assessment, 'build-01').reasons[0]?.code, 'HW-RULE-POWER');
    assert.deepEqual(assessment.invalid, []);
  });

  it('is unknown without the sheet vSnapshot, although the twin came home', async () => {
    const { verdict, reasons, journey } = verdictOf(
      assessed(await estateWith({ vSnapshot: undefined })),
      'web-01',
    );
    assert.equal(verdict, 'unknown');
    assert.equal(reasons[0]?.code, 'HW-RULE-SNAPSHOT');
    assert.match(reasons[0]?.fix ?? '', /^govc snapshot\.tree/);
    assert.equal(journey?.stopped, undefined);
  });

  it('is unknown without known disks', async () => {
    const [header = []] = SMALL_ESTATE.vDisk ?? [];
    const assessment = assessed(
      await estateWith({ vDisk: [header, ...(SMALL_ESTATE.vDisk ?? []).slice(2)] }),
    );
    assert.equal(verdictOf(assessment, 'web-01').reasons[0]?.code, 'HW-RULE-DISKS');
    assert.equal(verdictOf(assessment, 'web-01').verdict, 'unknown');
  });

  it('is unknown where two rows claim one identity, whatever else is seen', async () => {
    const [header = [], , erp = []] = SMALL_ESTATE.vInfo ?? [];
    const assessment = assessed(await estateWith({ vInfo: [header, erp, erp.with(0, 'erp-db-01 copy')] }));
    assert.equal(verdictOf(assessment, 'erp-db-01').verdict, 'unknown');
    assert.equal(verdictOf(assessment, 'erp-db-01').reasons[0]?.code, 'HW-RULE-IDENTITY');
  });

  it('never calls static or DHCP known, and does not let it decide', async () => {
    const { verdict, caveats, checks } = verdictOf(assessed(await estateWith({})), 'web-01');
    assert.equal(verdict, 'proven');
    assert.ok(caveats.some((finding) => finding.code === 'HW-RULE-ADDRESS'));
    assert.equal(checks.find((finding) => finding.code === 'HW-RULE-ADDRESS')?.state, 'unknown');
  });

  it('blocks every machine for a read-only account, seen only by the rehearsal', async () => {
    const { verdict, reasons } = verdictOf(assessed(await estateWith({}), 'role=read-only'), 'web-01');
    assert.equal(verdict, 'blocked');
    assert.ok(reasons[0]?.code.startsWith('SIM-'), reasons[0]?.code);
  });

  it('is at risk past the target for the failback', async () => {
    const inventory = await estateWith({});
    const options = { seed: 7, mbitPerSecond: 1_000, rtoTargetMs: 1 };
    const assessment = assess(inventory, readAssumptions([], inventory), options);
    assert.deepEqual(
      verdictOf(assessment, 'web-01').reasons.map((reason) => reason.code),
      ['HW-RTO'],
    );
  });

  for (const [file, machines] of [
    ['kubev2v-example1.xlsx', 9],
    ['mjvincent-rvtools-small-complete.xlsx', 3],
  ] as const) {
    const path = join(SHARED_SAMPLES, file);
    it(`counts ${machines} machines in ${file}`, { skip: !existsSync(path) }, async () => {
      const assessment = assessed(await readInventory([path]));
      assert.equal(assessment.machines.length, machines);
      assert.deepEqual(assessment.invalid, []);
    });
  }

  const small = join(SHARED_SAMPLES, 'mjvincent-rvtools-small-complete.xlsx');
  it('proves sample-db-01 once its snapshot is gone', { skip: !existsSync(small) }, async () => {
    const inventory = await readInventory([small]);
    assert.equal(verdictOf(assessed(inventory), 'sample-db-01').verdict, 'blocked');
    assert.equal(
      verdictOf(assessed(inventory, 'no-snapshots=sample-db-01'), 'sample-db-01').verdict,
      'proven',
    );
  });
});
