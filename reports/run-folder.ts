import type { KeyObject } from 'node:crypto';
import { lstatSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Assessment, Sections } from '../readiness';
import type { ReportDocument } from './document/document';
import { makeDocument } from './document/make-document';
import { writeDocument } from './document/write-document';
import { type RunRequest, runOf } from './run-json';
import { StagedFolder } from './staged-folder';
import { digestsOf, STATEMENT_FILE, signStatement } from './statement/statement';
import { renderFiles } from './write-report';

/** The folder of one run while it is written: first the journal, as it happens, then everything else at once.
 *  Shape: `run.json twin.json journal.ndjson report.json` and what is rendered from it hold no time of day and no machine path:
 *  same request, same bytes (on one version of Node). `host.json` says where and when, and takes no part in that.
 *  Errors: HW-OUT-… as of StagedFolder. */
export class RunFolder {
  readonly path: string;
  private readonly staged: StagedFolder;

  constructor(path: string) {
    this.path = path;
    this.staged = new StagedFolder(path);
  }

  readonly journal = (chunk: string): void => this.staged.append('journal.ndjson', chunk);

  /** Writes everything but the journal, with a signed statement if there is a `key`, and puts the folder in its place.
   *  Returns what the report says. */
  async finish(
    request: RunRequest,
    assessment: Assessment,
    tookMs: number,
    { sections = {}, key }: { readonly sections?: Sections; readonly key?: KeyObject | undefined } = {},
  ): Promise<ReportDocument> {
    const twinJson = `${JSON.stringify(assessment.twin.plan)}\n`;
    const run = runOf(request, assessment, twinJson);
    const document = makeDocument(assessment, run, sections);
    this.staged.write('twin.json', twinJson);
    this.staged.write('report.json', writeDocument(document));
    for await (const { name, content } of renderFiles(document)) this.staged.write(name, content);
    const finishedAt = new Date().toISOString();
    this.staged.write(
      'host.json',
      json({ finishedAt, tookMs, platform: platform(), release: release(), arch: arch() }),
    );
    this.staged.write('run.json', json(run));
    if (key) {
      this.staged.flush();
      const statement = signStatement(document, digestsOf(this.staged.placeOf('')), key);
      this.staged.write(STATEMENT_FILE, statement);
    }
    this.staged.commit();
    return document;
  }

  abandon(): void {
    this.staged.abandon();
  }
}

/** Points `latest` beside the run folder at it. Where links are not allowed there is none, which harms nothing. */
export function linkLatest(path: string): void {
  const link = join(dirname(path), 'latest');
  const fresh = `${link}.${basename(path)}`;
  try {
    const present = lstatSync(link, { throwIfNoEntry: false });
    if (present && !present.isSymbolicLink()) return;
    rmSync(fresh, { force: true });
    symlinkSync(basename(path), fresh, 'dir');
    renameSync(fresh, link);
  } catch {
    rmSync(fresh, { force: true });
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
