import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assessed, estateWith, SMALL_ESTATE } from '../readiness/estate.fixture.spec';
import { renderHtml } from './html';
import { renderJUnit } from './junit';
import { type RunRequest, runOf } from './run-json';
import { openingSentence } from './summary';
import { renderTable } from './terminal-table';
import { columns } from './terminal-text';
import { verdictsOf } from './verdicts-json';

const NASTY = '<script>alert(1)</script>&"\u001b[31m\u0007日本語';

async function nasty() {
  const vInfo = (SMALL_ESTATE.vInfo ?? []).map((row, index) => (index === 1 ? row.with(0, NASTY) : row));
  const vDisk = (SMALL_ESTATE.vDisk ?? []).map((row, index) => (index === 1 ? row.with(0, NASTY) : row));
  // A workbook cannot hold control characters: they are put in afterwards.
  const inventory = await estateWith({
    vInfo: vInfo.map((row) => row.map(strip)),
    vDisk: vDisk.map((row) => row.map(strip)),
  });
  const machines = inventory.machines.map((machine, index) =>
    index === 0 ? { ...machine, name: { ...machine.name, value: NASTY } } : machine,
  );
  const assessment = assessed({ ...inventory, machines });
  const request: RunRequest = { inventory, seed: 7, mbitPerSecond: 1_000, rtoTargetMs: 1, assumptions: [] };
  return { assessment, run: runOf(request, assessment, '{}') };
}

const strip = <T>(cell: T): T => (typeof cell === 'string' ? (cell.replace(/\p{Cc}/gu, '') as T) : cell);

describe('report', () => {
  it('opens with a sentence to read out', async () => {
    const assessment = assessed(await estateWith({}));
    assert.equal(openingSentence(assessment), '1 of 3 machines come home; 2 cannot.');
  });

  it('tells of a machine that came home how long it was unprotected', async () => {
    const inventory = await estateWith({});
    const assessment = assessed(inventory);
    const request: RunRequest = { inventory, seed: 7, mbitPerSecond: 1_000, rtoTargetMs: 1, assumptions: [] };
    const html = renderHtml(assessment, runOf(request, assessment, '{}'));
    assert.match(
      html,
      /After the failback it was unprotected for \d+ min, until it was reprotected to Azure/,
    );
  });

  it('shows names as text, whatever they hold', async () => {
    const { assessment, run } = await nasty();
    for (const text of [renderHtml(assessment, run), renderJUnit(assessment, run)]) {
      assert.doesNotMatch(text, /<script/);
      assert.match(text, /&lt;script&gt;/);
      assert.doesNotMatch(text, /(?![\n\t])\p{Cc}/u);
    }
    assert.doesNotMatch(renderTable(assessment, false), /(?!\n)\p{Cc}/u);
  });

  it('keeps the table within 100 columns, with word and shape', async () => {
    const { assessment } = await nasty();
    const lines = renderTable(assessment, false).split('\n');
    for (const line of lines) assert.ok(columns(line) <= 100, line);
    assert.match(lines[1] ?? '', /^■ BLOCKED/);
    assert.match(lines.at(-1) ?? '', /^● PROVEN/);
  });

  it('needs no script, no other file and no network', async () => {
    const { assessment, run } = await nasty();
    const page = renderHtml(assessment, run);
    assert.doesNotMatch(page, /<(script|link|img|iframe)\b|@import|url\(|https?:/);
  });

  it('counts blocked as failure, unknown as skipped', async () => {
    const { assessment, run } = await nasty();
    assert.match(renderJUnit(assessment, run), /tests="3" failures="2" errors="0" skipped="0"/);
  });

  it('gives programs name, verdict and reasons of each machine', async () => {
    const { machines } = verdictsOf(assessed(await estateWith({})));
    const [first] = machines;
    assert.deepEqual(
      machines.map((each) => [each.name, each.verdict]),
      [
        ['erp-db-01', 'blocked'],
        ['build-01', 'blocked'],
        ['web-01', 'proven'],
      ],
    );
    assert.equal(first?.reasons[0]?.where?.sheet, 'vSnapshot');
  });
});
