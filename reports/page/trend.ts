import { type EarlierRun, WORST_FIRST } from '../../readiness';
import { points } from '../campaign-text';
import type { ReportDocument } from '../document/document';
import { titleOf } from '../document/findings';
import { earlierRunOf } from '../history/earlier-run';
import { escapeText } from '../xml';
import type { Charts } from './charts';
import { code, columnsOf, table } from './parts';
import { said, type View } from './view';

/** So many runs have a column in the table of findings. */
const COLUMNS_MAX = 6;

/** The earlier runs of the estate and this one, oldest first. Empty: there was none. */
export function runsOf(doc: ReportDocument): readonly EarlierRun[] {
  return doc.history ? [...doc.history.runs, earlierRunOf(doc)] : [];
}

/** How score, RTO and findings have developed over the runs of the estate. */
export function trend(view: View, charts: Charts): string {
  const { doc, words } = view;
  const own = words.trend;
  const runs = runsOf(doc);
  if (runs.length === 0) return '';
  const rows = runs.map(({ id, exportedAt, score, rtoP95Ms, counts }, index) => [
    index === runs.length - 1 ? `<b>${own.thisRun}</b>` : code(id),
    exportedAt === null ? '' : escapeText(exportedAt.replace('T', ' ')),
    score ? [...new Set([points(score.low), points(score.high)])].join('–') : '',
    rtoP95Ms === null ? '' : words.minutes(rtoP95Ms),
    ...WORST_FIRST.map((verdict) => `${counts[verdict]}`),
  ]);
  const columns = [...own.columns, ...WORST_FIRST.map((verdict) => words.verdict[verdict])];
  const kinds = { 0: 'at', 3: 'num', 4: 'num', 5: 'num', 6: 'num', 7: 'num' } as const;
  return `<section id="trend"><h2>${own.title}</h2><p>${own.about(runs.length - 1)}</p>${charts.trend(view)}
${table(own.caption, columnsOf(columns, kinds), rows)}${findings(view, runs.slice(-COLUMNS_MAX))}</section>`;
}

function findings({ doc, words }: View, runs: readonly EarlierRun[]): string {
  const own = words.trend;
  const latest = runs.at(-1)?.findings ?? {};
  const codes = [...new Set(runs.flatMap((run) => Object.keys(run.findings)))]
    .filter((each) => runs.some((run) => (run.findings[each] ?? 0) !== (latest[each] ?? 0)))
    .sort();
  if (codes.length === 0) return '';
  const rows = codes.map((each) => [
    `${code(each)} ${said(words, titleOf(doc, each))}`,
    ...runs.map((run) => `${run.findings[each] ?? 0}`),
  ]);
  const titles = runs.map(({ id }, index) =>
    index === runs.length - 1 ? own.thisRun : escapeText(id.slice(0, 6)),
  );
  const kinds = Object.fromEntries(runs.map((_, index) => [index + 1, 'num' as const]));
  return `<h3>${own.findings}</h3>${table(own.findingsCaption, columnsOf([own.code, ...titles], kinds), rows)}`;
}
