// Whether the Azure front answers as the service does: every answer that real clients got is held against Microsoft's official
// description of its api-version, and against what the real service was recorded to answer in the same situation.
//   npm run conformance                 runs the features and the specs with real clients, checks what they were answered, and
//                                       writes docs/fidelity.md
//   npm run conformance -- --check      … and fails where the page is out of date
//   … --answers FILE                    takes what a run left there (HOMEWARD_ANSWERS), instead of running
// A difference fails unless .ci/conformance/fidelity.json lists it with a reason; so does a listed one that is gone.
// Descriptions and recordings are not part of this project: where they do not lie beside the checkout, there is nothing to compare.
import { readFileSync, writeFileSync } from 'node:fs';
import { answersFrom } from './conformance/answers.mjs';
import { DESCRIPTIONS, Descriptions, described } from './conformance/description.mjs';
import { longRunning } from './conformance/long-running.mjs';
import { compareRecordings, recorded } from './conformance/recordings.mjs';

const PAGE = 'docs/fidelity.md';
/** What .ci/test.mjs takes for skipped. */
const SKIPPED = 77;
const LIST = '.ci/conformance/fidelity.json';

const words = process.argv.slice(2);
const check = words.includes('--check');
if (!described() || !recorded()) {
  console.log(`Conformance: skipped, ${DESCRIPTIONS} and the recordings do not lie beside this checkout`);
  process.exit(check ? SKIPPED : 0);
}
const answers = answersFrom(words);
const descriptions = new Descriptions();
const counts = { validated: 0, undescribed: 0 };
const operations = new Set(answers.map(({ operation }) => operation));
const { matched, found: unlike } = compareRecordings(answers);
const found = new Set([...answers.flatMap(differencesOf), ...unlike]);

const groups = JSON.parse(readFileSync(LIST, 'utf8'));
const listed = groups.flatMap(({ differences }) => differences);
const page = printPage();
const troubles = [
  ...(answers.length === 0 ? ['there is no answer to check'] : []),
  ...[...found].filter((each) => !listed.includes(each)).map((each) => `new: ${each}`),
  ...listed.filter((each) => !found.has(each)).map((each) => `gone, take it off ${LIST}: ${each}`),
  ...listed.filter((each, index) => listed.indexOf(each) !== index).map((each) => `listed twice: ${each}`),
];
if (!check) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, 'utf8') !== page) troubles.push(`${PAGE} is out of date: npm run conformance`);
for (const trouble of troubles) console.log(`✘ ${trouble}`);
console.log(
  `Conformance: ${operations.size} operations, ${counts.validated} answers validated (${counts.undescribed} without a description), ` +
    `${matched.length} recordings matched, ${listed.length} differences listed, ${troubles.length} troubles`,
);
process.exitCode = troubles.length > 0 ? 1 : 0;

/** How one answer differs from what is described for it. */
function differencesOf({ operation, method, path, version, status, headers, sent, body }) {
  const asked = path.replace(/\/operationresults\/\{operationId\}$/, '');
  const known = descriptions.operation(version, method, asked);
  const own = operation === 'ReplicationOperationStatus_Get';
  if (!known && !own) {
    counts.undescribed += 1;
    return [];
  }
  counts.validated += 1;
  const told = () => {
    if (status >= 400) return descriptions.checkCommon('ErrorResponse', body);
    if (status === 202) return longRunning(headers, body);
    if (own) return descriptions.checkCommon('OperationStatusResult', body);
    // What was removed is not there any more.
    if (status === 204 && asked !== path) return [];
    return descriptions.check(known, status, body);
  };
  const asking =
    known && status < 300 ? descriptions.checkRequest(known, sent).map((each) => `request: ${each}`) : [];
  return [...told(), ...asking];
}

function printPage() {
  return `# Fidelity: where the Azure front differs from the service

Made by \`npm run conformance\` from \`${LIST}\`, where each difference stands with its reason; \`npm test\`
fails when there is one more or one less. What real clients are answered – in the features, the specs and the examples – is held against

- Microsoft's official description of the api-version that was asked (Azure/azure-rest-api-specs, MIT). Whatever it does not name is a
  difference, though clients accept it. Anything may be null, as in the service's own answers. Answers of Microsoft.Compute,
  Microsoft.Network and the like have no description here.
- what the real service was recorded to answer in the same situation (Azure/azure-powershell, Apache-2.0), and Microsoft's examples:
  paths, types, words such as states, and the tasks of a job with their order. In an example, which may be of Hyper-V, only what all
  providers share counts.

Descriptions and recordings are no part of this project. In a path, \`details<X>\` means: where \`instanceType\` is X.

${groups.map(printGroup).join('\n')}`;
}

function printGroup({ title, reason, differences }) {
  return `## ${title}

${reason}

${differences.map((each) => `- \`${each}\``).join('\n')}
`;
}
