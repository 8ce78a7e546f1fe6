import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** What decides how a run goes, and what a report counts. */
const DECIDING = ['exploration', 'readiness', 'runbooks', 'serving', 'simulators'];

/** Two that have it in common make the same runs: over the program text of what decides them. Shape: 64 hex digits; sources and what is built of them differ. */
export function codeDigest(): string {
  const root = resolve(__dirname, '..', '..');
  const files = DECIDING.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[jt]s$/.test(name) && !/\.(spec|d)\.ts$/.test(name))
      .map((name) => join(folder, name).split(sep).join('/')),
  ).sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const text = readFileSync(join(root, file));
    hash.update(`${file} ${text.length}\n`).update(text);
  }
  return hash.digest('hex');
}
