import { parentPort, workerData } from 'node:worker_threads';
import type { ReportDocument } from './document/document';
import { LANGUAGE_CODES } from './words';
import { type Format, renderReport } from './write-report';

// The thread that `render-on-threads.ts` starts: it has a document, gets formats, and answers each with its files.
const doc: ReportDocument = JSON.parse(workerData as string);

parentPort?.on('message', async (format: Format) => {
  parentPort?.postMessage(await renderReport(doc, { formats: [format], languages: LANGUAGE_CODES }));
});
