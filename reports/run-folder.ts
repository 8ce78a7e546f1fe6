import type { KeyObject } from 'node:crypto';
import { lstatSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Assessment, CampaignPlan, Sections } from '../readiness';
import type { ReportDocument } from './document/document';
import { makeDocument } from './document/make-document';
import { writeDocument } from './document/write-document';
import { driftSince } from './drift';
import type { RecordedDrills } from './recorded-run';
import { renderOnThreads } from './render-on-threads';
import { type RunRequest, runOf } from './run-json';
import { StagedFolder } from './staged-folder';
import { digestsOf, STATEMENT_FILE, signStatement } from './statement/statement';

/** What a run came to: what was found, and what drills are to be replayed by. */
export type Finished = Sections & {
  readonly assessment: Assessment;
  readonly plan?: CampaignPlan;
  /** The report of an earlier run: what has changed since is told. */
  readonly since?: ReportDocument;
  /** Signs a statement about the folder. */
  readonly key?: KeyObject;
};

/** The folder of one run while it is written: first the journal, as it happens, then everything else at once.
 *  Shape: `run.json twin.json drills.json journal.ndjson report.json` and what is rendered from it hold no time of day and no machine path:
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
    { assessment, plan, since, key, ...sections }: Finished,
    tookMs: number,
  ): Promise<ReportDocument> {
    const twinJson = `${JSON.stringify(assessment.twin.plan)}\n`;
    const drillsJson = plan && json(drillsOf(plan, sections));
    const run = runOf(request, assessment, twinJson, drillsJson);
    const made = makeDocument(assessment, run, sections);
    const document = since ? { ...made, drift: driftSince(since, made.machines) } : made;
    this.staged.write('twin.json', twinJson);
    if (drillsJson !== undefined) this.staged.write('drills.json', drillsJson);
    const text = writeDocument(document);
    this.staged.write('report.json', text);
    await renderOnThreads(document, text, ({ name, content }) => this.staged.write(name, content));
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

/** `drills.json`: what a replay of the drills needs, and what it is compared with. */
function drillsOf(plan: CampaignPlan, { campaign }: Sections): RecordedDrills {
  return { plan, digests: (campaign?.drills ?? []).map(({ seed, digest }) => ({ seed, digest })) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
