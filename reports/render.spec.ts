import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { assessed, estateWith, SMALL_ESTATE } from '../readiness/estate.fixture.spec';
import { fullDocument, smallDocument } from './document/document.fixture.spec';
import { makeDocument } from './document/make-document';
import { writeDocument } from './document/write-document';
import { renderJUnit } from './formats/junit';
import { renderOnThreads } from './render-on-threads';
import { type RunRequest, runOf } from './run-json';
import { openingSentence } from './summary';
import { renderTable } from './terminal-table';
import { columns } from './terminal-text';
import { type ReportFile, renderFiles, renderReport } from './write-report';

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
  const request: RunRequest = {
    inventory,
    seed: 7,
    mbitPerSecond: 1_000,
    rtoTargetMs: 1,
    assumptions: [],
    drills: 0,
    faultsMax: 3,
    masterTargets: 1,
  };
  return { assessment, doc: makeDocument(assessment, runOf(request, assessment, '{}')) };
}

const strip = <T>(cell: T): T => (typeof cell === 'string' ? (cell.replace(/\p{Cc}/gu, '') as T) : cell);

const pageOf = async (doc: Parameters<typeof renderReport>[0]): Promise<string> => {
  const [page] = await renderReport(doc, { formats: ['html'], languages: ['en'] });
  return `${page?.content}`;
};

describe('report', () => {
  it('opens with a sentence to read out', async () => {
    const assessment = assessed(await estateWith({}));
    assert.equal(openingSentence(assessment), '1 of 3 machines come home; 2 cannot.');
  });

  it('is the same, byte for byte, when a thread renders some of it', async () => {
    const { machines, ...rest } = await smallDocument();
    const many = Array.from({ length: 2_000 }, (_, index) => {
      const machine = machines[index % machines.length];
      assert.ok(machine);
      return { ...machine, id: `${machine.id}-${index}`, name: `${machine.name}-${index}` };
    });
    const large = { ...rest, machines: many };
    const digest = ({ name, content }: ReportFile) => [
      name,
      createHash('sha256').update(content).digest('hex'),
    ];
    const alone: ReportFile[] = [];
    for await (const file of renderFiles(large)) alone.push(file);
    const together: ReportFile[] = [];
    await renderOnThreads(large, writeDocument(large), (file) => together.push(file));
    assert.deepEqual(together.map(digest).sort(), alone.map(digest).sort());
  });

  it('tells of a machine that came home how long it was unprotected', async () => {
    const html = await pageOf(await smallDocument());
    assert.match(
      html,
      /After the failback it was unprotected for \d+ min, until it was reprotected to Azure/,
    );
  });

  it('says that a machine is still unprotected, and that a second master target takes load off the first', async () => {
    const doc = await smallDocument();
    const machines = doc.machines.map(({ journey, ...machine }) => {
      const { unprotectedMs: _, ...rest } = journey ?? { stagesPassed: [] };
      return { ...machine, journey: { ...rest, overloaded: true } };
    });
    const html = await pageOf({ ...doc, machines });
    assert.match(html, /is unprotected until it is reprotected/);
    assert.match(html, /second master target/);
  });

  it('shows names as text, whatever they hold', async () => {
    const { assessment, doc } = await nasty();
    for (const text of [await pageOf(doc), renderJUnit(doc)]) {
      assert.doesNotMatch(text, /<script>alert/);
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

  it('needs no other file and no network; its one script is named in its policy', async () => {
    const page = await pageOf(await fullDocument(20));
    assert.doesNotMatch(page, /<(link|img|iframe)\b|@import|url\(/);
    assert.doesNotMatch(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', ''), /(src|href)="https?:/);
    assert.match(page, /default-src 'none'[^"]*script-src 'sha256-/);
  });

  it('shows every section that the document has, and every link leads somewhere', async () => {
    const page = await pageOf(await fullDocument(20));
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.has(target), `#${target}`);
    for (const id of ['changes', 'fixes', 'waves', 'times', 'matrix', 'drills', 'score', 'profiles', 'trend'])
      assert.ok(ids.has(id), id);
    assert.equal(
      page.match(/<svg /g)?.length,
      6,
      'RTO, RPO, two limits of the waves, and the trend of score and RTO',
    );
  });

  it('counts blocked as failure, unknown as skipped', async () => {
    const { doc } = await nasty();
    assert.match(renderJUnit(doc), /tests="3" failures="2" errors="0" skipped="0"/);
  });

  it('gives programs name, verdict and reasons of each machine', async () => {
    const { machines } = await smallDocument();
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
