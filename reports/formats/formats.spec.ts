import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { drilledDocument, fullDocument, smallDocument } from '../document/document.fixture.spec';
import { LANGUAGES } from '../words';
import { renderCycloneDx } from './cyclonedx';
import { featureFiles } from './feature';
import { renderMarkdown } from './markdown';
import { renderSarif } from './sarif';

const MODULES = resolve(__dirname, '..', '..', 'node_modules');
const CYCLONEDX = join('@cyclonedx', 'cyclonedx-library', 'res', 'schema');
const SARIF = join('@microsoft', 'jest-sarif', 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json');

const schema = (...path: readonly string[]): Record<string, unknown> =>
  JSON.parse(readFileSync(join(MODULES, ...path), 'utf8'));

function validator(main: object, others: Readonly<Record<string, object>> = {}): ValidateFunction {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats(ajv);
  ajv.addFormat('iri-reference', true).addFormat('idn-email', true);
  for (const [id, each] of Object.entries(others)) ajv.addSchema(each, id);
  return ajv.compile(main);
}

const mustBeValid = (validate: ValidateFunction, text: string): void => {
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors?.slice(0, 3)));
};

describe('CycloneDX', () => {
  const others = ['spdx', 'jsf-0.82', 'cryptography-defs'].map((name) => {
    const file = `${name}.SNAPSHOT.schema.json`;
    return [`http://cyclonedx.org/schema/${file}`, schema(CYCLONEDX, file)] as const;
  });
  const validate = validator(schema(CYCLONEDX, 'bom-1.6.SNAPSHOT.schema.json'), Object.fromEntries(others));

  it('is valid against the schema of CycloneDX 1.6', async () => {
    mustBeValid(validate, renderCycloneDx(await smallDocument()));
    mustBeValid(validate, renderCycloneDx(await fullDocument(20)));
  });

  it('gives each machine a claim with dated evidence, its counter-claims and scores; every reference leads somewhere', async () => {
    const { declarations, definitions } = JSON.parse(renderCycloneDx(await smallDocument()));
    const [{ map }] = declarations.attestations;
    assert.deepEqual(
      map.map((each: { conformance: { score: number } }) => each.conformance.score),
      [0, 0, 1],
    );
    assert.equal(map[2].confidence.score, 0.2065);
    assert.equal(declarations.evidence[0].created, '2026-11-20T08:00:00Z');
    assert.equal(declarations.evidence[0].expires, '2026-12-20T08:00:00Z');
    const text = JSON.stringify({ declarations, definitions });
    const refs = new Set([...text.matchAll(/"bom-ref":"([^"]+)"/g)].map(([, ref]) => ref));
    for (const { requirement, claims, counterClaims } of map)
      for (const ref of [requirement, ...claims, ...counterClaims]) assert.ok(refs.has(ref), ref);
    for (const { target, evidence } of declarations.claims)
      for (const ref of [target, ...evidence]) assert.ok(refs.has(ref), ref);
  });

  it('gives no score to what is not known', async () => {
    const { declarations } = JSON.parse(renderCycloneDx(await smallDocument({ vSnapshot: undefined })));
    const [{ map }] = declarations.attestations;
    assert.ok(map.some((each: { conformance?: object }) => each.conformance === undefined));
  });
});

describe('SARIF', () => {
  // Draft 4 names a schema by another word.
  const { $schema: _, id: __, ...rules } = schema(SARIF);
  const validate = validator(rules);

  it('is valid against the schema of SARIF 2.1.0', async () => {
    mustBeValid(validate, renderSarif(await smallDocument()));
    mustBeValid(validate, renderSarif(await fullDocument(20)));
  });

  it('has a result for each finding that is not green, at the row of its sheet', async () => {
    const doc = await smallDocument();
    const { results, tool } = JSON.parse(renderSarif(doc)).runs[0];
    const notGreen = doc.machines.flatMap(({ checks }) => checks.filter(({ state }) => state !== 'proven'));
    assert.ok(results.length >= notGreen.length);
    const snapshot = results.find((each: { ruleId: string }) => each.ruleId === 'HW-RULE-SNAPSHOT');
    assert.equal(snapshot.level, 'error');
    const [{ physicalLocation, logicalLocations }] = snapshot.locations;
    assert.equal(physicalLocation.region.startLine, 2);
    assert.equal(logicalLocations[0].fullyQualifiedName, 'vSnapshot!2/erp-db-01');
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
  });
});

describe('Markdown', () => {
  for (const language of ['en', 'ja'] as const) {
    it(`tells of score, fixes, waves, matrix and confidence in ${language}`, async () => {
      const words = LANGUAGES[language];
      const text = renderMarkdown({ doc: await drilledDocument(), words });
      for (const title of [words.fixes, words.waves, words.matrix, words.drills].map((each) => each.title))
        assert.ok(text.includes(`\n## ${title}\n`), title);
      assert.ok(text.includes(`**${words.score.value('33.3', '33.3')}** = 100`));
      assert.ok(text.includes(words.score.ofTwin));
      assert.ok(text.includes("`govc snapshot.remove -vm erp-db-01 '*'`"));
      assert.match(text, /\| web-01 \| 12\/12 \|/);
    });
  }

  it('keeps a command whole, whatever name it holds', async () => {
    const doc = await drilledDocument();
    const fixes =
      doc.whatIf?.fixes.map((fix) => ({ ...fix, commands: ['govc vm.info `x` | <b>\n# y'] })) ?? [];
    const whatIf = doc.whatIf && { ...doc.whatIf, fixes };
    const text = renderMarkdown({ doc: { ...doc, ...(whatIf && { whatIf }) }, words: LANGUAGES.en });
    assert.ok(text.includes('`` govc vm.info `x` | <b>�# y ``'));
  });
});

describe('features of blockers', () => {
  it('has one for each block of each machine, naming export, machine and code', async () => {
    const files = featureFiles(await smallDocument());
    assert.deepEqual(
      files.map(({ name }) => name),
      ['blockers/m-erp-db-01.sim-snapshot.feature', 'blockers/m-build-01.hw-rule-power.feature'],
    );
    const [first] = files;
    assert.match(first?.content ?? '', /vSnapshot!2/);
    assert.match(first?.content ?? '', /Then "erp-db-01" is not blocked by "SIM-SNAPSHOT"\n$/);
  });
});
