import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ReportDocument } from './document';
import { drilledDocument, fullDocument } from './document.fixture.spec';
import { readDocument } from './read-document';
import { writeDocument } from './write-document';

describe('the document of a report', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'homeward-document-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (doc: ReportDocument): ReportDocument => {
    writeFileSync(join(folder, 'report.json'), writeDocument(doc));
    return readDocument(folder);
  };

  it('is read as it was written, with every section', async () => {
    for (const doc of [await drilledDocument(), await fullDocument(3)])
      assert.equal(JSON.stringify(read(doc)), JSON.stringify(doc));
  });

  it('is damaged where a timeline is not of its shape', async () => {
    const { campaign, ...doc } = await drilledDocument();
    const [first, ...others] = campaign?.timelines ?? [];
    const timelines = [
      { ...first, machines: [{ name: 'web-01', phases: [], runs: [['azure', 0]] }] },
      ...others,
    ];
    const damaged = { ...doc, campaign: { ...campaign, timelines } } as ReportDocument;
    assert.throws(() => read(damaged), /campaign[.]timelines[.]0[.]machines[.]0[.]phases/);
  });

  it('is damaged where a field of a section is missing or of another kind, and the place is named', async () => {
    const full = JSON.stringify(await fullDocument(3));
    const broken = (place: string, value: unknown): (() => void) => {
      const doc = JSON.parse(full);
      const keys = place.split('.');
      const last = keys.pop() ?? '';
      const holder = keys.reduce((inner, key) => inner[key], doc);
      if (value === undefined) delete holder[last];
      else holder[last] = value;
      return () => read(doc);
    };
    for (const [place, value] of [
      ['campaign.drills', undefined],
      ['campaign.drills.1.faults', 'vpn'],
      ['campaign.drills.0.notRun.0', 'constructor'],
      ['campaign.machines.2.rtoMs.p95', '4 h'],
      ['campaign.rpo.0.points.3.atMs', null],
      ['score.parts', 7],
      ['score.low', 'much'],
      ['waves.waves.0.uses.1.capacity', '60'],
      ['whatIf.fixes.0.commands', {}],
      ['whatIf.smallestSet', null],
      ['drift.changes.0.after', 'fine'],
      ['matrix.cells.4.verdict', 'green'],
      ['history.runs.0.score', 7],
      ['profiles.machines.0.verdicts', undefined],
      ['campaign', []],
      ['valid', undefined],
      ['run.inputs.0.exportedAt', '<b>now</b>'],
      ['checkers.0.verdict', 'constructor'],
      ['assumptions.0.examples', 'all'],
      ['machines.0.reasons.0.stage', 'constructor'],
      ['machines.0.reasons.0.fix', null],
      ['machines.0.checks.0.settle', {}],
      ['machines.0.journey', []],
      ['machines.0.journey.stagesPassed.0.tookMs', '4 h'],
      ['machines.0.facts', undefined],
    ] as const)
      assert.throws(broken(place, value), (error: { code: string; message: string }) => {
        assert.equal(error.code, 'HW-RUN-DAMAGED');
        assert.ok(error.message.includes(`got ${place}: `), error.message);
        return true;
      });
  });
});
