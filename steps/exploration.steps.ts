import assert from 'node:assert/strict';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { fileFor } from '../acceptance/own-files';
import { type FaultRow, plantCalled, type RunResult, readFault, runTwice } from '../exploration';
import { readEstateFile } from '../serving/estate-file';
import type { HomewardWorld } from './world';

/** The run that a scenario of this kind describes, and what it came to. Such scenarios make whole runs: they have no estate of their own. */
interface Exploration {
  readonly file: string;
  readonly seed: number;
  planted?: string;
  faults: readonly FaultRow[];
  result?: RunResult;
}
const explorations = new WeakMap<HomewardWorld, Exploration>();

Given(
  'the estate file {string} with the seed {int}',
  function (this: HomewardWorld, file: string, seed: number) {
    explorations.set(this, { file, seed, faults: [] });
  },
);

Given('the planted bug {string}', function (this: HomewardWorld, name: string) {
  explorationOf(this).planted = name;
});

Given('these faults:', function (this: HomewardWorld, table: DataTable) {
  explorationOf(this).faults = table.hashes() as unknown as FaultRow[];
});

When('every machine goes to Azure and home again', function (this: HomewardWorld) {
  const exploration = explorationOf(this);
  const { file, seed, planted, faults } = exploration;
  exploration.result = runTwice({
    description: readEstateFile(fileFor(this.uri, file)),
    seed,
    schedule: { faults: faults.map(readFault) },
    ...(planted === undefined ? {} : { plant: plantCalled(planted) }),
  });
  this.attach(exploration.result.digest, { mediaType: 'text/plain', fileName: 'journal.sha256' });
});

Then('{string} holds', function (this: HomewardWorld, invariant: string) {
  const { result } = explorationOf(this);
  assert(result, 'no machine has gone anywhere yet');
  const unfired = result.outcomes
    .filter(({ struck }) => struck.length === 0)
    .map(({ kind, missed }) => `${kind.name}: ${missed ?? 'its trigger never came'}`);
  assert.deepEqual(unfired, [], 'every fault must strike');
  assert.deepEqual(result.breach, undefined, `${invariant} must hold`);
});

function explorationOf(world: HomewardWorld): Exploration {
  const found = explorations.get(world);
  if (!found) throw new Error('first say which estate: Given the estate file "…" with the seed …');
  return found;
}
