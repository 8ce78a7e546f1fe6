import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AssumptionBook } from './assumption-book';
import { workloadOf } from './churn';
import { assessed, verdictOf } from './estate.fixture.spec';
import { type Machine, readInventory } from './inventory';
import { EXPORTS, sample } from './inventory/fixture.spec';
import { estateUnknowns } from './rules';

const at = { file: 'report.csv', path: '' };
const writes = (kind: 'peak' | 'average', mibPerSecond: number) => {
  const churn = { at, kind, mibPerSecond: { value: mibPerSecond, at }, iops: undefined };
  const book = new AssumptionBook();
  const workload = workloadOf({ churn } as unknown as Machine, 'a', book);
  return { workload, assumed: book.list().map(({ what }) => what) };
};

describe('churn of a machine', () => {
  it('is what was measured, and the twin says what it makes of it', () => {
    const { workload, assumed } = writes('peak', 2);
    const bytesPerSecond = (workload.extentsPerWrite * 65_536) / (workload.everyMs / 1_000);
    assert.deepEqual(
      [bytesPerSecond, assumed],
      [2 * 2 ** 20, ['the machine writes all the time as at its peak']],
    );
    assert.deepEqual(writes('average', 2).assumed, ['the machine writes evenly']);
    assert.equal(writes('average', 0).workload.everyMs, 0);
  });

  it('comes from a report of the Deployment Planner, and is no assumption then', async () => {
    const planner = join(EXPORTS, 'planner', 'CompatibleVMs.csv');
    const [without, having] = [sample('govc'), [...sample('govc'), planner]].map(async (files) => {
      const inventory = await readInventory(files);
      return { assessment: assessed(inventory, 'no-snapshots=erp-db-01'), inventory };
    });
    const examples = ({ assessment }: Awaited<typeof without> & object) =>
      assessment.twin.assumptions.find(({ what }) => what.includes('30 MiB an hour'))?.examples;
    const [before, after] = await Promise.all([without, having]);
    assert.ok(before && after);
    assert.deepEqual([examples(before), examples(after)], [['erp-db-01', 'web-01'], undefined]);
    const places = verdictOf(after.assessment, 'erp-db-01').restsOn.map(({ file }) => file);
    assert.ok(places.includes('CompatibleVMs.csv'), places.join());
  });

  it('and the servers of Site Recovery are unknown of an estate until an export has them', async () => {
    const codes = async (...files: readonly string[]) =>
      estateUnknowns(await readInventory(files)).map(({ code }) => code.replace('HW-UNKNOWN-', ''));
    assert.deepEqual(await codes(...sample('govc')), ['PRIVILEGES', 'CHURN', 'CONNECTION', 'SERVERS']);
    const all = [...sample('govc'), ...sample('asr'), ...sample('planner')];
    assert.deepEqual(await codes(...all), ['PRIVILEGES', 'CONNECTION']);
  });
});
