// Inside the build of the image: puts together what a container holds, in the folder named on the command line.
// Shape: opt/homeward (the product and the packages it needs), and the folder of what its user writes.
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const USER = 10_001;
const PRODUCT = ['dist', 'drills', 'examples', 'features', 'LICENSE', 'package.json'];

const [to] = process.argv.slice(2);
const home = join(to, 'opt/homeward');
mkdirSync(home, { recursive: true });
for (const name of PRODUCT) {
  if (!existsSync(name))
    throw new Error(`${name} is not there: run npm ci (it builds dist/), then build the image again`);
  cpSync(name, join(home, name), { recursive: true });
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
for (const [path, { dev, devOptional }] of Object.entries(packages)) {
  if (path === '' || dev || devOptional || !existsSync(path)) continue;
  // A package's own packages have entries of their own.
  cpSync(path, join(home, path), {
    recursive: true,
    filter: (file) => !file.slice(path.length).startsWith('/node_modules'),
  });
}
const state = join(to, 'var/lib/homeward');
mkdirSync(state, { recursive: true });
chmodSync(state, 0o700);
chownSync(state, USER, USER);
mkdirSync(join(to, 'tmp'));
chmodSync(join(to, 'tmp'), 0o1777);
