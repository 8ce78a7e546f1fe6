import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReportDocument } from './document';
import { smallDocument } from './document.fixture.spec';
import { validityOf } from './expiry';

describe('how long evidence counts', () => {
  const withInputs = async (...inputs: readonly (readonly [string, string | null])[]) => {
    const doc = await smallDocument();
    const all = inputs.map(([file, exportedAt]) => ({ file, exportedAt, sha256: '' }));
    return { ...doc, run: { ...doc.run, inputs: all } } as ReportDocument;
  };
  const at = (file: string) => ({ file, path: '/a' });

  it('goes by the oldest export that a claim rests on, across the end of a month', async () => {
    const doc = await withInputs(['new.json', '2026-02-10T08:00:00'], ['old.json', '2026-01-31T08:00:00']);
    assert.deepEqual(validityOf(doc, [at('new.json')]), {
      created: '2026-02-10T08:00:00',
      expires: '2026-03-12T08:00:00',
    });
    assert.equal(validityOf(doc, [at('new.json'), at('old.json')])?.created, '2026-01-31T08:00:00');
  });

  it('takes a folder for the export of the files in it, and no other that begins like it', async () => {
    const doc = await withInputs(['saved', '2026-02-10T08:00:00'], ['save', '2026-01-31T08:00:00']);
    assert.equal(validityOf(doc, [at('saved/0001.xml')])?.created, '2026-02-10T08:00:00');
  });

  it('is not known where an export that it rests on has no date', async () => {
    const doc = await withInputs(['new.json', '2026-02-10T08:00:00'], ['undated.json', null]);
    assert.equal(validityOf(doc, [at('new.json'), at('undated.json')]), undefined);
    assert.equal(validityOf(doc, [at('undated.json')]), undefined);
  });
});
