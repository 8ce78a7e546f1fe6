import type { KeyObject } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDocument } from './document/read-document';
import { missing } from './recorded-run';
import { StagedFolder } from './staged-folder';
import { digestsOf, filesIn, STATEMENT_FILE, signStatement } from './statement/statement';
import { statementHolds } from './statement/verify';
import { renderFiles, type Wanted, writtenBy } from './write-report';

/** The files of a run that nothing can be rendered from again. Everything else in a new folder is rendered. */
const SOURCES = ['run.json', 'twin.json', 'journal.ndjson', 'host.json', 'report.json'];
/** Of a run with drills. */
const DRILLS = 'drills.json';

/** What was rendered anew. Shape: `signed` – there is a statement about the files as they are now. */
export interface Rebuilt {
  readonly names: readonly string[];
  readonly signed: boolean;
}

/** Renders the files of a report anew from the document of its run, in the run folder itself or in another one, which then is a
 *  whole run folder too. In the run folder, files that were not asked for stay; a statement stays as long as it is true.
 *  Errors: HW-RUN-MISSING, HW-RUN-DAMAGED, HW-OUT-…; the folder is as it was then. */
export async function rebuildReport(
  folder: string,
  out: string | undefined,
  wanted: Wanted,
  key?: KeyObject,
): Promise<Rebuilt> {
  const document = readDocument(folder);
  const real = realpathSync(folder);
  const present = filesIn(real);
  const lacking = SOURCES.find((file) => !present.includes(file));
  if (lacking) throw missing(folder, lacking, { code: 'ENOENT' });
  const target = out === undefined || pathOf(out) === real ? real : resolve(out);
  const inPlace = target === real;
  const names = new Set<string>();
  const staged = new StagedFolder(target);
  try {
    for await (const { name, content } of renderFiles(document, wanted)) {
      staged.write(name, content);
      names.add(name);
    }
    for (const file of present) {
      const kept = inPlace ? stays(file, wanted) : [...SOURCES, DRILLS].includes(file);
      if (names.has(file) || !kept) continue;
      staged.take(file, real);
    }
    const place = staged.placeOf('');
    if (key) staged.write(STATEMENT_FILE, signStatement(document, digestsOf(place), key));
    const signed = key !== undefined || statementHolds(place);
    if (!signed) staged.remove(STATEMENT_FILE);
    staged.commit();
    return { names: [...names], signed };
  } finally {
    staged.abandon();
  }
}

/** A link may lead to the run folder itself. */
function pathOf(out: string): string {
  return existsSync(out) ? realpathSync(out) : resolve(out);
}

/** The feature of a blocker that is gone goes too. */
function stays(file: string, { formats }: Wanted): boolean {
  return !(formats.includes('feature') && writtenBy('feature', file));
}
