import type { ReportDocument } from './document/document';
import { renderJUnit } from './formats/junit';
import { loadCharts } from './page/charts';
import { pageName, renderPage } from './page/page';
import { LANGUAGES, type Language } from './words';

/** A file of a report. Shape: `name` is a path inside the run folder. */
export interface ReportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** What a report can be written as. */
export const FORMATS = ['html', 'junit'] as const;

export type Format = (typeof FORMATS)[number];

/** Which files are wanted. Shape: in the order of `FORMATS` and of the languages. */
export interface Wanted {
  readonly formats: readonly Format[];
  readonly languages: readonly Language[];
}

const EVERYTHING: Wanted = {
  formats: FORMATS,
  languages: Object.keys(LANGUAGES) as Language[],
};

/** Renders the files of a report, each from the document alone: the same document, the same bytes. */
export async function renderReport(doc: ReportDocument, wanted: Wanted = EVERYTHING): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  for (const format of wanted.formats) {
    for (const file of await RENDERERS[format](doc, wanted.languages)) files.push(file);
  }
  return files;
}

type Renderer = (
  doc: ReportDocument,
  languages: readonly Language[],
) => Promise<readonly ReportFile[]> | readonly ReportFile[];

const RENDERERS: { readonly [format in Format]: Renderer } = {
  html: async (doc, languages) => {
    const charts = await loadCharts();
    return languages.map((language) => ({
      name: pageName(language),
      content: renderPage(
        { doc, words: LANGUAGES[language] },
        charts,
        languages.filter((other) => other !== language),
      ),
    }));
  },
  junit: (doc) => [{ name: 'junit.xml', content: renderJUnit(doc) }],
};
