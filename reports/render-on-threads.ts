import { onThreads } from '../exploration';
import type { ReportDocument } from './document/document';
import { LANGUAGE_CODES } from './words';
import { FORMATS, type Format, type ReportFile, renderFiles } from './write-report';

/** To give the document to a thread takes as long as to render so many machines. */
const WORTH_A_THREAD = 2_000;

/** Renders all files of a report, as `renderFiles` does; of a large one the pages here, and everything else on a thread meanwhile.
 *  Shape: `text` – the document, as `report.json` has it. Errors: what a renderer or `take` throws. */
export async function renderOnThreads(
  doc: ReportDocument,
  text: string,
  take: (file: ReportFile) => void,
): Promise<void> {
  if (doc.machines.length < WORTH_A_THREAD) {
    for await (const file of renderFiles(doc)) take(file);
    return;
  }
  const others = FORMATS.filter((format) => format !== 'html');
  const elsewhere = onThreads<Format, readonly ReportFile[]>({
    script: require.resolve('./render-worker'),
    workerData: text,
    threads: 1,
    next: () => others.shift(),
    done: (files) => files.forEach(take),
  });
  const here = async (): Promise<void> => {
    for await (const file of renderFiles(doc, { formats: ['html'], languages: LANGUAGE_CODES })) take(file);
  };
  await Promise.all([here(), elsewhere]);
}
