import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import {
  codesOf,
  EXPORTS,
  importBytes,
  importText,
  makeXlsx,
  misuse,
  sample,
  withFile,
} from '../fixture.spec';
import { type Inventory, readInventory } from '../index';

const CSV = ['CompatibleVMs', 'IncompatibleVMs'].map((name) => join(EXPORTS, 'planner', `${name}.csv`));
const rowsOf = (path = ''): string[][] => parse(readFileSync(path, 'utf8'));
const HEADER = 'VM Name,VM Compatibility,Peak Data Churn in MBps (with Growth Factor)';

const told = ({ machines }: Inventory) =>
  machines.map(({ name, churn, compatibility, disks, firmware }) => [
    name.value,
    churn?.kind,
    churn?.mibPerSecond.value,
    compatibility?.compatible,
    disks?.value.map(({ capacityMiB }) => capacityMiB?.value),
    firmware?.value,
  ]);

const TOLD = [
  ['erp-db-01', 'peak', 6.4, true, [65_536, 262_144], 'efi'],
  ['web-01', 'peak', 0.35, true, [20_480], 'bios'],
  ['build 01 (old)', 'peak', 11.2, false, [102_400], 'bios'],
];

describe('a report of the Deployment Planner', () => {
  it('tells churn, disks, boot type and what cannot be protected, from its sheets as CSV', async () => {
    const inventory = await readInventory(CSV);
    assert.deepEqual(told(inventory), TOLD);
    const [, , old] = inventory.machines;
    assert.match(old?.compatibility?.text ?? '', /840/);
    assert.deepEqual(old?.churn?.at, {
      file: 'IncompatibleVMs.csv',
      sheet: 'CSV',
      row: 2,
      column: 'Peak Data Churn in MBps (with Growth Factor)',
    });
  });

  it('has a decimal comma between semicolons', async () => {
    const { machines } = await importText(`${HEADER.replaceAll(',', ';')}\na-01;Yes;1,125\n`);
    assert.equal(machines[0]?.churn?.mibPerSecond.value, 1.125);
  });

  it('tells the same from its workbook, below titles, whatever its name', async () => {
    const [compatible, incompatible] = CSV.map((path) => [['Compatible VMs'], [], ...rowsOf(path)]);
    const bytes = makeXlsx({
      'On-premises summary': [['Start date', '2026-10-01']],
      'Compatible VMs': compatible ?? [],
      'Incompatible VMs': incompatible ?? [],
    });
    const inventory = await withFile(bytes, (path) => readInventory([path]), 'DeploymentPlannerReport.xlsm');
    assert.deepEqual(told(inventory), TOLD);
    assert.equal(inventory.machines[0]?.churn?.at.row, 4);
  });

  it('joins its machines with those of vCenter, which lacks only the churn', async () => {
    const inventory = await readInventory([...CSV, ...sample('govc')]);
    assert.equal(inventory.machines.length, 3);
    const erp = inventory.machines.find(({ name }) => name.value === 'erp-db-01');
    assert.deepEqual([erp?.host?.value, erp?.churn?.mibPerSecond.value], ['esx-01.harbour.example', 6.4]);
    assert.deepEqual(
      inventory.machines.flatMap(({ disagreements }) => disagreements ?? []),
      [],
    );
  });

  it('with a list of machines says which of them no export has', async () => {
    const inventory = await readInventory([...sample('planner'), ...sample('govc')]);
    const note = inventory.notes.find(({ code }) => code === 'HW-NOTE-LISTED');
    assert.deepEqual(
      [note?.severity, /1 of them in no export: 10\.20\.8\.40/.test(note?.message ?? '')],
      ['warning', true],
    );
    await assert.rejects(importText('erp-db-01\nweb-01\n'), misuse('HW-INPUT-NO-MACHINES', 'one.xlsx'));
  });

  it('joins a machine that it names by its address', async () => {
    const file = await readFile(CSV[0] as string);
    const named = Buffer.from(file.toString().replaceAll('erp-db-01', '10.20.4.17'));
    const vms = await readFile(join(EXPORTS, 'govc', 'vm.info.json'));
    const { machines } = await importBytes(named, vms);
    const erp = machines.find(({ name }) => name.value === 'erp-db-01');
    assert.deepEqual([machines.length, erp?.churn?.mibPerSecond.value], [3, 6.4]);
  });

  it('joins no machine that another shares its name with', async () => {
    const twice = `${HEADER}\na,Yes,1\na,Yes,2\n`;
    const inventory = await importText(twice);
    assert.deepEqual([inventory.machines.length, inventory.machines[0]?.conflicts.length], [1, 1]);
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-SAME-IDENTITY']);
  });

  it('is refused without a column that it needs, without machines, or cut off', async () => {
    const churn = 'VM Name,Peak Data Churn in MBps (with Growth Factor)\na,1\n';
    await assert.rejects(importText(churn), misuse('HW-INPUT-COLUMN', 'VM Compatibility'));
    await assert.rejects(importText(`${HEADER}\n`), misuse('HW-INPUT-NO-MACHINES'));
    await assert.rejects(importText(`${HEADER}\n"a,Yes,1\n`), misuse('HW-INPUT-TRUNCATED'));
    const bare = makeXlsx({
      'Compatible VMs': [
        ['VM Name', 'Note'],
        ['a', 'b'],
      ],
    });
    await assert.rejects(importBytes(bare), misuse('HW-INPUT-COLUMN', 'Compatible VMs'));
  });

  it('leaves unknown what is no number, and holds any length of text', async () => {
    const inventory = await importText(`${HEADER}\na,${'x'.repeat(100_000)},much\n`);
    const [machine] = inventory.machines;
    assert.deepEqual([machine?.churn, machine?.compatibility?.compatible], [undefined, false]);
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-CELL']);
  });
});
