import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeXlsx, rowXml } from './fixture.spec';
import { firstRowOf, pruneColumns, pruneStrings } from './prune-columns';
import { readWorkbook } from './read-workbook';

const sheet = (...rows: readonly string[]) =>
  Buffer.from(`<worksheet><sheetData>${rows.join('')}</sheetData><rowBreaks/></worksheet>`);
const prune = (xml: Buffer, keep: readonly number[]) =>
  pruneColumns(xml, new Set(keep), new Uint8Array(99))?.toString();

describe('columns that nobody reads', () => {
  it('for any cells and any choice, are gone, and the others read the same', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'a', 'b < c & "d"', 'é日本', ' x '),
      fc.integer(),
      fc.boolean(),
      fc.constant(undefined),
    );
    const rows = fc.array(fc.array(cell, { maxLength: 30 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, fc.uniqueArray(fc.nat(29)), async (body, chosen) => {
        const header = Array.from({ length: 30 }, (_, index) => `column ${index}`);
        const bytes = makeXlsx({ vInfo: [header, ...body] });
        const input = { file: 'x.xlsx', sha256: '', bytes };
        const whole = (await readWorkbook(input, ['vinfo'])).sheets.get('vinfo')?.rows ?? [];
        const read = await readWorkbook(input, ['vinfo'], (name, first) => {
          assert.deepEqual([name, first], ['vinfo', header]);
          return new Set(chosen);
        });
        const cut = read.sheets.get('vinfo')?.rows ?? [];
        for (const [index, cells] of whole.entries())
          for (const column of chosen) assert.deepEqual(cut[index]?.[column] ?? null, cells[column] ?? null);
      }),
      { numRuns: 60 },
    );
  });

  it('are cut out below the header, in rows of which something is left', () => {
    const [header, row] = [rowXml(1, 'a', 'b'), rowXml(2, 'c', 'd')];
    const left = '<row r="2"><c r="B2" t="inlineStr"><is><t>d</t></is></c></row>';
    assert.equal(prune(sheet(header, row), [1]), sheet(header, left).toString());
    assert.equal(prune(sheet(header, row), [7]), sheet(header, row).toString());
  });

  it('stay where cells do not say where they stand, or tags are written in another way', () => {
    const header = rowXml(1, 'a', 'b');
    for (const row of [
      '<row r="2"><c><v>1</v></c></row>',
      "<row r='2'><c r='A2'><v>1</v></c></row>",
      '<row r="2"><c r="A2"><v>1</v></c ><c r="B2"><v>1</v></c></row>',
      '<row r="2"><c r="A2"><c r="B2"><v>1</v></c></c></row>',
    ])
      assert.equal(prune(sheet(header, row), [0]), undefined);
    assert.equal(
      prune(Buffer.from('<x:worksheet><x:sheetData></x:sheetData></x:worksheet>'), [0]),
      undefined,
    );
  });
});

describe('shared strings', () => {
  it('are blank where no cell refers to them', () => {
    const used = new Uint8Array(9);
    const first = firstRowOf(sheet('<row r="1"><c r="A1" t="s"><v>2</v></c></row>', rowXml(2, 'x')), used);
    assert.doesNotMatch(first?.toString() ?? '', /r="2"/);
    assert.deepEqual([...used].indexOf(1), 2);
    const strings = '<sst><si><t>a</t></si><si/><si><r><t>b</t></r></si><si><t>c</t></si></sst>';
    const pruned = pruneStrings(Buffer.from(strings), used).toString();
    assert.equal(pruned, '<sst><si/><si/><si><r><t>b</t></r></si><si/></sst>');
  });
});
