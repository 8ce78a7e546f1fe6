import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '..');
const DRILLS = readdirSync(join(ROOT, 'drills')).filter((name) => name.endsWith('.yaml'));

// The rules of chaostoolkit-lib's own validation, written down once more and apart from our reader: CHAOS.md §2.2.
type Values = Record<string, unknown>;
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isMapping = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Values[] => {
  assert(
    value === undefined || (Array.isArray(value) && value.every(isMapping)),
    'expected a list of mappings',
  );
  return (value ?? []) as Values[];
};

function mustBeActivity(activity: Values, names: ReadonlySet<string>): void {
  const { ref, type, name, provider, timeout, pauses, background } = activity;
  if (ref !== undefined) {
    assert(isText(ref) && names.has(ref), `ref ${ref}`);
    return;
  }
  assert(type === 'probe' || type === 'action', `type ${type}`);
  assert(isText(name), 'an activity must have a name');
  assert(isMapping(provider), `${name} requires a provider`);
  assert(timeout === undefined || typeof timeout === 'number', `${name}: timeout`);
  assert(background === undefined || typeof background === 'boolean', `${name}: background`);
  for (const pause of isMapping(pauses) ? [pauses.before, pauses.after] : [])
    assert(
      pause === undefined || typeof pause === 'number' || /^\$\{.*\}$/.test(`${pause}`),
      `${name}: pause ${pause}`,
    );
  mustBeProvider(provider, name);
}

function mustBeProvider(provider: Values, name: string): void {
  const { type, url, headers, path, module, func } = provider;
  if (type === 'http') {
    assert(isText(url), `${name}: an HTTP activity must have a URL`);
    assert(headers === undefined || isMapping(headers), `${name}: headers`);
  } else if (type === 'process') {
    const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, `${path}`)));
    assert(isText(path) && onPath, `${name}: path ${path} cannot be found`);
  } else
    assert(type === 'python' && isText(module) && isText(func), `${name}: unknown provider type ${type}`);
}

function mustBeTolerance(tolerance: unknown): void {
  if (!isMapping(tolerance)) {
    assert(
      ['boolean', 'number', 'string'].includes(typeof tolerance) || Array.isArray(tolerance),
      'tolerance',
    );
    return;
  }
  const { type, pattern, path, range } = tolerance;
  if (type === 'regex') assert(new RegExp(`${pattern}`) && isText(pattern));
  else if (type === 'jsonpath')
    assert(isText(path) && /^\$(\.\w+|\[\d+\]|\[\*\])*$/.test(path), `jsonpath2 may not read ${path}`);
  else if (type === 'range')
    assert(Array.isArray(range) && range.length === 2 && range.every((each) => typeof each === 'number'));
  else assert.equal(type, 'probe');
}

function mustBeExperiment(experiment: Values): void {
  const { title, description, tags, method, rollbacks, contributions, configuration, secrets, extensions } =
    experiment;
  assert(isText(title) && isText(description), 'an experiment requires a title and a description');
  assert(tags === undefined || (Array.isArray(tags) && tags.every(isText)), 'tags');
  for (const extension of listOf(extensions))
    assert(isText(extension.name) && extension.name.trim() !== '', 'extensions require a name');
  for (const level of Object.values((contributions ?? {}) as Values))
    assert(/^(high|medium|low|none)$/.test(`${level}`));
  for (const value of Object.values((configuration ?? {}) as Values))
    if (isMapping(value)) assert(isText(value.type) && isText(value.key));
  for (const group of Object.values((secrets ?? {}) as Values))
    assert(isMapping(group), 'secrets come in groups');
  assert(Array.isArray(method), 'an experiment requires a method');
  const hypothesis = experiment['steady-state-hypothesis'];
  const probes = isMapping(hypothesis) ? listOf(hypothesis.probes) : [];
  if (hypothesis !== undefined)
    assert(isMapping(hypothesis) && isText(hypothesis.title), 'a hypothesis requires a title');
  const names = new Set([...probes, ...listOf(method), ...listOf(rollbacks)].map(({ name }) => `${name}`));
  for (const probe of probes) {
    mustBeActivity(probe, names);
    assert('tolerance' in probe, 'a hypothesis probe must have a tolerance');
    mustBeTolerance(probe.tolerance);
  }
  for (const activity of [...listOf(method), ...listOf(rollbacks)]) mustBeActivity(activity, names);
}

describe("Chaos Toolkit's rules", () => {
  it('hold for at least twelve drills', () => assert(DRILLS.length >= 12));

  for (const name of DRILLS)
    it(`hold for ${name}`, () => mustBeExperiment(parse(readFileSync(join(ROOT, 'drills', name), 'utf8'))));

  const good = readFileSync(join(ROOT, 'drills', DRILLS[0] ?? ''), 'utf8');
  for (const [what, from, to] of [
    ['no title', /title: [^\n]*/, 'title: ""'],
    ['no method', /\nmethod:/, '\nmethods:'],
    ['an unknown type', /type: action/, 'type: fault'],
    ['an unknown provider', /type: process/, 'type: sim'],
    ['no tolerance', /tolerance:/, 'tolerances:'],
    ['a path that is not there', /path: npx/, 'path: no-such-program'],
    ['an extension without a name', /- name: homeward/, '- names: homeward'],
    ['a ref to nothing', /- type: action\n/, '- ref: nobody\n    type: action\n'],
  ] as const)
    it(`see ${what}`, () => {
      const spoilt = good.replace(from, to);
      assert.notEqual(spoilt, good);
      assert.throws(() => mustBeExperiment(parse(spoilt)), { name: 'AssertionError' });
    });
});
