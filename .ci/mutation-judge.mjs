// Runs compiled specs in this one process; it ends with 1 if one of them fails.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const load = createRequire(import.meta.url);
for (const spec of process.argv.slice(2)) load(resolve(spec.replace(/\.ts$/, '.js')));
