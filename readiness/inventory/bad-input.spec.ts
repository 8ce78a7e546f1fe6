import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import {
  importBytes,
  importSheets,
  makeRawXlsx,
  makeXlsx,
  misuse,
  rowXml,
  TWO_MACHINES,
  withFile,
} from './fixture.spec';
import { readInventory } from './index';
import { packStored } from './stored-zip';

const sheet = (...rows: readonly string[]) =>
  `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
const HEADER = rowXml(1, 'VM', 'Powerstate');

describe('CSV', () => {
  const refusedFast = async (text: string) => {
    const startedAt = process.hrtime.bigint();
    await assert.rejects(readText(text), misuse('HW-INPUT-ROWS'));
    assert.ok(process.hrtime.bigint() - startedAt < 5_000_000_000n);
  };
  const readText = (text: string) =>
    withFile(Buffer.from(text), (path) => readInventory([path]), 'vInfo.csv');

  it('of blank lines without end, or of commas without end, is refused before it fills the memory', async () => {
    await refusedFast(`VM,Powerstate\n${'\n'.repeat(30_000_000)}a-01,poweredOn\n`);
    await refusedFast(`VM,Powerstate\na-01,poweredOn${','.repeat(30_000_000)}\n`);
    await refusedFast(`VM,Powerstate${','.repeat(30_000_000)}\na-01,poweredOn\n`);
  });

  it('may have any number of commas and lines between quotes', async () => {
    const note = `"${',\n'.repeat(3_000)}"`;
    const { machines } = await readText(
      `VM,Powerstate,Annotation\na-01,poweredOn,${note}\nb-01,poweredOff,\n`,
    );
    assert.deepEqual(
      machines.map(({ name }) => name.at.row),
      [2, 3_003],
    );
  });
});

describe('a workbook of tags that do not end', () => {
  for (const part of ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels'])
    it(`in ${part} is refused in time linear in its size`, async () => {
      const tag = part.endsWith('.rels') ? '<Relationship ' : '<sheet ';
      const bytes = makeRawXlsx(sheet(HEADER), { [part]: tag.repeat(200_000) });
      const startedAt = process.hrtime.bigint();
      await assert.rejects(importBytes(bytes), misuse('HW-INPUT-DAMAGED'));
      assert.ok(process.hrtime.bigint() - startedAt < 5_000_000_000n);
    });
});

describe('a file that is no workbook', () => {
  it('is refused when nothing is named', async () => {
    await assert.rejects(readInventory([]), misuse('HW-INPUT-NONE'));
  });

  it('is refused when it is missing or a folder', async () => {
    await assert.rejects(
      readInventory(['no/such/export.xlsx']),
      misuse('HW-INPUT-MISSING', 'no/such/export.xlsx'),
    );
    await assert.rejects(readInventory([__dirname]), misuse('HW-INPUT-DIRECTORY'));
  });

  const isRoot = process.getuid?.() === 0;
  it('is refused when it may not be read', { skip: isRoot && 'root may read everything' }, async () => {
    await withFile(Buffer.from('x'), async (path) => {
      chmodSync(path, 0);
      await assert.rejects(readInventory([path]), misuse('HW-INPUT-UNREADABLE', 'a file'));
      chmodSync(dirname(path), 0o300);
      await assert.rejects(readInventory([dirname(path)]), misuse('HW-INPUT-UNREADABLE', 'a folder'));
      chmodSync(dirname(path), 0o700);
    });
  });

  it('is refused when it is empty, CSV of something else, an old .xls, text or a zip of something else', async () => {
    const others: readonly [Buffer, string, string][] = [
      [Buffer.alloc(0), 'HW-INPUT-FORMAT', 'empty'],
      [Buffer.from('Name,Colour\na,blue\n'), 'HW-INPUT-FORMAT', 'CSV'],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'HW-INPUT-NOT-WORKBOOK', '.xls'],
      [Buffer.from('hello'), 'HW-INPUT-FORMAT', 'text'],
      [Buffer.from([1, 2, 0, 3]), 'HW-INPUT-FORMAT', 'binary'],
      [packStored(new Map([['readme.txt', Buffer.from('hi')]])), 'HW-INPUT-NOT-WORKBOOK', 'xl/workbook.xml'],
    ];
    for (const [bytes, code, part] of others) await assert.rejects(importBytes(bytes), misuse(code, part));
  });

  it('is refused when it is cut off, wherever', async () => {
    const whole = makeXlsx(TWO_MACHINES);
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const cut = whole.subarray(0, Math.floor(whole.length * share));
      await assert.rejects(importBytes(cut), misuse('HW-INPUT-TRUNCATED', 'one.xlsx'));
    }
  });

  it('is refused when bytes within are damaged', async () => {
    const bytes = makeXlsx(TWO_MACHINES);
    const at = bytes.indexOf('xl/workbook.xml') + 40;
    bytes.fill(0xff, at, at + 40);
    await assert.rejects(importBytes(bytes), misuse('HW-INPUT-DAMAGED'));
  });
});

describe('a zip bomb', () => {
  it('is refused for its number of entries', async () => {
    const many = new Map(Array.from({ length: 2_001 }, (_, index) => [`f${index}`, Buffer.alloc(0)]));
    await assert.rejects(importBytes(packStored(many)), misuse('HW-INPUT-ZIP-BOMB', '2001'));
  });

  it('is refused for its ratio before anything is inflated', async () => {
    const zip = deflated('xl/workbook.xml', Buffer.alloc(20 << 20, 0x20), 20 << 20);
    await assert.rejects(importBytes(zip), misuse('HW-INPUT-ZIP-BOMB', 'xl/workbook.xml'));
  });

  it('is refused for the total it declares', async () => {
    const zip = deflated('xl/workbook.xml', Buffer.alloc(4 << 20, 0x20), 600 * 1024 * 1024, 4 << 20);
    await assert.rejects(importBytes(zip), misuse('HW-INPUT-ZIP-BOMB'));
  });

  it('is refused when it inflates to more than it declares', async () => {
    const zip = deflated('xl/workbook.xml', Buffer.alloc(20 << 20, 0x20), 1000);
    await assert.rejects(importBytes(zip), misuse('HW-INPUT-ZIP-BOMB', '1000 bytes declared'));
  });
});

describe('XML that no spreadsheet program writes', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';

  it('is refused with a DTD in the sheet, so that no entity is expanded', async () => {
    const xml = bomb + sheet(HEADER, rowXml(2, '&b;', 'poweredOn'));
    await assert.rejects(importBytes(makeRawXlsx(xml)), misuse('HW-INPUT-DTD', 'vInfo'));
  });

  it('is refused with a DTD in any other part', async () => {
    const xml = sheet(HEADER, rowXml(2, 'a', 'poweredOn'));
    const more = { 'xl/sharedStrings.xml': `${bomb}<sst><si><t>&b;</t></si></sst>` };
    await assert.rejects(importBytes(makeRawXlsx(xml, more)), misuse('HW-INPUT-DTD', 'sharedStrings'));
  });

  it('leaves an entity that nobody declared as it stands', async () => {
    const inventory = await importBytes(makeRawXlsx(sheet(HEADER, rowXml(2, 'a&amp;b&b;', 'poweredOn'))));
    assert.equal(inventory.machines[0]?.name.value, 'a&b&b;');
  });
});

describe('a workbook of the wrong shape', () => {
  it('is refused without vInfo, naming the sheets it has', async () => {
    const wrong = importSheets({ Budget: [['x']], Costs: [['y']] });
    await assert.rejects(wrong, misuse('HW-INPUT-SHEET', 'Budget, Costs', 'one.xlsx'));
  });

  it('is refused without a required column, naming the one that looks like it', async () => {
    const wrong = importSheets({
      vInfo: [
        ['VM', 'Power status'],
        ['a', 'poweredOn'],
      ],
    });
    await assert.rejects(wrong, misuse('HW-INPUT-COLUMN', 'Powerstate', '(Power status)', 'sheet vInfo'));
    const disks = importSheets({
      ...TWO_MACHINES,
      vDisk: [
        ['VM', 'Size'],
        ['erp-db-01', 1],
      ],
    });
    await assert.rejects(disks, misuse('HW-INPUT-COLUMN', 'Capacity MiB', 'sheet vDisk'));
  });

  it('is refused without machines', async () => {
    await assert.rejects(importSheets({ vInfo: [['VM', 'Powerstate']] }), misuse('HW-INPUT-NO-MACHINES'));
  });

  it('is refused beyond 200,000 rows, also when one stray cell stands there', async () => {
    const far = sheet(HEADER, rowXml(2, 'a', 'poweredOn'), rowXml(200_001, 'b', 'poweredOn'));
    await assert.rejects(importBytes(makeRawXlsx(far)), misuse('HW-INPUT-ROWS', 'B200001', 'sheet vInfo'));
    const wide = sheet(HEADER, '<row r="2"><c r="XFD2"><v>1</v></c></row>');
    await assert.rejects(importBytes(makeRawXlsx(wide)), misuse('HW-INPUT-ROWS', 'XFD2'));
  });

  it('is refused when rows are nested, unclosed or disguised by a prefix', async () => {
    const nested = sheet(
      HEADER,
      '<row r="2"><c r="A2"><v>1</v></c><row r="99999999"><c r="A9"/></row></row>',
    );
    const unclosed = sheet(HEADER, '<row r="2"><c r="A2"><v>1</v></c>');
    const prefixed = sheet(HEADER, '<x:row r="99999999"><c r="A99999999"><v>1</v></c></x:row>');
    const disguised = sheet(HEADER, '<row r="&#57;9999999"><c r="A2"><v>1</v></c></row>');
    for (const xml of [nested, unclosed, prefixed, disguised]) {
      await assert.rejects(importBytes(makeRawXlsx(xml)), misuse('HW-INPUT-DAMAGED', 'vInfo'));
    }
  });

  it('reads a sheet whose tags all have a prefix', async () => {
    const xml = sheet(HEADER, rowXml(2, 'a', 'poweredOn'), '<row r="3"/>').replace(/<(\/?)(?=\w)/g, '<$1x:');
    assert.equal((await importBytes(makeRawXlsx(xml))).machines.length, 1);
  });

  it('does not take page breaks for rows', async () => {
    const xml = sheet(HEADER, rowXml(2, 'a', 'poweredOn')).replace(
      '</worksheet>',
      '<rowBreaks count="1"/></worksheet>',
    );
    assert.equal((await importBytes(makeRawXlsx(xml))).machines.length, 1);
  });
});

describe('a cell of the wrong type', () => {
  it('is refused where the fact is required, naming sheet, row, column and value', async () => {
    const power = importSheets({
      vInfo: [
        ['VM', 'Powerstate'],
        ['a', 'perhaps'],
      ],
    });
    await assert.rejects(power, misuse('HW-INPUT-CELL', 'vInfo', 'row 2', 'Powerstate', '"perhaps"'));
    const unnamed = importSheets({
      vInfo: [
        ['VM', 'Powerstate'],
        [undefined, 'poweredOn'],
      ],
    });
    await assert.rejects(unnamed, misuse('HW-INPUT-CELL', 'row 2', 'column VM'));
    const disk = importSheets({
      ...TWO_MACHINES,
      vDisk: [
        ['VM', 'Capacity MiB'],
        ['erp-db-01', 'big'],
      ],
    });
    await assert.rejects(disk, misuse('HW-INPUT-CELL', 'vDisk', 'Capacity MiB', '"big"'));
  });

  it('leaves the fact unknown and says so where it is optional', async () => {
    const { machines, notes } = await importSheets({
      vInfo: [
        ['VM', 'Powerstate', 'CPUs', 'CBT'],
        ['a', 'poweredOn', 'four', 'maybe'],
      ],
    });
    assert.deepEqual([machines[0]?.cpus, machines[0]?.cbt], [undefined, undefined]);
    const wrong = notes.filter((note) => note.code === 'HW-NOTE-CELL');
    assert.deepEqual(
      wrong.map((note) => [note.severity, note.at?.row, note.at?.column]),
      [
        ['warning', 2, 'CPUs'],
        ['warning', 2, 'CBT'],
      ],
    );
  });

  it('is noted twenty times at most for a column', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => [`vm-${index}`, 'poweredOn', 'many']);
    const { notes } = await importSheets({ vInfo: [['VM', 'Powerstate', 'CPUs'], ...rows] });
    const wrong = notes.filter((note) => note.code === 'HW-NOTE-CELL');
    assert.equal(wrong.length, 21);
    assert.match(wrong.at(-1)?.message ?? '', /30 more/);
  });
});

describe('a file name', () => {
  it('is shown without its folders in every place', async () => {
    await withFile(makeXlsx(TWO_MACHINES), async (path) => {
      assert.ok(!JSON.stringify(await readInventory([path])).includes('homeward-'));
    });
  });
});

/** A zip of one deflated entry that declares whatever sizes it likes; `padding` bytes keep the ratio low. */
function deflated(name: string, content: Buffer, declaredBytes: number, padding = 0): Buffer {
  const packed = Buffer.concat([deflateRawSync(content), Buffer.alloc(padding)]);
  const zip = packStored(new Map([[name, packed]]));
  const directory = zip.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  for (const [method, size] of [
    [8, 22],
    [directory + 10, directory + 24],
  ] as const) {
    zip.writeUInt16LE(8, method);
    zip.writeUInt32LE(declaredBytes, size);
  }
  return zip;
}
