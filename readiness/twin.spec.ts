import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estateWith, SMALL_ESTATE } from './estate.fixture.spec';
import type { Inventory } from './inventory';
import { misuse } from './inventory/fixture.spec';
import { makeTwin } from './twin';
import { readAssumptions } from './user-assumptions';

const OPTIONS = { seed: 1, mbitPerSecond: 100 };
const twinOf = (inventory: Inventory, ...assume: readonly string[]) =>
  makeTwin(inventory, readAssumptions(assume, inventory), OPTIONS);

describe('twin', () => {
  it('holds the machines that can be protected, and says why others are left out', async () => {
    const twin = twinOf(await estateWith({}));
    assert.deepEqual(twin.plan.machines, ['web-01', 'erp-db-01']);
    assert.deepEqual(
      twin.notCounted.map((each) => each.label),
      ['tpl-01'],
    );
    assert.equal(twin.machines.find((each) => each.label === 'build-01')?.leftOut, 'it is not powered on');
  });

  it('knows the sheet and row that each machine rests on', async () => {
    const [, erp] = twinOf(await estateWith({})).machines;
    const places = erp?.restsOn.map(({ sheet, row }) => `${sheet}!${row}`);
    assert.deepEqual(places, ['vInfo!3', 'vDisk!3', 'vSnapshot!2']);
  });

  it('puts the master target on the host that has mounted most datastores', async () => {
    const inventory = await estateWith({
      vDatastore: [
        ['Name', 'VI SDK UUID', 'Type', 'Hosts'],
        ['san-01', 'vc', 'VMFS', 'esx01, esx02'],
        ['san-02', 'vc', 'VMFS', 'esx02'],
      ],
      vHost: [
        ['Host', 'VI SDK UUID'],
        ['esx01', 'vc'],
        ['esx02', 'vc'],
      ],
    });
    assert.equal(twinOf(inventory).masterTargetHost, 'esx02');
  });

  it('assumes that all hosts mount all datastores where vDatastore is missing, and says so', async () => {
    const twin = twinOf(await estateWith({ vDatastore: undefined }));
    const mounted = twin.assumptions.find((each) => each.what.startsWith('all hosts have mounted'));
    assert.deepEqual(mounted?.examples, ['san-01']);
    assert.notEqual(mounted?.settle, '');
  });

  it('gives machines of one name unique names with their rows', async () => {
    const [header = [], first = []] = SMALL_ESTATE.vInfo ?? [];
    const second = first.map((cell) => (cell === 'vm-1' ? 'vm-9' : cell));
    const disks = (SMALL_ESTATE.vDisk ?? []).map((row) =>
      row.map((cell) => (cell === 'vm-2' ? 'vm-9' : cell)),
    );
    const twin = twinOf(await estateWith({ vInfo: [header, first, second], vDisk: disks }));
    assert.deepEqual(twin.plan.machines, ['web-01 (vInfo!2)', 'web-01 (vInfo!3)']);
  });

  it('is the same for the same inventory', async () => {
    const inventory = await estateWith({});
    assert.equal(JSON.stringify(twinOf(inventory).plan), JSON.stringify(twinOf(inventory).plan));
  });
});

describe('--assume', () => {
  it('removes the snapshots it was told about, and no others', async () => {
    const inventory = await estateWith({});
    const snapshots = (...assume: readonly string[]) =>
      twinOf(inventory, ...assume).plan.description.machines.map((machine) => machine.snapshots);
    assert.deepEqual(snapshots(), [[], ['nightly-backup']]);
    assert.deepEqual(snapshots('no-snapshots=web-01'), [[], ['nightly-backup']]);
    assert.deepEqual(snapshots('no-snapshots=erp-db-01'), [[], []]);
  });

  for (const [text, ...parts] of [
    ['no-snapshot', 'known assumption', 'no-snapshot'],
    ['no-snapshots=erp', 'machine', 'erp'],
    ['licence=esx09:paid', 'host', 'esx09'],
    ['licence=esx01:gold', 'evaluation, paid, free', 'gold'],
    ['address=web-01', 'dhcp, static'],
    ['role=root', 'read-only', 'root'],
    ['__proto__', '__proto__'],
  ] as const) {
    it(`refuses "${text}", naming what is known`, async () => {
      const inventory = await estateWith({});
      assert.throws(() => readAssumptions([text], inventory), misuse('HW-ASSUME', ...parts));
    });
  }
});
