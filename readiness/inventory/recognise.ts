import { Misuse } from '../../simulators/kernel';
import type { InputFile } from './read-file';

/** What a file is by its content. Shape: a text is without its byte order mark. */
export type Recognised =
  | { readonly kind: 'workbook' }
  | { readonly kind: 'json' | 'xml' | 'csv'; readonly text: string };

const FORMATS =
  'an RVTools workbook or its tabs as CSV, govc JSON, a PowerCLI export, an object.save folder, ARM JSON of Site Recovery, a Deployment Planner report or an Azure Migrate CSV';
const EXPORT_AGAIN = 'readiness/inventory/README.md says which exports are read, and how they are made.';

/** Tells what a file holds, whatever it is called.
 *  Errors: HW-INPUT-FORMAT – empty or binary; HW-INPUT-NOT-WORKBOOK – another zip, or an old or encrypted workbook;
 *          HW-INPUT-ENCODING – text that is neither UTF-8 nor UTF-16. */
export function recognise({ bytes, file }: InputFile): Recognised {
  const magic = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  if (magic === 0x504b0304) return { kind: 'workbook' };
  if (magic === 0xd0cf11e0 || magic === 0x504b0506) {
    const [got, next] =
      magic === 0x504b0506
        ? ['an empty zip', 'Export from RVTools with File > Export all to Excel.']
        : ['an old .xls or a password-protected file', 'Save it from Excel as .xlsx without a password.'];
    throw new Misuse('HW-INPUT-NOT-WORKBOOK', `expected an .xlsx workbook, got ${got}: ${file}`, next);
  }
  const text = decode(bytes, file);
  const [first] = text.trimStart();
  if (first === undefined) throw unknown('an empty file', file);
  if (text.includes('\0')) throw unknown('binary data', file);
  if (first === '{' || first === '[') return { kind: 'json', text };
  return { kind: first === '<' ? 'xml' : 'csv', text };
}

/** Says that a file is none of what is read. `got` tells what it is instead. */
export function unknown(got: string, file: string): Misuse {
  return new Misuse('HW-INPUT-FORMAT', `expected ${FORMATS}, got ${got}: ${file}`, EXPORT_AGAIN);
}

/** PowerShell writes UTF-16 with a byte order mark, or UTF-8 with one; everything else writes UTF-8 without. */
function decode(bytes: Buffer, file: string): string {
  const encoding = encodingOf(bytes);
  try {
    if (encoding === undefined) throw new TypeError('UTF-32');
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const message = `expected text in UTF-8 or UTF-16, got bytes that are neither: ${file}`;
    const next = 'Save it again as UTF-8; in PowerShell: Export-Csv -Encoding UTF8.';
    throw new Misuse('HW-INPUT-ENCODING', message, next);
  }
}

function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const [one, two, three, four] = bytes;
  if (one === 0xff && two === 0xfe) return three === 0 && four === 0 ? undefined : 'utf-16le';
  if (one === 0xfe && two === 0xff) return 'utf-16be';
  if (bytes.length % 2 === 0 && bytes.length > 0) {
    if (one !== 0 && two === 0 && three !== 0 && four === 0) return 'utf-16le';
    if (one === 0 && two !== 0 && three === 0 && four !== 0) return 'utf-16be';
  }
  return 'utf-8';
}
