import type { ReportDocument } from './document/document';
import { renderCycloneDx } from './formats/cyclonedx';
import { featureFiles } from './formats/feature';
import { renderJUnit } from './formats/junit';
import { renderMarkdown } from './formats/markdown';
import { renderSarif } from './formats/sarif';
import { loadCharts } from './page/charts';
import { pageName, renderPage } from './page/page';
import { LANGUAGE_CODES, LANGUAGES, type Language } from './words';

/** A file of a report. Shape: `name` is a path inside the run folder. */
export interface ReportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

type Renderer = (
  doc: ReportDocument,
  languages: readonly Language[],
) => Promise<readonly ReportFile[]> | readonly ReportFile[];

/** Each format: which files are its own, and how they are made. */
const RENDERERS = {
  html: {
    names: /^index([.]\w+)?[.]html$/,
    render: async (doc, languages) => {
      const charts = await loadCharts();
      return languages.map((language) => {
        const view = { doc, words: LANGUAGES[language] };
        return { name: pageName(language), content: renderPage(view, charts) };
      });
    },
  },
  markdown: {
    names: /^report([.]\w+)?[.]md$/,
    render: (doc, languages) =>
      languages.map((language) => ({
        name: inLanguage('report', language, 'md'),
        content: renderMarkdown({ doc, words: LANGUAGES[language] }),
      })),
  },
  junit: {
    names: /^junit[.]xml$/,
    render: (doc) => [{ name: 'junit.xml', content: renderJUnit(doc) }],
  },
  sarif: {
    names: /^report[.]sarif$/,
    render: (doc) => [{ name: 'report.sarif', content: renderSarif(doc) }],
  },
  cyclonedx: {
    names: /^report[.]cdx[.]json$/,
    render: (doc) => [{ name: 'report.cdx.json', content: renderCycloneDx(doc) }],
  },
  feature: {
    names: /^blockers\/[^/]+[.]feature$/,
    render: featureFiles,
  },
} as const satisfies Readonly<Record<string, { readonly names: RegExp; readonly render: Renderer }>>;

export type Format = keyof typeof RENDERERS;

/** What a report can be written as. */
export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

/** Is a file of a run folder one of this format? */
export function writtenBy(format: Format, file: string): boolean {
  return RENDERERS[format].names.test(file);
}

/** Which files are wanted. Shape: in the order of `FORMATS` and of the languages. */
export interface Wanted {
  readonly formats: readonly Format[];
  readonly languages: readonly Language[];
}

const EVERYTHING: Wanted = { formats: FORMATS, languages: LANGUAGE_CODES };

/** Renders the files of a report, each from the document alone: the same document, the same bytes. */
export async function renderReport(
  doc: ReportDocument,
  { formats, languages }: Wanted = EVERYTHING,
): Promise<readonly ReportFile[]> {
  const files: (readonly ReportFile[])[] = [];
  for (const format of formats) {
    const { render }: { readonly render: Renderer } = RENDERERS[format];
    files.push(await render(doc, languages));
  }
  return files.flat();
}

function inLanguage(name: string, language: Language, ending: string): string {
  return language === 'en' ? `${name}.${ending}` : `${name}.${language}.${ending}`;
}
