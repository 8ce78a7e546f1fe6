import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type Inventory, Pseudonyms, redactInventory } from '../readiness';
import { writeWhole } from '../serving/write-whole';
import { Misuse } from '../simulators/kernel';

const MAP = z.strictObject({
  schema: z.literal('homeward.redaction/1'),
  names: z.record(z.string().regex(/^[a-z]+-\d+$/), z.string()),
});

/** What `--redact` makes of an inventory, and of other words that name something of it. */
export interface Redacted {
  readonly inventory: Inventory;
  readonly words: (text: string) => string;
}

/** Gives the inventory pseudonyms from the map in `file`, which is made or added to before anything else is written.
 *  Shape: the map is readable by its owner alone. Without a file nothing changes.
 *  Errors: HW-REDACT-MAP – the file holds something else; HW-OUT-WRITE. */
export function redactWith(file: string | undefined, inventory: Inventory): Redacted {
  if (file === undefined) return { inventory, words: (text) => text };
  const names = new Pseudonyms(existsSync(file) ? readMap(file) : {});
  const redacted = redactInventory(inventory, names);
  const map = { schema: 'homeward.redaction/1', names: names.map() };
  writeWhole(resolve(file), `${JSON.stringify(map, null, 1)}\n`, 0o600);
  return { inventory: redacted, words: (text) => names.text(text) };
}

/** The names by pseudonym that a map holds. Errors: HW-REDACT-MAP – there is none, or the file holds something else. */
export function readMap(file: string): Readonly<Record<string, string>> {
  try {
    return MAP.parse(JSON.parse(readFileSync(file, 'utf8'))).names;
  } catch {
    const got = existsSync(file) ? 'something else' : 'no such file';
    const next = 'Name a file that --redact has written; to begin a new map, one that does not exist yet.';
    throw new Misuse('HW-REDACT-MAP', `expected a map of pseudonyms, got ${got}: ${file}`, next);
  }
}
