// The JSON Schema of estate files, from the form that reads them: writes docs/estate.schema.json.
//   npm run schema               writes it
//   npm run schema -- --check    fails where it is out of date
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FILE = 'docs/estate.schema.json';
const require = createRequire(import.meta.url);
require('ts-node/register');
const { estateSchema } = require('../serving/estate-file.ts');

const schema = JSON.stringify(estateSchema(), null, 2);
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, `${schema}\n`);
  spawnSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'format', '--write', FILE]);
} else if (JSON.stringify(JSON.parse(readFileSync(FILE, 'utf8')), null, 2) !== schema) {
  console.log(`✘ ${FILE} is out of date: npm run schema`);
  process.exitCode = 1;
}
