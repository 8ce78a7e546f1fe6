// Compiles the product to dist/. The native compiler of TypeScript 7 takes a tenth of the time; where npm has no
// build of it for this machine, TypeScript 6 does the same work.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';

const compilers = ['node_modules/typescript7/bin/tsc', 'node_modules/typescript/bin/tsc'];

const PAGE = 'serving/console/page';

const compiler = compilers.find(runs);
if (!compiler) {
  console.error('No TypeScript compiler found: expected the devDependencies, got none. Run `npm ci` first.');
  process.exit(1);
}
// Files of deleted sources must not stay behind: they would be published.
rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
// The console's page is what browsers run: it is copied as it is.
for (const name of readdirSync(PAGE).filter((each) => /[.](mjs|css|html)$/.test(each)))
  cpSync(`${PAGE}/${name}`, `dist/${PAGE}/${name}`);
for (const program of ['dist/cli/main.js', 'dist/runbooks/main.js']) chmodSync(program, 0o755);

function runs(path) {
  return existsSync(path) && spawnSync(process.execPath, [path, '--version']).status === 0;
}
