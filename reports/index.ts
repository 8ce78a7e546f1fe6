export { openRun } from './recorded-run';
export { linkLatest, RunFolder } from './run-folder';
export { runId } from './run-json';
export { countLine } from './summary';
export { renderTable } from './terminal-table';
export { plain } from './terminal-text';
export { verdictsOf } from './verdicts-json';
export { readVersions } from './versions';
