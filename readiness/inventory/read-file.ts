import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Misuse } from '../../simulators/kernel';

const FILE_BYTES_MAX = 256 * 1024 * 1024;

/** A file that is at least a zip. Shape: `file` is the base name, all that reports may show. */
export interface InputFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Reads one input file and makes sure that it can be a workbook at all.
 *  Errors: HW-INPUT-MISSING, HW-INPUT-DIRECTORY, HW-INPUT-UNREADABLE, HW-INPUT-TOO-LARGE, HW-INPUT-NOT-WORKBOOK. */
export async function readInputFile(path: string): Promise<InputFile> {
  const file = basename(path);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const next = 'Check the path; RVTools writes the workbook with File > Export all to Excel.';
    throw new Misuse('HW-INPUT-MISSING', `expected an RVTools workbook, got no such file: ${path}`, next);
  }
  if (found.isDirectory()) {
    const next = 'Name the .xlsx file inside it; several files may be given.';
    throw new Misuse('HW-INPUT-DIRECTORY', `expected an RVTools workbook, got a folder: ${path}`, next);
  }
  if (!found.isFile() || !(await canRead(path))) {
    const message = `expected an RVTools workbook, got a file that cannot be read: ${path}`;
    throw new Misuse(
      'HW-INPUT-UNREADABLE',
      message,
      'Give your account the right to read it, or copy it elsewhere.',
    );
  }
  if (found.size > FILE_BYTES_MAX) {
    const message = `expected a workbook of at most ${FILE_BYTES_MAX} bytes, got ${found.size}: ${path}`;
    throw new Misuse(
      'HW-INPUT-TOO-LARGE',
      message,
      'Export fewer machines per workbook and give several files.',
    );
  }
  const bytes = await readFile(path);
  refuseOtherFormats(bytes, file);
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

function refuseOtherFormats(bytes: Buffer, file: string): void {
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50) return;
  const [got, next] = whatItIs(bytes);
  throw new Misuse('HW-INPUT-NOT-WORKBOOK', `expected an .xlsx workbook, got ${got}: ${file}`, next);
}

function whatItIs(bytes: Buffer): readonly [string, string] {
  const exportAgain = 'Export from RVTools with File > Export all to Excel.';
  if (bytes.length === 0) return ['an empty file', exportAgain];
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xd0cf11e0) {
    return ['an old .xls or a password-protected file', 'Save it from Excel as .xlsx without a password.'];
  }
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x06054b50) return ['an empty zip', exportAgain];
  const head = bytes.subarray(0, 4096);
  if (head.includes(0)) return ['binary data of another kind', exportAgain];
  if (head.includes(',') || head.includes(';') || head.includes('\t'))
    return ['text, perhaps CSV', exportAgain];
  return ['text', exportAgain];
}

async function canRead(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
