import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeEstateSheets } from './estate-sheets';
import { type SampleSheet, writeWorkbook } from './rvtools-shape';
import { SAMPLE_DATASTORES, SAMPLE_HOSTS, SAMPLE_LICENCES, SAMPLE_MACHINES } from './sample-estate';

const SAMPLE_SEED = 20_261_101;

/** The sheets of the example export. */
export function sampleSheets(): readonly SampleSheet[] {
  const estate = {
    machines: SAMPLE_MACHINES,
    hosts: SAMPLE_HOSTS,
    datastores: SAMPLE_DATASTORES,
    licences: SAMPLE_LICENCES,
    blankRows: 990,
  };
  return makeEstateSheets(estate, SAMPLE_SEED);
}

/** Makes the example workbook of the README. Shape: the same bytes on every machine. */
export function makeSample(): Buffer {
  return writeWorkbook(sampleSheets());
}

if (require.main === module) writeFileSync(join(__dirname, 'rvtools-sample.xlsx'), makeSample());
