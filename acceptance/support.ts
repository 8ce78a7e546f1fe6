import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve, sep } from 'node:path';
import type { ISupportCodeCoordinates, ISupportCodeLibrary } from '@cucumber/cucumber/api';
import { loadSupport } from '@cucumber/cucumber/api';
import { Misuse } from '../simulators/kernel';
import { OWN_CODE, OWN_STEPS } from './own-files';
import { SOURCES } from './suite';

const STEP_FILE = /(?<!\.d)\.[cm]?[jt]s$/;
const TYPESCRIPT = /\.[cm]?ts$|[{,][cm]?ts[,}]/;

/** Loads our steps, and then the user's: files, folders or patterns.
 *  Errors: HW-ACCEPT-STEPS – a path holds no step file, or one of them cannot be loaded; HW-ACCEPT-TYPESCRIPT – nothing here reads TypeScript. */
export async function loadSteps(given: readonly string[]): Promise<ISupportCodeLibrary> {
  const files = given.flatMap(filesOf);
  const typescript = files.filter((file) => TYPESCRIPT.test(file));
  const reads = typescript.length > 0 ? readerOfTypeScript(typescript[0] as string) : 'node';
  const required = reads === 'node' ? [] : typescript;
  const support: ISupportCodeCoordinates = {
    requireModules: reads === 'node' || reads === 'loaded' ? [] : [reads.module],
    requirePaths: [...OWN_STEPS, ...required],
    importPaths: files.filter((file) => !required.includes(file)),
    loaders: [],
  };
  const library = await loadSupport({ sources: SOURCES, support }).catch((error: Error) => {
    if (given.length === 0) throw error;
    throw new Misuse(
      'HW-ACCEPT-STEPS',
      `a step file cannot be loaded: ${error.message}`,
      /isn't running/.test(error.message)
        ? 'Import Given, When and Then from homeward/steps: another copy of Cucumber is installed beside ours.'
        : 'Correct it; nothing was run.',
    );
  });
  const { requirePaths, importPaths } = library.originalCoordinates;
  const theirs = [...requirePaths, ...importPaths].filter((path) => !path.startsWith(OWN_CODE + sep));
  if (given.length === 0 || theirs.length > 0) return library;
  throw new Misuse(
    'HW-ACCEPT-STEPS',
    `${given.join(', ')} matches no step file`,
    'Name .js or .ts files, or a folder of them.',
  );
}

/** A folder stands for the step files in it; a pattern is left as it is. */
function filesOf(path: string): readonly string[] {
  if (path.endsWith('.feature'))
    throw new Misuse(
      'HW-ACCEPT-STEPS',
      `--steps expects step files, got the feature ${path}`,
      'Name features before --steps.',
    );
  if (/[*?{[]/.test(path)) return [path];
  const found = !existsSync(path)
    ? []
    : statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' })
          .filter((name) => STEP_FILE.test(name) && !/(^|[/\\])node_modules[/\\]/.test(name))
          .sort()
          .map((name) => join(path, name))
      : [path];
  if (found.length > 0) return found;
  throw new Misuse(
    'HW-ACCEPT-STEPS',
    `${path}: ${existsSync(path) ? 'the folder has no step file' : 'there is no such file or folder'}`,
    'Name .js or .ts files, or a folder of them.',
  );
}

/** Node itself, something that is loaded already, or the ts-node of the user's project. */
function readerOfTypeScript(file: string): 'node' | 'loaded' | { readonly module: string } {
  if ('.ts' in require.extensions) return 'loaded';
  try {
    return { module: createRequire(resolve('package.json')).resolve('ts-node/register') };
  } catch {
    if ('typescript' in process.features && process.features.typescript) return 'node';
    throw new Misuse(
      'HW-ACCEPT-TYPESCRIPT',
      `${file} is TypeScript, and neither this Node nor this project reads it`,
      'npm install --save-dev ts-node typescript, or run a Node that strips types (22.18 or newer), or compile it first.',
    );
  }
}
