import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { type Assessment, assess, readAssumptions, readInventory } from '../readiness';
import type { HomewardWorld } from './world';

const RTO_TARGET_MS = 4 * 3_600_000;

/** What a scenario about an estate's readiness knows. It has a twin of its own: the driver plays no part in it. */
interface Question {
  readonly files: readonly string[];
  readonly assumptions: string[];
  mbitPerSecond: number;
  seed: number;
  answer?: Assessment;
}

const questions = new WeakMap<HomewardWorld, Question>();

/** Many features ask about one estate: it is read and rehearsed once. Shape: only the last answer is kept. */
let last: { readonly key: string; readonly answer: Promise<Assessment> } | undefined;

Given('the exports', function (this: HomewardWorld, table: DataTable) {
  const files = table.hashes().map(({ file = '' }) => find(file, this.uri));
  questions.set(this, { files, assumptions: [], mbitPerSecond: 1_000, seed: 1 });
});

Given('the assumption {string}', function (this: HomewardWorld, assumption: string) {
  questionOf(this).assumptions.push(assumption);
});

Given(
  'a line of {float} Mbit\\/s and the seed {int}',
  function (this: HomewardWorld, mbit: number, seed: number) {
    Object.assign(questionOf(this), { mbitPerSecond: mbit, seed });
  },
);

When('the readiness of the estate is assessed', async function (this: HomewardWorld) {
  const question = questionOf(this);
  const { files, assumptions, mbitPerSecond, seed } = question;
  const stands = files.map((file) => [file, statSync(file).mtimeMs]);
  const key = JSON.stringify([stands, assumptions, mbitPerSecond, seed]);
  if (last?.key !== key) last = { key, answer: ask(question) };
  question.answer = await last.answer;
});

Then('{string} is not blocked by {string}', function (this: HomewardWorld, name: string, code: string) {
  const machine = questionOf(this).answer?.machines.find((each) => same(each.name, name));
  assert(machine, `the exports have no machine "${name}"`);
  const blocks = machine.verdict === 'blocked' ? machine.reasons : [];
  const block = blocks.find((reason) => reason.code === code);
  assert(!block, `${name} is blocked: ${block?.text}${block?.fix ? ` – ${block.fix}` : ''}`);
});

async function ask({ files, assumptions, mbitPerSecond, seed }: Question): Promise<Assessment> {
  const inventory = await readInventory(files);
  const options = { seed, mbitPerSecond, rtoTargetMs: RTO_TARGET_MS };
  return assess(inventory, readAssumptions(assumptions, inventory), options);
}

function questionOf(world: HomewardWorld): Question {
  const question = questions.get(world);
  assert(question, 'first say which exports: Given the exports');
  return question;
}

/** A report names exports without their folder: they lie in the folder of HOMEWARD_EXPORTS, in the working folder, or beside the feature. */
function find(file: string, feature: string): string {
  const folders = [process.env.HOMEWARD_EXPORTS ?? '.', '.', dirname(feature)];
  const found = folders.map((folder) => resolve(folder, file)).find((path) => existsSync(path));
  assert(found, `no export ${file} in ${folders.join(', ')}: name its folder in HOMEWARD_EXPORTS`);
  return found;
}

/** A feature cannot hold every character that a name can. */
function same(name: string, written: string): boolean {
  const bare = (text: string) => text.replace(/[\\\s\p{C}\ufffd]/gu, '');
  return bare(name) === bare(written);
}
