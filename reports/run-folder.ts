import { lstatSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Assessment } from '../readiness';
import { renderHtml } from './html';
import { renderJUnit } from './junit';
import { type RunRequest, runOf } from './run-json';
import { StagedFolder } from './staged-folder';
import { verdictsOf } from './verdicts-json';

/** The folder of one run while it is written: first the journal, as it happens, then everything else at once.
 *  Shape: `run.json twin.json journal.ndjson verdicts.json index.html junit.xml` hold no time of day and no machine path:
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

  finish(request: RunRequest, assessment: Assessment, tookMs: number): void {
    const twinJson = `${JSON.stringify(assessment.twin.plan)}\n`;
    const run = runOf(request, assessment, twinJson);
    this.staged.write('twin.json', twinJson);
    this.staged.write('verdicts.json', json(verdictsOf(assessment)));
    this.staged.write('index.html', renderHtml(assessment, run));
    this.staged.write('junit.xml', renderJUnit(assessment, run));
    const finishedAt = new Date().toISOString();
    this.staged.write(
      'host.json',
      json({ finishedAt, tookMs, platform: platform(), release: release(), arch: arch() }),
    );
    this.staged.write('run.json', json(run));
    this.staged.commit();
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
