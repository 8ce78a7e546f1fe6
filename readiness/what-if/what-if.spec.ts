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
const rehearse = (inventory: Inventory) => rehearseTwin(inventory, readAssumptions([], inventory), OPTIONS);

describe('what if', () => {
  it('finds what can be done, with a command that is ready to paste', async () => {
    const fixes = fixesFor(rehearse(await estateWith({})));
    assert.deepEqual(
      fixes.map(({ what, machines, commands }) => [what, machines, commands]),
      [
        ['remove the snapshots of erp-db-01', ['erp-db-01'], ["govc snapshot.remove -vm 'erp-db-01' '*'"]],
        ['switch on build-01', ['build-01'], ["govc vm.power -on 'build-01'"]],
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
    const commands = fixesFor(rehearse(inventory)).flatMap((fix) => fix.commands);
    assert.ok(commands.includes(`govc vm.power -on 'b'\\''; rm -rf /'`), commands.join('\n'));
  });

  it('predicts the score that the estate has once the change was really made', async () => {
    const rehearsed = rehearse(await estateWith({}));
    const before = await drillTwin(rehearsed, DRILLS);
    const { fixes } = await whatIf(rehearsed, before, { drills: DRILLS, target: 100 });
    const predicted = fixes.find(({ code }) => code === 'HW-RULE-SNAPSHOT');
    const [header = []] = SMALL_ESTATE.vSnapshot ?? [];
    const changed = await drillTwin(rehearse(await estateWith({ vSnapshot: [header] })), DRILLS);
    assert.equal(predicted?.scoreBefore, before.score.low);
    assert.equal(predicted?.scoreAfter, changed.score.low);
    assert.ok(changed.score.low > before.score.low);
    assert.deepEqual([predicted?.homeBefore, predicted?.homeAfter], [1, 2]);
  });

  it('finds the smallest set that reaches the target, and proves it by drills', async () => {
    const rehearsed = rehearse(await estateWith({}));
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
    const rehearsed = rehearse(await estateWith({ vDisk: disks }));
    const before = await drillTwin(rehearsed, DRILLS);
    const { target, best } = await whatIf(rehearsed, before, { drills: DRILLS, target: 90 });
    assert.deepEqual([target, best], [90, 66.7]);
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
