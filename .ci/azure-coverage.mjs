// Which operations the Azure front has, how far it simulates each, and which real client was seen to use it: writes
// docs/azure-coverage.md from the table of routes and from what clients were answered.
//   npm run azure-coverage               runs the clients and writes the page
//   npm run azure-coverage -- --check    … and fails where the page is out of date, or the routes are not those of the service
//   … --answers FILE                     takes what a run left there (HOMEWARD_ANSWERS), instead of running
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { answersFrom } from './conformance/answers.mjs';
import { DESCRIPTIONS, Descriptions, described, plain } from './conformance/description.mjs';

const PAGE = 'docs/azure-coverage.md';
const SERVICE = ['siterecovery', '2023-06-01'];
/** Where clients look how an operation is getting on; no description names it. */
const UNDESCRIBED = ['OperationResults_Get', 'ReplicationOperationStatus_Get'];
const SUPPORTS = ['simulated', 'refused', 'planned'];
const READS = 'reads';
/** Both examples go the same way: the page is the same where one of the SDKs is not installed. */
const CLIENTS = {
  features: 'features',
  'front specs': 'front specs',
  'every read': READS,
  'JavaScript example': 'examples',
  'Python example': 'examples',
};

const require = createRequire(import.meta.url);
require('ts-node/register');
const { ROUTES } = require('../simulators/azure/arm/index.ts');

const answers = answersFrom(process.argv.slice(2));
const witnesses = new Map();
for (const { operation, path, client } of answers) {
  const key = `${operation} ${path}`;
  witnesses.set(key, (witnesses.get(key) ?? new Set()).add(CLIENTS[client]));
}
const page = printPage();
const troubles = [...(answers.length === 0 ? ['there is no answer to look at'] : []), ...strays()];
if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (read(PAGE) !== page) troubles.push(`${PAGE} is out of date: npm run azure-coverage`);
for (const trouble of troubles) console.log(`✘ ${trouble}`);
console.log(
  `Azure coverage: ${ROUTES.length} routes, ${SUPPORTS.map((word) => `${counted(word)} ${word}`).join(', ')}`,
);
process.exitCode = troubles.length > 0 ? 1 : 0;

/** Operations that the service has and the routes have not, and the other way round. */
function strays() {
  if (!described()) {
    console.log(
      `The service's own list of operations: skipped, ${DESCRIPTIONS} does not lie beside this checkout`,
    );
    return [];
  }
  const theirs = new Set(new Descriptions().list(...SERVICE).map((each) => nameOf(each.operationId, each)));
  const ours = new Set(
    ROUTES.filter(({ path, operation }) => isOfService(path) && !UNDESCRIBED.includes(operation)).map(
      (route) => nameOf(route.operation, route),
    ),
  );
  return [
    ...[...theirs]
      .filter((each) => !ours.has(each))
      .map((each) => `the service has ${each}, the routes have not`),
    ...[...ours]
      .filter((each) => !theirs.has(each))
      .map((each) => `the routes have ${each}, the service has not`),
  ];
}

/** Site Recovery's own resources: all that are called replication-something, but the usages of a vault. */
function isOfService(path) {
  return /\/replication(?!Usages)|\/operations$/i.test(path);
}

function nameOf(operation, { method, path }) {
  return `${operation} ${method} ${plain(path)}`;
}

function counted(support) {
  return ROUTES.filter((route) => route.support === support).length;
}

function printPage() {
  return `# Azure: what is simulated

Made by \`npm run azure-coverage\` from \`simulators/azure/arm/routes.ts\` and from a run of the clients; \`npm test\` fails when it is
out of date. Whatever is not listed is answered 404 or 405, and noted as not simulated.

- *Simulated*: it does what it says. *Refused*: the service refuses it for VMware machines and physical servers, or has nothing to
  show. *Planned*: it belongs to them and is not simulated yet (501).
- *Seen*: who was answered – the *features* through the Azure SDK for JavaScript, the *front specs*
  (\`runbooks/azure-front*.spec.ts\`, the SDKs over TLS), the *examples* with the Azure SDKs for JavaScript and Python; or only \`${READS}\`, a spec that
  reads everything in every state on the way to Azure and home (\`runbooks/azure-front-reads.spec.ts\`).

| | operations | seen by a client | by \`${READS}\` only |
| --- | --- | --- | --- |
${SUPPORTS.map((support) => printTotal(support, (route) => route.support === support)).join('\n')}
${printTotal('all', () => true)}

${[...providers()].map(printProvider).join('\n')}`;
}

function printTotal(title, chosen) {
  const seen = ROUTES.filter(chosen).map(seenBy);
  const readOnly = seen.filter((by) => by.join() === READS).length;
  const byClient = seen.filter((by) => by.length > 0).length - readOnly;
  return `| ${title} | ${seen.length} | ${byClient} | ${readOnly} |`;
}

function seenBy({ operation, path }) {
  return [...(witnesses.get(`${operation} ${path}`) ?? [])].sort();
}

/** The routes by the service that they belong to, in the order of the table. */
function providers() {
  const grouped = new Map();
  for (const route of ROUTES) {
    const title = isOfService(route.path) ? 'Site Recovery' : providerOf(route.path);
    grouped.set(title, [...(grouped.get(title) ?? []), route]);
  }
  return grouped;
}

function providerOf(path) {
  return /.*\/providers\/([\w.]+)/.exec(path)?.[1] ?? 'Microsoft.Resources';
}

function printProvider([title, routes]) {
  return `## ${title}

| operation | | path | | seen |
| --- | --- | --- | --- | --- |
${routes.map(printRoute).join('\n')}
`;
}

function printRoute(route) {
  const { operation, method, path, support } = route;
  return `| ${operation} | ${method} | \`${shortened(path)}\` | ${support} | ${seenBy(route).join(', ') || '–'} |`;
}

function shortened(path) {
  return path
    .replace('/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}', '…')
    .replace('/providers/Microsoft.RecoveryServices/vaults/{resourceName}', '/{vault}');
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
