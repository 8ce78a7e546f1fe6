import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drilledDocument, fullDocument, smallDocument } from '../document/document.fixture.spec';
import { LANGUAGES } from '../words';
import { PDF_MACHINES_MAX, renderPdf } from './pdf';
import { fontPrinter } from './pdf-font';
import { textOfPdf } from './pdf-text.fixture.spec';

const bare = (text: string): string => text.replace(/\s/g, '');

describe('PDF', () => {
  for (const language of ['en', 'ja'] as const) {
    it(`can be searched in ${language}, has no missing letter, and is the same whenever it is made`, async () => {
      const doc = await smallDocument();
      const words = LANGUAGES[language];
      const bytes = await renderPdf({ doc, words });
      assert.deepEqual(await renderPdf({ doc, words }), bytes);
      const text = bare(textOfPdf(bytes));
      assert.doesNotMatch(text, /\0|〓/);
      for (const part of [
        words.sentence(doc.counts, 3, []),
        words.afterAction.headings.recommendations,
        words.controls.title,
        words.verdict.blocked,
        'erp-db-01',
      ])
        assert.ok(text.includes(bare(part)), part);
    });
  }

  for (const language of ['en', 'ja'] as const) {
    it(`tells of score, fixes, waves, matrix and confidence in ${language}, without a missing letter`, async () => {
      const doc = await drilledDocument();
      const words = LANGUAGES[language];
      const text = bare(textOfPdf(await renderPdf({ doc, words })));
      assert.doesNotMatch(text, /\0|〓|�/);
      const { score, waves, matrix, drills, whatIf } = words;
      for (const part of [
        score.value('33.3', '33.3'),
        score.ofTwin,
        waves.title,
        matrix.caption,
        drills.confidenceCaption,
        whatIf.gain(1, 2, '33.3', '66.7'),
        "govc snapshot.remove -vm erp-db-01 '*'",
      ])
        assert.ok(text.includes(bare(part)), part);
    });
  }

  it('has every letter of both languages', () => {
    const print = fontPrinter();
    const texts = (value: unknown): string[] => {
      if (typeof value === 'string') return [value];
      return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
    };
    for (const text of [...texts(LANGUAGES.en), ...texts(LANGUAGES.ja)])
      assert.equal(print(text), text.normalize('NFC'));
    assert.equal(print('ไทย-01'), '〓〓〓-01');
  });

  it('lists the worst machines of a large estate, and counts the rest', async () => {
    const doc = await fullDocument(PDF_MACHINES_MAX + 5);
    const text = bare(textOfPdf(await renderPdf({ doc, words: LANGUAGES.en })));
    assert.ok(text.includes('and5more'));
  });
});
