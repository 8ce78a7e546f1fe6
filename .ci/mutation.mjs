// Changes rule-bearing code a place at a time and asks the specs whether they notice: `npm run mutation`, or
// `npm run mutation -- checkers simulators/kernel/random.ts` for some groups or single files.
// The mutated tree is compiled once (mutants sleep in it until a variable wakes one); each mutant then costs one short Node process.
import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

/** Group → the files that are mutated, and the specs that judge. `*` stands for every file of the folder but its specs. */
const GROUPS = {
  checkers: {
    mutate: ['simulators/checkers/*'],
    judges: specsIn('simulators/checkers'),
  },
  kernel: {
    mutate: ['simulators/kernel/agenda.ts', 'simulators/kernel/random.ts'],
    judges: [
      'simulators/kernel/agenda.spec.ts',
      'simulators/kernel/random.spec.ts',
      'simulators/kernel/kernel.spec.ts',
    ],
  },
  faults: {
    mutate: ['simulators/faults/injector.ts', 'simulators/faults/phases.ts'],
    judges: specsIn('simulators/faults'),
  },
  exploration: {
    mutate: ['exploration/coverage.ts', 'exploration/draw.ts'],
    judges: ['exploration/coverage.spec.ts', 'exploration/draw.spec.ts'],
  },
  readiness: {
    mutate: ['readiness/rules/*'],
    judges: specsIn('readiness/rules'),
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((word) => !GROUPS[word] && !word.endsWith('.ts'));
if (unknown.length > 0) {
  console.error(
    `Expected a group (${Object.keys(GROUPS).join(', ')}) or a file that ends with .ts, got ${unknown.join(', ')}.`,
  );
  process.exit(1);
}
const rows = [];
const survivors = [];
for (const [name, group] of Object.entries(GROUPS)) {
  const all = group.mutate.flatMap((entry) =>
    entry.endsWith('/*') ? sourcesIn(entry.slice(0, -2)) : [entry],
  );
  const files = asked.length === 0 || asked.includes(name) ? all : all.filter((file) => asked.includes(file));
  if (files.length > 0) await mutate(name, files, group.judges);
}
if (rows.length === 0) {
  console.error(
    `Expected files of a group in .ci/mutation.mjs, got ${asked.join(', ')}: add them there first.`,
  );
  process.exit(1);
}
console.log(`\n| file | score | killed | survived |\n| --- | ---: | ---: | ---: |\n${rows.join('\n')}`);
console.log(`\nSurvivors:\n${survivors.join('\n') || 'none'}`);

async function mutate(name, files, judges) {
  const began = Date.now();
  const results = await new Stryker({
    mutate: files,
    buildCommand: 'node .ci/mutation-build.mjs',
    testRunner: 'command',
    commandRunner: { command: `node .ci/mutation-judge.mjs ${judges.join(' ')}` },
    ignorePatterns: ['dist', 'reports/out', 'reports/runs', 'docs', 'features'],
    tempDirName: 'reports/out/stryker',
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: `reports/out/mutation-${name}.json` },
    // Wrong texts of messages are seen by who reads them.
    mutator: { excludedMutations: ['StringLiteral'] },
    concurrency: 1,
    timeoutMS: 5_000,
    checkers: [],
    allowEmpty: false,
  }).runMutationTest();
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  for (const file of files)
    rows.push(
      row(
        file,
        results.filter(({ fileName }) => relative('.', fileName) === file),
      ),
    );
  rows.push(`${row(`**${name}**`, results)} ${minutes} min`);
  for (const { fileName, location, mutatorName, replacement, status } of results.filter(survived))
    survivors.push(
      `${relative('.', fileName)}:${location.start.line}:${location.start.column} ${mutatorName} (${status}) → ${replacement?.replace(/\s+/g, ' ')}`,
    );
}

function row(name, results) {
  const valid = results.filter(({ status }) => status !== 'Ignored');
  const left = valid.filter(survived).length;
  const score = valid.length === 0 ? 100 : (100 * (valid.length - left)) / valid.length;
  return `| ${name} | ${score.toFixed(0)} % | ${valid.length - left} | ${left} |`;
}

function survived({ status }) {
  return status === 'Survived';
}

function specsIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => `${folder}/${name}`);
}

function sourcesIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => `${folder}/${name}`);
}
