import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Misuse } from '../../simulators/kernel';

const FILE_BYTES_MAX = 256 * 1024 * 1024;
/** A folder of object.save has one file for each managed object. */
const FOLDER_FILES_MAX = 200_000;
const FOLDER_BYTES_MAX = 1024 * 1024 * 1024;

/** A file that was read. Shape: `file` is the base name (after the folder's, within one), all that reports may show. */
export interface InputFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Reads what an argument names: the file, or the XML and CSV files of the folder, by name.
 *  Shape:  a folder's files come one at a time, so that they need not all be held.
 *  Errors: HW-INPUT-MISSING, HW-INPUT-UNREADABLE, HW-INPUT-TOO-LARGE; HW-INPUT-DIRECTORY – a folder without such files. */
export async function readInput(path: string): Promise<InputFile | AsyncGenerator<InputFile>> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const next = 'Check the path; readiness/inventory/README.md says how exports are made.';
    throw new Misuse('HW-INPUT-MISSING', `expected an export, got no such file: ${path}`, next);
  }
  if (!found.isDirectory()) return readOne(path, basename(path));
  const entries = await readdir(path, { withFileTypes: true }).catch(() => {
    throw unreadable('a folder', path);
  });
  const names = entries
    .filter((entry) => entry.isFile() && /\.(xml|csv)$/i.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  if (names.length === 0) throw noFolder(path);
  if (names.length > FOLDER_FILES_MAX) throw tooLarge(`${names.length} files`, `${FOLDER_FILES_MAX}`, path);
  return readAll(path, names);
}

async function* readAll(folder: string, names: readonly string[]): AsyncGenerator<InputFile> {
  let bytes = 0;
  for (const name of names) {
    const input = await readOne(join(folder, name), `${basename(resolve(folder))}/${name}`);
    bytes += input.bytes.length;
    if (bytes > FOLDER_BYTES_MAX)
      throw tooLarge(`more than ${FOLDER_BYTES_MAX} bytes`, `${FOLDER_BYTES_MAX} bytes`, folder);
    yield input;
  }
}

async function readOne(path: string, file: string): Promise<InputFile> {
  const found = await stat(path);
  if (!found.isFile() || !(await canRead(path))) throw unreadable('a file', path);
  if (found.size > FILE_BYTES_MAX) throw tooLarge(`${found.size} bytes`, `${FILE_BYTES_MAX} bytes`, path);
  const bytes = await readFile(path);
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** Errors (returned): HW-INPUT-DIRECTORY. */
export function noFolder(path: string): Misuse {
  const message = `expected saved objects or tabs of RVTools as CSV, got a folder without any: ${path}`;
  const next = 'Name the files in it, or a folder that govc object.save or RVTools has written.';
  return new Misuse('HW-INPUT-DIRECTORY', message, next);
}

function unreadable(what: string, path: string): Misuse {
  const message = `expected an export, got ${what} that cannot be read: ${path}`;
  const next = 'Give your account the right to read it, or copy it elsewhere.';
  return new Misuse('HW-INPUT-UNREADABLE', message, next);
}

function tooLarge(got: string, max: string, path: string): Misuse {
  const next = 'Export fewer machines at once and give several files.';
  return new Misuse('HW-INPUT-TOO-LARGE', `expected at most ${max}, got ${got}: ${path}`, next);
}

async function canRead(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
