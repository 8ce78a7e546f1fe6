import { Misuse } from '../../simulators/kernel';
import { mergeExports } from './merge';
import type { Inventory } from './model';
import { NoteBook } from './notes';
import { type Export, readExport } from './read-export';
import { readInputFile } from './read-file';

export type {
  Fact,
  Inventory,
  LocalTime,
  Machine,
  Where,
} from './model';

/** Reads an estate from one or several RVTools workbooks (.xlsx, headers of 3.x and 4.x).
 *  Shape:  machines are keyed by VI SDK UUID and VM ID; of a machine that two files know, the newer export counts. A file
 *          that is given twice is read once. What no file states is `undefined`.
 *  Errors: HW-INPUT-… (never retryable) – the list is in README.md; nothing is returned for half of the files. */
export async function readInventory(files: readonly string[]): Promise<Inventory> {
  if (files.length === 0) {
    const message = 'expected at least one RVTools workbook, got none';
    throw new Misuse('HW-INPUT-NONE', message, 'Name an .xlsx file that RVTools has exported.');
  }
  const notes = new NoteBook();
  const exports = new Map<string, Export>();
  for (const path of files) {
    const input = await readInputFile(path);
    if (exports.has(input.sha256)) {
      notes.add('info', 'HW-NOTE-SAME-FILE', `${input.file} was given twice (same bytes): read once`);
      continue;
    }
    exports.set(input.sha256, await readExport(input, notes));
  }
  return mergeExports([...exports.values()], notes);
}
