import type { Where } from '../../readiness';
import type { ReportDocument } from './document';

const DAY_MS = 86_400_000;

/** From when to when a claim counts, by the oldest export that it rests on. Shape: `YYYY-MM-DDTHH:MM:SS`, without a zone as
 *  exports have none. Undefined: an export that it rests on has no date, so no end can be told. */
export interface Validity {
  readonly created: string;
  readonly expires: string;
}

/** When the evidence of a claim begins and ends to count. */
export function validityOf(doc: ReportDocument, restsOn: readonly Where[]): Validity | undefined {
  const files = new Set(restsOn.flatMap(({ file }) => [file, folderOf(file)]));
  const inputs = doc.run.inputs.filter(({ file }) => files.has(file));
  const dates = (inputs.length > 0 ? inputs : doc.run.inputs).map(({ exportedAt }) => exportedAt);
  const known = dates.filter((date) => date !== null);
  if (known.length === 0 || known.length < dates.length) return undefined;
  const [created = ''] = known.toSorted();
  // The zone is not known: counting in any one zone moves the end by the same hours as the beginning.
  const ends = new Date(Date.parse(`${created}Z`) + doc.evidenceDays * DAY_MS);
  if (Number.isNaN(ends.getTime())) return undefined;
  return { created, expires: ends.toISOString().slice(0, 19) };
}

/** The facts of a folder name the files in it; the input is the folder. */
function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}
