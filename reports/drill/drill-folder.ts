import { arch, platform, release } from 'node:os';
import { StagedFolder } from '../staged-folder';
import { renderDrillHtml } from './html';
import type { DrillReport } from './report';

/** Writes the folder of a drill, whole or not at all: `journal.json`, a superset of Chaos Toolkit's journal, `report.html`, `result.json` – the same
 *  drill gives the same bytes – and `host.json`, which says where and when, and takes no part in that. Errors: HW-OUT-… as of StagedFolder. */
export function writeDrill(
  path: string,
  journal: object,
  report: DrillReport,
  wall: { readonly tookMs: number; readonly finishedAt: string },
): void {
  const folder = new StagedFolder(path);
  try {
    folder.write('journal.json', json(journal));
    folder.write('report.html', renderDrillHtml(report));
    folder.write(
      'host.json',
      json({ ...wall, platform: platform(), release: release(), arch: arch(), node: process.versions.node }),
    );
    folder.write('result.json', json(report));
    folder.commit();
  } finally {
    folder.abandon();
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
