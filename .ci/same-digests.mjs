// Shows that a scenario runs the same however it is run: the digest of its journal is the same alone, in any order, beside
// others and by shard.
//   npm run digests                   one by one, in two workers, shuffled, in three shards, a sample alone; on each driver
//   npm run digests -- --quick FILE   only shuffled, and a small sample alone, against the run whose messages are in FILE
// All but one of these runs go by plain calls; the run through the Azure SDK must leave the same journals.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readRun } from './messages.mjs';

const FOLDER = 'reports/out/digests';
const SHARDS = 3;
/** Any number will do; a run that differs names it. */
const SHUFFLE = 20_261_123;

const [mode, file, ...rest] = process.argv.slice(2);
const quick = mode === '--quick' && file !== undefined;
if ((mode !== undefined && !quick) || rest.length > 0) {
  console.error(`Usage: same-digests [--quick FILE]; got ${process.argv.slice(2).join(' ')}`);
  process.exit(2);
}
mkdirSync(FOLDER, { recursive: true });
const reference = digestsOf(quick ? file : run('one by one'));
const troubles = reference.size === 0 ? ['the run to compare with has no digest at all'] : [];

compare(`shuffled (--order random:${SHUFFLE})`, ['--order', `random:${SHUFFLE}`]);
if (!quick) {
  compare('in two workers (--parallel 2)', ['--parallel', '2']);
  const shards = Array.from({ length: SHARDS }, (_none, index) => `${index + 1}/${SHARDS}`);
  const found = shards.map((shard) => digestsOf(run(`shard ${shard}`, ['--shard', shard])));
  judge('through the Azure SDK', digestsOf(run('through the Azure SDK', [], 'sdk')), reference);
  judge(`in ${SHARDS} shards`, new Map(found.flatMap((part) => [...part])), reference);
}
for (const place of sample([...reference.keys()], quick ? 3 : 12)) {
  judge(`${place} alone`, digestsOf(run(place, [place])), new Map([[place, reference.get(place)]]));
}
for (const trouble of troubles) console.log(`✘ ${trouble}`);
console.log(
  `Digests: ${reference.size} scenarios, ${troubles.length === 0 ? 'the same' : 'NOT the same'} however they run`,
);
process.exitCode = troubles.length > 0 ? 1 : 0;

function compare(how, words) {
  judge(how, digestsOf(run(how, words)), reference);
}

/** Both must have the same scenarios with the same digests. */
function judge(how, got, expected) {
  const places = [...new Set([...got.keys(), ...expected.keys()])];
  const different = places.filter((place) => got.get(place) !== expected.get(place));
  const shown = different.slice(0, 3).map((place) => `${place} ${got.get(place) ?? 'did not run'}`);
  if (different.length > 0) troubles.push(`${how}: ${different.length} differ, e.g. ${shown.join('; ')}`);
}

function run(how, words = [], driver = 'direct') {
  const messages = `${FOLDER}/${how.replaceAll(/\W+/g, '-')}.ndjson`;
  const cucumber = 'node_modules/@cucumber/cucumber/bin/cucumber.js';
  // The formats of the profile would print the whole run; only what it leaves behind matters here.
  const all = [cucumber, '--format', 'summary:/dev/null', '--format', `message:${messages}`, ...words];
  spawnSync(process.execPath, all, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, HOMEWARD_DRIVER: driver },
  });
  return messages;
}

/** Place → digest. A scenario that built no estate has none, and is left out on both sides. */
function digestsOf(messages) {
  const { scenarios } = readRun(messages);
  return new Map(scenarios.flatMap(({ place, digest }) => (digest === undefined ? [] : [[place, digest]])));
}

/** So many of them, evenly spread. */
function sample(places, count) {
  const step = Math.max(1, Math.floor(places.length / count));
  return places.filter((_place, index) => index % step === 0).slice(0, count);
}
