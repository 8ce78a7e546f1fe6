import { createHash } from 'node:crypto';
import { brokenOf } from '../controls';
import { LANGUAGE_CODES, LANGUAGES, type Language } from '../words';
import { escapeText } from '../xml';
import { afterAction, controlMap } from './audit';
import { drills, matrix, profiles, times, waves } from './campaign';
import type { Charts } from './charts';
import { assumptions, evidence, unknowns } from './grounds';
import { machines } from './machines';
import { alarm, counts, drift, fixes, scoreParts } from './opening';
import { overTime } from './over-time';
import { SCRIPT } from './script';
import { STYLE } from './style';
import { trend } from './trend';
import type { View } from './view';

const SCRIPT_SHA = createHash('sha256').update(SCRIPT).digest('base64');
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_SHA}'; base-uri 'none'; form-action 'none'`;

/** The name of the page in a language. */
export function pageName(language: Language): string {
  return language === 'en' ? 'index.html' : `index.${language}.html`;
}

/** The report for people: one self-contained page. Failures first; each claim with its place in the export. It needs no script;
 *  with one the machines can be filtered. It links to the page in the other languages, which lie beside it. */
export function renderPage(view: View, charts: Charts): string {
  const { doc, words } = view;
  const { run } = doc;
  const sentence = escapeText(words.sentence(doc.counts, doc.machines.length, brokenOf(doc)));
  const files = run.inputs.map(({ file, exportedAt }) =>
    escapeText(exportedAt ? `${file} (${words.exported(exportedAt)})` : file),
  );
  const links = LANGUAGE_CODES.filter((code) => code !== words.code).map((other) => {
    const { code, name } = LANGUAGES[other];
    return ` · <a href="${pageName(other)}" hreflang="${code}" lang="${code}">${name}</a>`;
  });
  return `<!doctype html>
<html lang="${words.code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${words.title}: ${sentence}</title><style>${STYLE}</style></head>
<body><a class="skip" href="#machines">${words.skip}</a>
<header><p class="soft run">${words.title} · ${files.join(' · ')} · <span class="n">${words.seed(run.options.seed)}</span> · <span class="n">${words.run(run.id)}</span>${links.join('')}</p>
<h1>${sentence}</h1>
${alarm(view)}${counts(view)}
<p class="soft">${words.provenMeans}<a href="#assumptions">${words.assumptionsBelow}</a>${words.sentenceEnd}</p>
${contents(view)}</header>
<main>
${[
  drift(view),
  fixes(view),
  waves(view, charts),
  machines(view),
  times(view, charts),
  trend(view, charts),
  matrix(view),
  drills(view),
  overTime(view),
  scoreParts(view),
  profiles(view),
  unknowns(view),
  assumptions(view),
  afterAction(view),
  controlMap(view),
  evidence(view),
]
  .filter((part) => part !== '')
  .join('\n')}
</main>
<footer class="soft"><p>${words.evidence.madeBy(escapeText(run.versions.homeward), escapeText(run.versions.node))} ${words.evidence.readable}<a href="report.json">report.json</a>, <a href="junit.xml">junit.xml</a>, <a href="journal.ndjson">journal.ndjson</a></p></footer>
<script>${SCRIPT}</script>
</body></html>
`;
}

function contents({ doc, words }: View): string {
  const parts: readonly (readonly [string, string, boolean?])[] = [
    ['changes', words.drift.title, doc.drift !== undefined],
    ['waves', words.waves.title, (doc.waves?.waves ?? []).length > 0],
    ['machines', words.machines.title],
    ['times', words.times.title],
    ['trend', words.trend.title, doc.history !== undefined],
    ['matrix', words.matrix.title],
    ['drills', words.drills.title],
    ['over-time', words.drills.overTime.title, (doc.campaign?.timelines ?? []).length > 0],
    ['score', words.score.title, doc.score !== undefined],
    ['assumptions', words.assumptions.title],
    ['after-action', words.afterAction.title],
    ['controls', words.controls.title],
    ['evidence', words.evidence.title],
  ];
  const links = parts.flatMap(([id, title, shown = true]) =>
    shown ? [`<a href="#${id}">${title}</a>`] : [],
  );
  return `<nav aria-label="${words.contents}">${links.join(' ')}</nav>`;
}
