import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathsOf, readSuite, type SuiteOptions } from './suite';
import { loadSteps } from './support';

const FEATURE = `@erp
Feature: Rows
  Scenario Outline: A row
    Given <what>
    Examples:
      | what |
      | one  |
      | two  |
  @containers
  Scenario: In a container
    Given three
`;

describe('a suite', () => {
  let work = '';
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'homeward-suite-'));
    for (const folder of ['features', 'empty', 'broken']) mkdirSync(join(work, folder));
    writeFileSync(join(work, 'features', 'rows.feature'), FEATURE);
    writeFileSync(join(work, 'broken', 'broken.feature'), 'Scenario without a feature\n');
  });
  after(() => rmSync(work, { recursive: true }));

  const read = (path: string, options: Partial<SuiteOptions> = {}) =>
    readSuite({
      paths: [join(work, path)],
      withOurs: false,
      tags: undefined,
      names: [],
      shard: undefined,
      ...options,
    });

  it('has each row of an outline, with a key of its own, and nothing that needs containers', async () => {
    const { found, scenarios } = await read('features');
    assert.equal(found, 3);
    assert.deepEqual(
      scenarios.map(({ line, key }) => [line, key.slice(key.indexOf('›'))]),
      [
        [7, '› A row'],
        [8, '› A row (2)'],
      ],
    );
    assert.match(pathsOf(scenarios).join(' '), /rows\.feature:7:8$/);
    const alone = await read('features/rows.feature:8');
    assert.deepEqual(
      alone.scenarios.map(({ line }) => line),
      [8],
    );
  });

  it('keeps the keys of the whole in a shard', async () => {
    const { chosen, scenarios } = await read('features', { shard: { index: 2, total: 2 } });
    assert.equal(chosen, 2);
    assert.match(scenarios[0]?.key ?? '', /› A row \(2\)$/);
  });

  it('is ours where no path is given', async () => {
    const { scenarios } = await read('', { paths: [], tags: '@F-17' });
    assert(scenarios.length > 10 && scenarios.every(({ place }) => place.startsWith('features/')));
  });

  for (const [code, path, options] of [
    ['HW-ACCEPT-PATH', 'nowhere', {}],
    ['HW-ACCEPT-PATH', 'empty', {}],
    ['HW-ACCEPT-PATH', 'features:3', {}],
    ['HW-ACCEPT-PATH', 'features/rows.feature:1', {}],
    ['HW-ACCEPT-FEATURE', 'broken', {}],
    ['HW-ACCEPT-TAGS', 'features', { tags: '@a and and' }],
    ['HW-ACCEPT-NAME', 'features', { names: ['('] }],
    ['HW-ACCEPT-NOTHING', 'features', { tags: '@none' }],
  ] as const)
    it(`is refused with ${code}: ${path} ${JSON.stringify(options)}`, () =>
      assert.rejects(read(path, options), { code }));

  for (const path of ['nowhere.js', 'empty', 'features/rows.feature', 'nowhere/*.js'])
    it(`takes no steps from ${path}`, () =>
      assert.rejects(loadSteps([join(work, path)]), { code: 'HW-ACCEPT-STEPS' }));
});
