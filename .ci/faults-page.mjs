// Every kind of fault, from the catalogue: writes docs/faults.md.
//   npm run faults               writes the page
//   npm run faults -- --check    fails where the page is out of date
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const PAGE = 'docs/faults.md';
const require = createRequire(import.meta.url);
require('ts-node/register');
const { FAULTS, LAYERS, PHASES } = require('../simulators/faults/index.ts');

const page = printPage();
if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.log(`✘ ${PAGE} is out of date: npm run faults`);
  process.exitCode = 1;
}

function printPage() {
  const parts = LAYERS.map((layer) => {
    const kinds = FAULTS.filter((kind) => kind.layer === layer);
    return `## ${layer[0].toUpperCase()}${layer.slice(1)} (${kinds.length})

| fault | what happens | to | how | lasts | while a machine is | expected | at risk | source |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${kinds.map(row).join('\n')}
`;
  });
  return `# Faults

Made from the catalogue (\`simulators/faults/\`) by \`npm run faults\`; do not edit. ${FAULTS.length} kinds in ${LAYERS.length} layers. A fault is data: a
target by its role, a capability of it, parameters. *Expected*: **tolerate** – as if it had not been, once it is healed; **fail safe** – a job fails with
its reason, changes nothing that it should not, and can be had again; **may lose** – it may cost what its last column but one names, and no more.
Every fault is healed in the end; then everybody must come home. Phases: ${PHASES.join(', ')}; “any” are all of these.

${parts.join('\n')}`;
}

function row({ name, what, on, only, does, how = {}, lasts, phases, expects, endangers, costs, source }) {
  const parameters = Object.entries(how).map(
    ([key, from]) =>
      `${key} ${typeof from !== 'object' ? from : typeof from[0] === 'number' ? `${from[0]}…${from[1]}` : from.join(' or ')}`,
  );
  const loss = costs ? ` (may break ${costs.breaks.join(', ')}: ${costs.why})` : '';
  const target = only ? `${on}: ${only.join(', ')}` : on;
  return `| ${name} | ${what} | ${target} | ${[does, ...parameters].join('; ')} | ${lasts === 'passes' ? 'passes' : `${seconds(lasts[0])}…${seconds(lasts[1])}`} | ${phases ? phases.join(', ') : 'any'} | ${expects}${loss} | ${endangers} | ${source} |`;
}

function seconds(ms) {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`;
}
