import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { controlsOf } from './controls';
import { fullDocument, smallDocument } from './document/document.fixture.spec';
import { LANGUAGES } from './words';
import { renderReport } from './write-report';

/** What each rule asks for, as it stands in the texts: the report must have a line for each. */
const ASKED = {
  'DORA 11(6), RTS 25':
    'testId dates duration systems risk scenarios testType objectives assumptions expected steps rto rpo deficiencies owner due summary',
  'DORA 24–25': 'independence status',
  'ISO 22301 8.5': 'interval coverage outcomes recommendations closure',
  'NIST 800-84, CP-4': 'metrics participants',
  'SOC 2 A1.3': 'evidence owner rto absent',
};

describe('control map', () => {
  it('has every field that a rule asks for, filled or listed as missing', async () => {
    for (const doc of [await smallDocument(), await fullDocument(20)]) {
      const controls = controlsOf(doc, LANGUAGES.en);
      for (const [rule, fields] of Object.entries(ASKED))
        assert.deepEqual(
          controls.filter((each) => each.rule === rule).map(({ field }) => field),
          fields.split(' '),
        );
      for (const { state, answer, field } of controls) assert.equal(answer !== '', state === 'filled', field);
    }
  });

  it('says what a plain rehearsal does not tell, and what a campaign does', async () => {
    const lacking = async (doc: Parameters<typeof controlsOf>[0]) =>
      new Set(
        controlsOf(doc, LANGUAGES.en)
          .filter(({ state }) => state === 'missing')
          .map(({ field }) => field),
      );
    assert.deepEqual([...(await lacking(await smallDocument()))].sort(), [
      'absent',
      'coverage',
      'rpo',
      'status',
    ]);
    assert.deepEqual([...(await lacking(await fullDocument(20)))], []);
  });

  it('is in the page, with the headings of NIST SP 800-84 in their order, and marks what people fill in', async () => {
    const [page] = await renderReport(await smallDocument(), { formats: ['html'], languages: ['en'] });
    const text = `${page?.content}`;
    const section = /<section id="after-action">[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
    const headings = [...section.matchAll(/<h3>([^<]+)/g)].map(([, heading]) => heading);
    assert.deepEqual(headings, [
      'Background',
      'Scope',
      'Objectives',
      'Observations',
      'Recommendations',
      'Participants',
    ]);
    assert.match(section, /Sign-off<\/th><td><span class="fill">to be filled in/);
    for (const rule of Object.keys(ASKED)) assert.ok(text.includes(rule), rule);
  });
});
