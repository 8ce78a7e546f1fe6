import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SMALL_ESTATE } from '../readiness/estate.fixture.spec';
import { smallDocument } from './document/document.fixture.spec';
import { driftSince } from './drift';

const NO_SNAPSHOT = { vSnapshot: [['VM', 'VM ID', 'VI SDK UUID', 'Name']] };

describe('drift', () => {
  it('is none between two runs of one export', async () => {
    const [before, now] = [await smallDocument(), await smallDocument()];
    const { changes, voided, kept } = driftSince(before, now.machines);
    assert.deepEqual([changes, voided], [[], 0]);
    assert.ok(kept > 60);
  });

  it('voids the claims that read a row that has changed, and no others', async () => {
    const before = await smallDocument();
    const { changes, voidedClaims, kept } = driftSince(before, (await smallDocument(NO_SNAPSHOT)).machines);
    assert.deepEqual(voidedClaims, [
      { name: 'erp-db-01', code: 'HW-RULE-SNAPSHOT', facts: ['snapshots'] },
      { name: 'erp-db-01', code: 'rehearsal', facts: ['twin: the machine'] },
    ]);
    assert.deepEqual(changes, [
      {
        name: 'erp-db-01',
        before: 'blocked',
        after: 'proven',
        because: ['snapshots', 'twin: the machine'],
      },
    ]);
    assert.equal(kept, driftSince(before, before.machines).kept - 2);
  });

  it('voids what every machine reads where a host has changed', async () => {
    const vHost = SMALL_ESTATE.vHost?.map((row) => row.map((cell) => (cell === 'False' ? 'True' : cell)));
    const { voidedClaims = [] } = driftSince(
      await smallDocument(),
      (await smallDocument({ vHost })).machines,
    );
    const names = voidedClaims.filter(({ code }) => code === 'HW-RULE-MAINTENANCE').map(({ name }) => name);
    assert.deepEqual(names.toSorted(), ['build-01', 'erp-db-01', 'web-01']);
    assert.ok(voidedClaims.every(({ facts }) => facts.every((fact) => fact.includes('esx01'))));
  });

  it('tells of machines that are gone or new', async () => {
    const only = (...names: readonly string[]) =>
      SMALL_ESTATE.vInfo?.filter(([name]) => name === 'VM' || names.includes(String(name)));
    const before = await smallDocument({ vInfo: only('web-01', 'erp-db-01') });
    const now = await smallDocument({ vInfo: only('web-01', 'build-01') });
    const { changes, voidedClaims = [] } = driftSince(before, now.machines);
    assert.deepEqual(
      changes.map(({ name, before: was, after }) => [name, was, after]),
      [
        ['erp-db-01', 'blocked', undefined],
        ['build-01', undefined, 'blocked'],
      ],
    );
    assert.ok(voidedClaims.every(({ name }) => name === 'erp-db-01'));
  });
});
