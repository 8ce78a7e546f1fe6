// What the vSphere front simulates, from its code: writes docs/vsphere-coverage.md.
//   npm run coverage:vsphere               writes the page
//   npm run coverage:vsphere -- --check    fails where the page is out of date
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const PAGE = 'docs/vsphere-coverage.md';
const require = createRequire(import.meta.url);
require('ts-node/register');
const { coverage } = require('../simulators/vsphere/vim25/index.ts');

const page = printPage(coverage());
if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.log(`✘ ${PAGE} is out of date: npm run coverage:vsphere`);
  process.exitCode = 1;
}

function printPage(types) {
  const methods = types.reduce((sum, type) => sum + type.methods.length, 0);
  const told = types.reduce((sum, type) => sum + type.told.length, 0);
  const rows = types
    .filter((type) => type.methods.length + type.told.length + type.unset.length > 0)
    .map(
      ({ name, base, methods, told, unset }) =>
        `| ${name} | ${base} | ${list(methods)} | ${list(told)} | ${list(unset)} |`,
    );
  return `# What the vSphere front simulates

Made from the code by \`npm run coverage:vsphere\`; do not edit. ${types.length} types of managed objects, ${methods} methods, ${told} properties.
A type also has what its base has. Every other method is answered with the fault MethodNotFound, and noted as \`not-simulated\`. A field of a
specification that would change something which is not simulated is answered with NotSupported: nothing is ignored in silence.
\`Fetch\` works on every object. Properties under “unset” are known to clients, and never have a value here.

| type | base | methods | properties | unset |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function list(names) {
  return names.length === 0 ? '–' : names.join(', ');
}
