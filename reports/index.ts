export { openRun, type RecordedRun } from './recorded-run';
export { linkLatest, RunFolder } from './run-folder';
export { type RunRequest, runId } from './run-json';
export { countLine } from './summary';
export { renderTable } from './terminal-table';
export { plain } from './terminal-text';
export { verdictsOf } from './verdicts-json';
export { readVersions } from './versions';
