import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { codesOf, EXPORTS, importText, misuse, sample } from '../fixture.spec';
import { readInventory } from '../index';

const HEADERS = resolve(__dirname, '..', '..', '..', '..', 'shared', 'data', 'inventory', 'azure-migrate');
const skip = existsSync(HEADERS) ? false : 'the published templates of Azure Migrate are not here';
const FILE = join(EXPORTS, 'azure-migrate', 'import.csv');
const HEADER = '*Server name,*Cores,*Memory (In MB),*OS name';

describe('an import file of Azure Migrate', () => {
  it('has memory in MB, disks in GB, and what the disks write on average', async () => {
    const [erp, web] = (await readInventory([FILE])).machines;
    assert.deepEqual(
      [
        erp?.cpus?.value,
        erp?.memoryMiB?.value,
        erp?.osConfigured?.value,
        erp?.primaryIp?.value,
        erp?.firmware?.value,
      ],
      [8, 32_768, 'Windows Server 2019', '10.20.4.17', 'efi'],
    );
    assert.deepEqual(
      erp?.disks?.value.map(({ capacityMiB }) => capacityMiB?.value),
      [65_536, 262_144],
    );
    assert.deepEqual(
      [
        erp?.churn?.kind,
        erp?.churn?.mibPerSecond.value,
        erp?.churn?.iops?.value,
        web?.churn?.mibPerSecond.value,
      ],
      ['average', 2.5, 172, 0.05],
    );
    assert.equal(erp?.churn?.at.column, 'Disk 1 write throughput (MB per second)');
  });

  it('has a decimal comma between semicolons', async () => {
    const head = `${HEADER},Disk 1 size (In GB)`.replaceAll(',', ';');
    const [machine] = (await importText(`${head}\na-01;2;4096;Debian;1,125\n`)).machines;
    assert.equal(machine?.disks?.value[0]?.capacityMiB?.value, 1_152);
  });

  it('leaves the disks unknown where the size of one cannot be read, and says so once', async () => {
    const head = `${HEADER},Disk 1 size (In GB),Disk 2 size (In GB)`;
    const inventory = await importText(`${head}\na-01,2,4096,Debian,40,about 100\n`);
    assert.equal(inventory.machines[0]?.disks, undefined);
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-CELL']);
  });

  it('is the same in its older form, whose headers are written otherwise', async () => {
    const [erp] = (await readInventory([join(EXPORTS, 'azure-migrate', 'import.older.csv')])).machines;
    assert.deepEqual([erp?.memoryMiB?.value, erp?.churn?.mibPerSecond.value], [32_768, 2.5]);
  });

  it('joins its machines with those of vCenter, and contradicts them in nothing', async () => {
    const inventory = await readInventory([FILE, ...sample('govc')]);
    assert.equal(inventory.machines.length, 3);
    assert.deepEqual(
      inventory.machines.map(({ churn, disagreements }) => [churn?.kind, disagreements]),
      [
        ['average', undefined],
        ['average', undefined],
        [undefined, undefined],
      ],
    );
  });

  it('does not know the disks of which it has not all sizes', async () => {
    const [machine] = (await importText(`${HEADER},Number of disks,Disk 1 size (In GB)\na,1,2,b,3,4\n`))
      .machines;
    assert.equal(machine?.disks, undefined);
  });

  it('is refused without a column marked with an asterisk, without a name, without machines', async () => {
    const bare = '*Server name,*Cores,*OS name\na,1,b\n';
    await assert.rejects(importText(bare), misuse('HW-INPUT-COLUMN', '*Memory (In MB)'));
    await assert.rejects(importText(`${HEADER}\n,1,2,b\n`), misuse('HW-INPUT-CELL', 'row 2'));
    await assert.rejects(importText(`${HEADER}\n`), misuse('HW-INPUT-NO-MACHINES'));
  });

  it('notes a name that comes twice', async () => {
    const inventory = await importText(`${HEADER}\na,1,2,b\na,1,2,b\n`);
    assert.deepEqual(codesOf(inventory), ['HW-NOTE-SAME-IDENTITY']);
  });

  it('is known by the headers of both published templates', { skip }, async () => {
    for (const file of ['import-headers.csv', 'import-headers.older.csv']) {
      const header = readFileSync(join(HEADERS, file), 'utf8').trim();
      const { machines } = await importText(`${header}\nweb-01,10.0.0.4,2,4096,Ubuntu\n`);
      assert.deepEqual([machines[0]?.memoryMiB?.value, machines[0]?.primaryIp?.value], [4_096, '10.0.0.4']);
    }
  });
});
