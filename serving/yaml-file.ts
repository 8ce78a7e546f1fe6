import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { Misuse } from '../simulators/kernel';

const FILE_BYTES_MAX = 4 * 2 ** 20;

/** The values of a YAML or JSON file. Errors: what `misuse` makes of what is wrong – no such file, too large, no YAML, or aliases
 *  that stand for far more than is written. */
export function readYaml(path: string, misuse: (what: string) => Misuse): unknown {
  return parseYaml(readText(path, misuse), misuse);
}

/** The values of the text of such a file. Errors: as `readYaml`. */
export function parseYaml(text: string, misuse: (what: string) => Misuse): unknown {
  if (Buffer.byteLength(text) > FILE_BYTES_MAX) throw misuse('has more than 4 MiB');
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken) throw misuse(`is no YAML: ${broken.message.split('\n')[0]}`);
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw misuse(`cannot be resolved: ${(error as Error).message}`);
  }
}

function readText(path: string, misuse: (what: string) => Misuse): string {
  try {
    if (statSync(path).size > FILE_BYTES_MAX) throw misuse('has more than 4 MiB');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw misuse(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
