import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** Where the code of this package lies: the package itself in the sources, `dist/` once it is compiled. */
const CODE = resolve(__dirname, '..');
const ROOT = existsSync(join(CODE, 'package.json')) ? CODE : resolve(CODE, '..');
const EXTENSION = __filename.endsWith('.ts') ? 'ts' : 'js';

/** The features that come with the package. */
export const OWN_FEATURES = join(ROOT, 'features');

/** The drills that come with the package. */
export const OWN_DRILLS = join(ROOT, 'drills');

/** Where our steps lie. */
export const OWN_CODE = join(CODE, 'steps');

/** The steps that come with the package, in the order in which they are to be loaded. */
export const OWN_STEPS: readonly string[] = [
  join(OWN_CODE, `{world,parameters,hooks}.${EXTENSION}`),
  join(OWN_CODE, `*.steps.${EXTENSION}`),
];

/** A feature by the name that it has wherever the suite runs: ours from our package, others from the working folder. */
export function placeOf(uri: string): string {
  const path = resolve(uri);
  return path.startsWith(OWN_FEATURES + sep) ? relative(ROOT, path).replaceAll(sep, '/') : uri;
}

/** A file that a scenario names: next to our features if the scenario is ours, in the working folder otherwise. */
export function fileFor(uri: string, file: string): string {
  return resolve(uri).startsWith(OWN_FEATURES + sep) ? resolve(ROOT, file) : file;
}
