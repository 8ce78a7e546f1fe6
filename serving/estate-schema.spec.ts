import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { AssumptionBook, describeEstate, readAssumptions, readInventory } from '../readiness';
import { sample } from '../readiness/inventory/fixture.spec';
import { estateSchema } from './estate-file';
import { estateForm } from './estate-form';

const ROOT = resolve(__dirname, '..');
const published = JSON.parse(readFileSync(join(ROOT, 'docs', 'estate.schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(published);

function accepts(value: unknown): void {
  assert.ok(validate(JSON.parse(JSON.stringify(value))), JSON.stringify(validate.errors));
}

describe('docs/estate.schema.json', () => {
  it('is what the form of the file says (else: npm run schema)', () => {
    assert.deepEqual(published, JSON.parse(JSON.stringify(estateSchema())));
  });

  it('accepts every estate of the examples', () => {
    const folder = join(ROOT, 'examples', 'estates');
    const files = readdirSync(folder);
    assert.ok(files.length > 3);
    for (const file of files) accepts(parse(readFileSync(join(folder, file), 'utf8')));
  });

  it('accepts what homeward import makes of exports of every kind', async () => {
    const inventory = await readInventory([...sample('govc'), ...sample('asr'), ...sample('planner')]);
    const options = { name: 'site', group: 'PG1', mbitPerSecond: 100, keeps: () => true };
    const book = new AssumptionBook();
    const { description, machines } = describeEstate(
      inventory,
      readAssumptions([], inventory),
      book,
      options,
    );
    accepts(estateForm(description, new Set(machines.map(({ name }) => name))));
  });

  it('refuses a field that is unknown, missing or of the wrong kind', () => {
    for (const wrong of [
      {},
      { name: 'a' },
      { name: 'a', machines: [{ name: 'b' }], color: 1 },
      { name: 'a', machines: [{ name: 'b', os: 'dos' }] },
    ])
      assert.equal(validate(wrong), false, JSON.stringify(wrong));
  });
});
