import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Misuse } from '../simulators/kernel';

/** Writes a file that comes to be whole or not at all: a temporary sibling takes its place at the end.
 *  Errors: HW-OUT-WRITE – it cannot be written; nothing is left behind. */
export function writeWhole(path: string, text: string, mode = 0o666 & ~process.umask()): void {
  const made = `${path}.${process.pid}.part`;
  try {
    writeFileSync(made, text, { mode, flag: 'wx' });
    chmodSync(made, mode);
    renameSync(made, path);
  } catch (error) {
    rmSync(made, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    const next = `Name a file in a folder that exists; ${dirname(path)} may not.`;
    throw new Misuse('HW-OUT-WRITE', `${path} cannot be written (${code})`, next);
  }
}
