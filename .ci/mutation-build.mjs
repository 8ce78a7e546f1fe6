// Compiles every source of a mutated tree, each beside itself, without looking at types: mutants need not have any.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const FOLDERS = ['simulators', 'readiness', 'exploration', 'reports', 'runbooks'];

for (const folder of FOLDERS) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const file = join(folder, name);
    const { code } = transformSync(readFileSync(file, 'utf8'), {
      filename: file,
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs', ignoreDynamic: true },
    });
    writeFileSync(`${file.slice(0, -3)}.js`, code);
  }
}
