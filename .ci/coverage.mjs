// Which fact of the source document is proven by which scenarios: writes docs/coverage.md from a run of the features.
//   npm run coverage                 runs the features and writes the page
//   npm run coverage -- --check      runs them and fails where the page is out of date or a fact is not proven
//   … --messages FILE                takes a run that has been, instead of running
//   … --strict                       fails as long as a fact is open (features/facts.json)
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { readRun } from './messages.mjs';

const PAGE = 'docs/coverage.md';
const FACTS = 'features/facts.json';
const OTHER_TAGS = ['@chaos', '@containers', '@slow', '@exploration'];
/** A Then step that says that something was refused, failed, degraded or is left to do. */
const REFUSALS =
  /(?<!\bwhenever it )\bfails\b|\brefused\b|\bturns (Warning|Critical)\b|(?<!\bno )\brisk is reported\b|(?<!\bno )\bfollow-up\b|\b(does|is|are) not\b|(?<!\bnothing )\bmissing\b|\bpreflight of .* names\b|\blists? no\b|\bunprotected\b|\bwithout an address\b|\buses DHCP instead\b/;

const { values, check, strict } = readArguments(process.argv.slice(2));
const { scenarios, tags } = readRun(values.messages ?? runFeatures());
const { facts, open, oneSided } = JSON.parse(readFileSync(FACTS, 'utf8'));
const rows = Object.keys(facts).map(proofOf);
const page = printPage();
if (!check) writeFileSync(PAGE, page);

const troubles = [
  ...strayTags(),
  ...rows.flatMap(troublesOf),
  ...(check && readFileSync(PAGE, 'utf8') !== page ? [`${PAGE} is out of date: npm run coverage`] : []),
  ...(strict && open.length > 0 ? [`still open: ${open.join(', ')}`] : []),
];
for (const trouble of troubles) console.log(`✘ ${trouble}`);
const proven = rows.filter(({ result }) => result === 'proven').length;
console.log(
  `Facts: ${proven} of ${rows.length} proven${open.length > 0 ? `, open: ${open.join(', ')}` : ''}`,
);
process.exitCode = troubles.length > 0 ? 1 : 0;

/** A fact is proven by at least one scenario, and all of its scenarios passed. */
function proofOf(fact) {
  const mine = scenarios.filter((scenario) => scenario.tags.includes(`@${fact}`));
  const failed = mine.filter(({ status }) => status !== 'PASSED');
  const blocks = mine.filter(({ outcomes }) => outcomes.some((text) => REFUSALS.test(text))).length;
  const result = mine.length === 0 ? 'open' : failed.length > 0 ? 'NOT PROVEN' : 'proven';
  return { fact, mine, failed, blocks, works: mine.length - blocks, result };
}

function troublesOf({ fact, mine, failed, blocks, works }) {
  if (open.includes(fact))
    return mine.length > 0 ? [`${fact} has scenarios: take it off "open" in ${FACTS}`] : [];
  if (mine.length === 0) return [`${fact} has no scenario: ${facts[fact]}`];
  const sides = Number(blocks > 0) + Number(works > 0);
  const stale = sides === 2 && oneSided[fact] ? [`${fact} has both sides: take it off "oneSided"`] : [];
  const lacks =
    sides < 2 && !oneSided[fact]
      ? [`${fact} lacks a scenario where it ${blocks === 0 ? 'blocks' : 'works'}`]
      : [];
  return [...failed.map(({ place, status }) => `${fact}: ${status} ${place}`), ...stale, ...lacks];
}

function strayTags() {
  const known = new Set([...OTHER_TAGS, ...Object.keys(facts).map((fact) => `@${fact}`)]);
  const strays = tags.filter(({ name }) => !known.has(name));
  const unknown = [...open, ...Object.keys(oneSided)].filter((fact) => !facts[fact]);
  return [
    ...strays.map(({ name, place }) => `the tag ${name} is no fact and not on the list (${place})`),
    ...unknown.map((fact) => `${FACTS} names ${fact}, which is no fact`),
  ];
}

function printPage() {
  const count = rows.filter(({ result }) => result === 'proven').length;
  return `# Coverage: what proves each fact

Made by \`npm run coverage\` from the tags of the features and the results of a run; \`npm test\` fails when it is out of date.
The facts are those of the source document (\`docs/sources.md\`, “seed document”) in our own words, kept in \`${FACTS}\`.

- *Proven*: at least one scenario carries the fact's tag, and all that carry it passed.
- *blocks / works*: a scenario counts under *blocks* if one of its Then steps says that something was refused, failed, was
  degraded or is left to do (\`REFUSALS\` in \`.ci/coverage.mjs\` has the words), else under *works*. What a scenario goes through
  before its When does not count. A fact needs both, unless the last section says why it has one side only.

${count} of ${rows.length} facts are proven. A fact alone: \`npm run features -- --tags '@F-36'\`.

| fact | says | scenarios | blocks | works | result |
| --- | --- | --- | --- | --- | --- |
${rows.map(printRow).join('\n')}
${printOneSided()}`;
}

function printRow({ fact, mine, blocks, works, result }) {
  const files = new Map();
  for (const { uri } of mine) files.set(uri, (files.get(uri) ?? 0) + 1);
  const links = [...files].map(([uri, count]) => `[${uri.replace('features/', '')}](../${uri}) ${count}`);
  return `| ${fact} | ${facts[fact]} | ${links.join(', ') || '–'} | ${blocks} | ${works} | ${result} |`;
}

function printOneSided() {
  const lines = Object.entries(oneSided).map(([fact, why]) => `- ${fact}: ${why}`);
  return lines.length > 0 ? `\n## One side only\n\n${lines.join('\n')}\n` : '';
}

function runFeatures() {
  const file = 'reports/out/coverage.ndjson';
  const words = ['node_modules/@cucumber/cucumber/bin/cucumber.js', '--format', `message:${file}`];
  // By plain calls: what the features prove is the same on each driver (.ci/same-digests.mjs), and this one is the fastest.
  const env = { HOMEWARD_DRIVER: 'direct', ...process.env };
  spawnSync(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'], env });
  return file;
}

function readArguments(words) {
  const at = words.indexOf('--messages');
  const values = { messages: at < 0 ? undefined : words[at + 1] };
  const unknown = words.filter(
    (word, index) => !['--check', '--strict', '--messages'].includes(word) && index !== at + 1,
  );
  if (unknown.length > 0 || (at >= 0 && values.messages === undefined)) {
    console.error(`Usage: coverage [--check] [--strict] [--messages FILE]; got ${words.join(' ')}`);
    process.exit(2);
  }
  return { values, check: words.includes('--check'), strict: words.includes('--strict') };
}
