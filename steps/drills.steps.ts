import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import { OWN_DRILLS } from '../acceptance/own-files';
import { carryOut, type ReadExperiment, readExperimentFile, reference } from '../drilling';
import type { DrillReport } from '../reports';
import { DEFECTS, type Defect } from '../runbooks/defective';
import { readEstateFile } from '../serving/estate-file';
import { known } from './parameters';
import type { HomewardWorld } from './world';

/** The drill of a scenario, and what it came to. It has an estate of its own: the driver plays no part in it. */
const drills = new WeakMap<HomewardWorld, { readonly read: ReadExperiment; report?: DrillReport }>();

/** A drill that comes with Homeward, by its name, or an experiment of somebody's own, by its file. */
defineParameterType({
  name: 'drill',
  regexp: /"([^"]*)"/,
  useForSnippets: false,
  transformer: (given: string): ReadExperiment => readExperimentFile(fileOf(given)),
});

/** A runbook with one mistake, by its name. */
defineParameterType({
  name: 'defect',
  regexp: /"([^"]*)"/,
  useForSnippets: false,
  transformer: (given: string) => {
    const names = DEFECTS.map(({ name }) => name);
    return DEFECTS[names.indexOf(known('defective runbook', given, names))];
  },
});

Given('the drill {drill}', function (this: HomewardWorld, read: ReadExperiment) {
  drills.set(this, { read });
});

When('the reference runbook goes through it', async function (this: HomewardWorld) {
  await goThrough(this, 'reference runbook', reference);
});

When('the defective runbook {defect} goes through it', async function (this: HomewardWorld, defect: Defect) {
  await goThrough(this, defect.name, async (to) => ((await defect.make(to).run()).ok ? 0 : 1));
});

Then('the drill is proven', function (this: HomewardWorld) {
  const { verdict, because, unfired } = reportOf(this);
  assert.equal(verdict, 'proven', because);
  assert.deepEqual(unfired, [], 'a fault that never struck proves nothing');
});

Then('the drill catches it by {string}', function (this: HomewardWorld, check: string) {
  const { verdict, checks } = reportOf(this);
  const broken = checks.filter((each) => each.verdict === 'broken');
  assert(
    broken.some((each) => each.check === check),
    `${check} was to be broken; broken: ${broken.map((each) => each.check).join(', ') || 'none'}`,
  );
  assert.notEqual(verdict, 'proven');
});

Then('every machine is home', function (this: HomewardWorld) {
  assert.deepEqual(
    reportOf(this).machines.filter(({ home }) => !home),
    [],
  );
});

async function goThrough(
  world: HomewardWorld,
  program: string,
  runs: Parameters<typeof carryOut>[0]['runs'],
): Promise<void> {
  const drill = drills.get(world);
  assert(drill, 'first say which drill: Given the drill "…"');
  const { read } = drill;
  const description = readEstateFile(read.estatePath);
  const { seed } = read.homeward;
  const { report } = await carryOut({ read, seed, description, estate: description.name, program, runs });
  drill.report = report;
  world.attach(report.journal.sha256, { mediaType: 'text/plain', fileName: 'journal.sha256' });
}

function reportOf(world: HomewardWorld): DrillReport {
  const report = drills.get(world)?.report;
  assert(report, 'nothing has gone through the drill yet');
  return report;
}

function fileOf(given: string): string {
  if (/\.(ya?ml|json)$/.test(given)) return given;
  const names = readdirSync(OWN_DRILLS).filter((name) => name.endsWith('.yaml'));
  return `${OWN_DRILLS}/${known(
    'drill',
    given,
    names.map((name) => basename(name, '.yaml')),
  )}.yaml`;
}
