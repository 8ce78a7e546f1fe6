import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Misuse } from '../simulators/kernel';

/** What clients read: values by name. */
export type Environment = { readonly [name: string]: string };

/** `NAME=value` lines, as a shell and `--env-file` of Node read them. */
export function printEnvironment(environment: Environment): string {
  return `${Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

/** Writes the lines to a file that only its owner may read; it appears whole. Errors: HW-OUT-WRITE. */
export function writeEnvironment(file: string, environment: Environment): void {
  const made = `${file}.${process.pid}.part`;
  try {
    writeFileSync(made, printEnvironment(environment), { mode: 0o600, flag: 'wx' });
    chmodSync(made, 0o600);
    renameSync(made, file);
  } catch (error) {
    rmSync(made, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new Misuse(
      'HW-OUT-WRITE',
      `${file} cannot be written (${code})`,
      `Name a file in a folder that exists; ${dirname(file)} may not.`,
    );
  }
}
