import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import type { MachineVerdict, VerdictWord } from '../readiness';
import { Exports } from './tasks/exports';
import type { HomewardWorld } from './world';

/** The exports of a scenario, and what is said of their machine. The driver plays no part in it. */
const estates = new WeakMap<
  HomewardWorld,
  { readonly name: string; readonly exports: Exports; verdict?: MachineVerdict }
>();

Given(
  'an export of vCenter with {string}, which has no snapshot',
  function (this: HomewardWorld, name: string) {
    const exports = new Exports();
    exports.addVcenter(name);
    estates.set(this, { name, exports });
  },
);

Given('another export that shows its snapshot {string}', function (this: HomewardWorld, snapshot: string) {
  const { name, exports } = estateOf(this);
  exports.addSnapshot(name, snapshot);
});

Given(
  'Azure shows that its master target has {int} retention volumes',
  function (this: HomewardWorld, count: number) {
    estateOf(this).exports.addMasterTarget(count);
  },
);

Given('the operator declares {string}', function (this: HomewardWorld, text: string) {
  estateOf(this).exports.declared.push(text);
});

When('the readiness of {string} is assessed', async function (this: HomewardWorld, name: string) {
  const estate = estateOf(this);
  const verdict = await estate.exports.assess(name);
  assert(verdict, `no export has ${name}`);
  estate.verdict = verdict;
});

Then('it is unknown, since exports differ in {string}', function (this: HomewardWorld, fact: string) {
  const { verdict, reasons, knowledge } = verdictOf(this);
  assert.equal(verdict, 'unknown');
  assert.equal(reasons[0]?.code, 'HW-RULE-CONFLICT');
  const [contested] = knowledge.conflicting.filter((each) => each.fact === fact);
  assert.equal(new Set(contested?.values.map(({ at }) => at.file)).size, 2);
});

Then('it is proven', function (this: HomewardWorld) {
  const { verdict, reasons } = verdictOf(this);
  assert.equal(verdict, 'proven', reasons[0]?.text);
});

Then('it is blocked by {string}', function (this: HomewardWorld, code: string) {
  const { verdict, reasons } = verdictOf(this);
  assert.deepEqual([verdict, reasons.map((reason) => reason.code)], ['blocked', [code]]);
});

Then(
  'the profile {string} finds it {word}',
  function (this: HomewardWorld, profile: string, word: VerdictWord) {
    const words: Readonly<Record<string, VerdictWord>> = verdictOf(this).profiles ?? {};
    assert.equal(words[profile], word);
  },
);

function estateOf(world: HomewardWorld) {
  const estate = estates.get(world);
  assert(estate, 'first say which export: Given an export of vCenter with "…", which has no snapshot');
  return estate;
}

function verdictOf(world: HomewardWorld): MachineVerdict {
  const { verdict } = estateOf(world);
  assert(verdict, 'nothing has been assessed yet');
  return verdict;
}
