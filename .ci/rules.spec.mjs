// Shows that the import rules, the determinism rules and the rules about promises bite: a small house that keeps them passes, and each
// violation planted in it is reported under its own rule. The real tree is checked by `lint` and `imports`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';

const RULES = [
  'package.json',
  'tsconfig.json',
  'biome.json',
  '.dependency-cruiser.cjs',
  '.ci/determinism.grit',
  '.ci/awaited.grit',
];

/** File → content: every allowed kind of import once, and what determinism does not forbid. */
const HOUSE = {
  'simulators/kernel/index.ts': `export { digest } from './digest';\nexport type { Time } from './time';`,
  'simulators/kernel/digest.ts': `import { createHash } from 'node:crypto';\nexport const digest = () => createHash('sha256');`,
  'simulators/kernel/time.ts': `export type Time = number;\nexport const wallMs = () => Date.now();`,
  'simulators/wire/index.ts': `import type { Time } from '../kernel';\nexport type Ping = { at: Time };`,
  'simulators/network/index.ts': `import { digest } from '../kernel';\nexport const network = digest;`,
  'simulators/azure/index.ts': `export { azure } from './azure';\nexport const epoch = new Date(Date.UTC(2026, 0, Math.max(1, 2)));`,
  'simulators/azure/azure.ts': `import { network } from '../network';\nexport const azure = network;`,
  'simulators/azure/azure.spec.ts': `import { it } from 'node:test';\nimport { azure } from './azure';\nit('waits', async () => { await azure; });`,
  'simulators/vsphere/index.ts': `import type { Ping } from '../wire';\nexport const vsphere: Ping = { at: 1 };`,
  'simulators/estate.ts': `import { azure } from './azure';\nimport { vsphere } from './vsphere';\nexport const estate = { azure, vsphere };`,
  'steps/world.ts': `import { estate } from '../simulators/estate';\nexport const world = async () => estate;\nexport { run } from './tasks';`,
  'steps/tasks.ts': `export async function run({ clock }) {\n  await clock.run(1);\n  return clock.until(() => clock.look(), 1);\n}`,
  'cli/main.ts': `import { estate } from '../simulators/estate';\nconsole.log(estate, process.env.HOME, Date.now());`,
};

/** Rule of dependency-cruiser → the planted file and its import. */
const FORBIDDEN_IMPORTS = {
  'kernel-imports-down': ['simulators/kernel/planted.ts', '../network'],
  'network-imports-down': ['simulators/network/planted.ts', '../azure'],
  'azure-imports-down': ['simulators/azure/planted.ts', '../vsphere'],
  'vsphere-imports-down': ['simulators/vsphere/planted.ts', '../estate'],
  'faults-imports-down': ['simulators/faults/planted.ts', '../network'],
  'door-from-simulator': ['simulators/guest/planted.ts', '../kernel/digest'],
  'door-from-outside': ['steps/planted.ts', '../simulators/azure/azure'],
  'simulator-without-rule': ['simulators/unruly/planted.ts', '../kernel'],
  'wire-holds-types': ['simulators/wire/planted.ts', '../kernel'],
  'one-composition-root': ['simulators/planted.ts', './azure'],
  'simulators-know-no-user': ['simulators/azure/planted-user.ts', '../../steps/world'],
  'kernel-owns-node': ['simulators/azure/planted-node.ts', 'node:crypto'],
  'simulators-need-no-package': ['simulators/azure/planted-package.ts', 'zod'],
  'product-without-dev-packages': ['cli/planted.ts', 'fast-check'],
  'verbs-are-not-imported': ['serving/planted-verb.ts', '../cli/main'],
  resolvable: ['cli/planted-missing.ts', './nowhere'],
};

/** What is planted → its code and the rule of biome that reports it. */
const FORBIDDEN_CODE = {
  'the clock (Date.now)': ['export const at = Date.now();', 'plugin'],
  'the clock (new Date)': ['export const at = new Date();', 'plugin'],
  'the clock (new Date as an argument)': ['export const at = new Map([[new Date(), 1]]);', 'plugin'],
  'the clock (Date as a function)': ['export const at = Date();', 'plugin'],
  'the clock (an alias of Date)': ['export const { now } = Date;', 'plugin'],
  'the clock (performance)': ['export const at = performance.now();', 'noRestrictedGlobals'],
  'the clock (process.hrtime)': ['export const at = process.hrtime();', 'noRestrictedGlobals'],
  'randomness (Math.random)': ['export const draw = Math.random();', 'plugin'],
  'randomness (an alias of Math)': ['export const { random } = Math;', 'plugin'],
  'randomness (crypto.randomUUID)': ['export const id = crypto.randomUUID();', 'noRestrictedGlobals'],
  'the environment (process.env)': ['export const home = process.env.HOME;', 'noRestrictedGlobals'],
  'the environment (language)': ["export const order = 'a'.localeCompare('b');", 'plugin'],
  'a timer': ['setTimeout(() => 1, 10);\nexport {};', 'noRestrictedGlobals'],
  'an immediate': ['setImmediate(() => 1);\nexport {};', 'noRestrictedGlobals'],
  'an interval': ['setInterval(() => 1, 10);\nexport {};', 'noRestrictedGlobals'],
  'the microtask queue': ['queueMicrotask(() => 1);\nexport {};', 'noRestrictedGlobals'],
  'a promise': ['export const later = Promise.resolve(1);', 'noRestrictedGlobals'],
  'an async function': ['export async function later() {}', 'plugin'],
  'an async arrow function': ['export const later = async () => 1;', 'plugin'],
  'an async method': ['export class Later {\n  protected async run() {}\n}', 'plugin'],
  'a global through globalThis': ['export const wait = globalThis.setTimeout;', 'noRestrictedGlobals'],
};

/** What is not awaited in a step → its code and the rule of biome that reports it. */
const FLOATING = {
  'a task': ["import { run } from './tasks';\nrun({});", 'noFloatingPromises'],
  'a task for each': ["['a'].forEach(async (each) => { await each; });\nexport {};", 'noMisusedPromises'],
  'a request': ['export function step() {\n  this.driver.vault.commit();\n}', 'plugin'],
  'a request that is asserted': ['export function step({ azure }) {\n  assert(azure.vm());\n}', 'plugin'],
  'a run of the clock': ['export function step({ clock }) {\n  clock.run(1);\n}', 'plugin'],
};

const root = resolve(import.meta.dirname, '..');
let house;

before(() => {
  house = mkdtempSync(join(tmpdir(), 'homeward-rules-'));
  for (const file of RULES) cpSync(join(root, file), join(house, file));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [file, text] of Object.entries(HOUSE)) plant(file, `${text}\n`);
});
after(() => rmSync(house, { recursive: true, force: true }));

describe('import rules', () => {
  it('let a house pass that keeps them', () => {
    assert.deepEqual(forbiddenImports(), []);
  });

  it('report each forbidden import', () => {
    for (const [file, target] of Object.values(FORBIDDEN_IMPORTS))
      plant(file, `export * from '${target}';\n`);
    plant('simulators/storage/index.ts', `export * from './round';\n`);
    plant('simulators/storage/round.ts', `import './index';\nexport const round = 1;\n`);
    plant('reports/index.ts', `import type { Deep } from '../readiness';\nexport type Back = Deep;\n`);
    plant('readiness/index.ts', `import type { Back } from '../reports';\nexport type Deep = Back;\n`);
    plant('bench/planted.ts', 'export const alone = 1;\n');
    const found = forbiddenImports();
    const expected = [
      ...Object.entries(FORBIDDEN_IMPORTS).map(([rule, [file]]) => `${rule}: ${file}`),
      'no-cycle: simulators/storage/index.ts',
      'no-cycle-between-folders: readiness/index.ts',
      'no-orphan: bench/planted.ts',
    ];
    for (const violation of expected)
      assert.ok(found.includes(violation), `${violation} not in:\n${found.join('\n')}`);
  });
});

describe('determinism rules', () => {
  it('let a house pass that keeps them', () => {
    assert.deepEqual(lintErrors(Object.keys(HOUSE)), []);
  });

  report(FORBIDDEN_CODE, 'simulators/azure');
});

describe('rules about promises', () => {
  report(FLOATING, 'steps');
});

/** One test for each entry: its code, planted in the folder, is reported under its rule. */
function report(forbidden, folder) {
  Object.entries(forbidden).forEach(([what, [code, rule]], index) => {
    it(`report ${what}`, () => {
      const file = `${folder}/lint-${index}.ts`;
      plant(file, `${code}\n`);
      const errors = lintErrors([file]);
      assert.ok(
        errors.some((error) => error.includes(rule)),
        `expected ${rule}, got ${errors.join('\n') || 'nothing'}`,
      );
    });
  });
}

function plant(file, text) {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
}

/** `rule: file` for each import reported; fails if the exit code does not say the same. */
function forbiddenImports() {
  const { status, stdout, stderr } = tool('dependency-cruiser/bin/dependency-cruise.mjs', ['.']);
  const found = [...stdout.matchAll(/error ([\w-]+): (\S+)/g)].map(([, rule, file]) => `${rule}: ${file}`);
  assert.equal(status !== 0, found.length > 0, `exit code ${status}: ${stdout}${stderr}`);
  return found;
}

/** Biome's error lines for the files; fails if the exit code does not say the same. */
function lintErrors(files) {
  const { status, stdout, stderr } = tool('@biomejs/biome/bin/biome', [
    'lint',
    '--reporter=github',
    ...files,
  ]);
  const errors = stdout.split('\n').filter((line) => line.startsWith('::error'));
  assert.equal(status !== 0, errors.length > 0, `exit code ${status}: ${stdout}${stderr}`);
  return errors;
}

function tool(path, args) {
  return spawnSync(process.execPath, [join(root, 'node_modules', path), ...args], {
    cwd: house,
    encoding: 'utf8',
  });
}
