import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drilledDocument, fullDocument } from './document/document.fixture.spec';
import { campaignLines } from './terminal-campaign';

describe('lines about drills', () => {
  it('say score, drills, waves and what-if, a line each', async () => {
    const lines = campaignLines(await drilledDocument());
    assert.deepEqual(
      lines.map((line) => line.replace(/\d+ min/g, '… min')),
      [
        'score: 33.3 of 100 (of the twin, not of Azure)',
        'drills: 1 of 1 machines came home in time in all 12 drills',
        'waves: 1 wave, … min, with faults … min at p95',
        'what if: 2 fixes together bring the score to 100',
      ],
    );
  });

  it('name the machines that did not always come home, and the limits that bind', async () => {
    const { campaign, whatIf, ...doc } = await fullDocument(5);
    const machines = campaign?.machines.map((each) => ({ ...each, name: 'x\u001b[31m' })) ?? [];
    const lines = campaignLines({
      ...doc,
      ...(campaign && { campaign: { ...campaign, machines } }),
      ...(whatIf && { whatIf: { ...whatIf, smallestSet: [], smallestSetScore: 61 } }),
    });
    assert.match(lines[0] ?? '', /^score: 61 to 74.5 of 100/);
    assert.match(lines[1] ?? '', /^drills: 0 of 5 .*; not always: x.\[31m 97\/100, .* and 2 more$/);
    assert.doesNotMatch(lines.join(''), /\p{Cc}/u);
    assert.match(lines[2] ?? '', /^waves: 2 waves, .* \(limited by: disks of the master targets\)$/);
    assert.match(lines[3] ?? '', /no fix brings more than the score of 61; 90 cannot be reached$/);
    assert.deepEqual(campaignLines({}), []);
  });
});
