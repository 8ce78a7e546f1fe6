import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rehearseTwin } from '../assess';
import { drillTwin } from '../campaign/drill-twin';
import { estateWith, SMALL_ESTATE } from '../estate.fixture.spec';
import type { Inventory } from '../inventory';
import { readAssumptions } from '../user-assumptions';
import { fixesFor } from './fixes';
import { smallestSet } from './smallest-set';
import { whatIf } from './what-if';

const OPTIONS = { seed: 7, mbitPerSecond: 1_000, rtoTargetMs: 4 * 3_600_000 };
const DRILLS = { drills: 3, faultsMax: 3, masterTargets: 1, threads: 1 };
const rehearse = (inventory: Inventory) =>
  rehearseTwin(inventory, readAssumptions([], inventory), OPTIONS, 1);

describe('what if', () => {
  it('finds what can be done, with a command that is ready to paste', async () => {
    const fixes = fixesFor(await rehearse(await estateWith({})));
    assert.deepEqual(
      fixes.map(({ what, machines, commands }) => [what, machines, commands]),
      [
        ['remove the snapshots of erp-db-01', ['erp-db-01'], ["govc snapshot.remove -vm erp-db-01 '*'"]],
        ['switch on build-01', ['build-01'], ['govc vm.power -on build-01']],
      ],
    );
  });

  it('quotes names, so that none becomes a command', async () => {
    const rows = SMALL_ESTATE.vInfo?.map((row) =>
      row.map((cell) => (cell === 'build-01' ? "b'; rm -rf /" : cell)),
    );
    const disks = SMALL_ESTATE.vDisk?.map((row) =>
      row.map((cell) => (cell === 'build-01' ? "b'; rm -rf /" : cell)),
    );
    const inventory = await estateWith({ vInfo: rows, vDisk: disks });
    const commands = fixesFor(await rehearse(inventory)).flatMap((fix) => fix.commands);
    assert.ok(commands.includes(`govc vm.power -on 'b'\\''; rm -rf /'`), commands.join('\n'));
  });

  it('predicts the score that the estate has once the change was really made', async () => {
    const rehearsed = await rehearse(await estateWith({}));
    const before = await drillTwin(rehearsed, DRILLS);
    const { fixes } = await whatIf(rehearsed, before, { drills: DRILLS, target: 100 });
    const predicted = fixes.find(({ code }) => code === 'HW-RULE-SNAPSHOT');
    const [header = []] = SMALL_ESTATE.vSnapshot ?? [];
    const changed = await drillTwin(await rehearse(await estateWith({ vSnapshot: [header] })), DRILLS);
    assert.equal(predicted?.scoreBefore, before.score.low);
    assert.equal(predicted?.scoreAfter, changed.score.low);
    assert.ok(changed.score.low > before.score.low);
    assert.deepEqual([predicted?.homeBefore, predicted?.homeAfter], [1, 2]);
  });

  it('finds the smallest set that reaches the target, and proves it by drills', async () => {
    const rehearsed = await rehearse(await estateWith({}));
    const before = await drillTwin(rehearsed, DRILLS);
    const to = async (target: number) => {
      const { smallestSet: set, smallestSetScore: score } = await whatIf(rehearsed, before, {
        drills: DRILLS,
        target,
      });
      return [set.length, score];
    };
    assert.deepEqual(await to(30), [0, 33.3]);
    assert.deepEqual(await to(60), [1, 66.7]);
    assert.deepEqual(await to(100), [2, 100]);
  });

  it('says of a target that cannot be reached how far all fixes lead', async () => {
    const disks = SMALL_ESTATE.vDisk?.map((row) =>
      row.map((cell, at) => (row[0] === 'web-01' && at === 7 ? 'sharingMultiWriter' : cell)),
    );
    const rehearsed = await rehearse(await estateWith({ vDisk: disks }));
    const before = await drillTwin(rehearsed, DRILLS);
    const { target, best } = await whatIf(rehearsed, before, { drills: DRILLS, target: 90 });
    assert.deepEqual([target, best], [90, 66.7]);
  });

  it('gives the account its role back where that stops every machine', async () => {
    const inventory = await estateWith({});
    const assumed = readAssumptions(['role=read-only'], inventory);
    const rehearsed = await rehearseTwin(inventory, assumed, OPTIONS, 1);
    const before = await drillTwin(rehearsed, DRILLS);
    const { fixes, smallestSet: set } = await whatIf(rehearsed, before, { drills: DRILLS, target: 30 });
    const role = fixes.find(({ id }) => id === 'fix-role');
    assert.deepEqual([role?.homeBefore, role?.homeAfter], [0, 1]);
    assert.deepEqual(set, ['fix-role']);
  });

  it('adds a master target where its disks bind, and says how much sooner all are home', async () => {
    const [header = [], row = []] = SMALL_ESTATE.vDisk ?? [];
    const disks = ['web-01', 'erp-db-01'].flatMap((name, index) =>
      Array.from({ length: 40 }, (_, disk) => [
        name,
        `vm-${index + 1}`,
        'vc',
        `Hard disk ${disk + 1}`,
        1_024,
        `[san-01] ${name}/${disk}.vmdk`,
        ...row.slice(6),
      ]),
    );
    const vSnapshot = [['VM', 'VM ID', 'VI SDK UUID', 'Name']];
    const rehearsed = await rehearse(await estateWith({ vDisk: [header, ...disks], vSnapshot }));
    const before = await drillTwin(rehearsed, DRILLS);
    assert.deepEqual(before.waves?.waves[0]?.binds, ['disks of the master targets']);
    const { fixes } = await whatIf(rehearsed, before, { drills: DRILLS, target: 1 });
    const target = fixes.find(({ id }) => id === 'fix-master-target');
    assert.deepEqual(target?.machines, ['erp-db-01']);
    assert.ok((target?.lastsAfterMs ?? 0) < (target?.lastsBeforeMs ?? 0));
  });

  it('prefers one fix that frees two machines to two that free one each', () => {
    const fix = (id: string) => ({ id, what: '', code: '', machines: [], assume: [], commands: [] });
    const [a, b, c] = [fix('a'), fix('b'), fix('c')];
    const needs = [[a, b], [c], [c], []];
    assert.deepEqual(smallestSet(needs, 1), []);
    assert.deepEqual(smallestSet(needs, 3), [c]);
    assert.deepEqual(smallestSet(needs, 4).length, 3);
    assert.deepEqual(smallestSet(needs, 99).length, 3);
  });
});
