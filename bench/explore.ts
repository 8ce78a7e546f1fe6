import { Campaign } from '../exploration/campaign';
import { runOnce } from '../exploration/run';
import { readEstateFile } from '../serving/estate-file';
import { EXTENT_BYTES } from '../simulators/storage';
import { measure, type Row, summarize } from './measure';

const ESTATES = ['explore', 'explore-modernized', 'explore-standalone'];
const FAULTS_MAX = 8;
const WARM_UP_CPU_SECONDS = 6;
const RUNS = 150;

/** Executions of explored runs a second, in the main thread: building the estate, the journal with its digest, the faults of the
 *  schedule and all ten checkers included. A run of a campaign is two executions; the second goes without the checkers. */
export function benchExplore(repeats: number): Row[] {
  return ESTATES.map((name) => {
    const description = readEstateFile(`examples/estates/${name}.yaml`);
    const campaign = new Campaign({ description, seed: 1, faultsMax: FAULTS_MAX });
    const { machines } = description;
    const extents = (machines[0]?.disks[0]?.sizeBytes ?? 0) / EXTENT_BYTES;
    return {
      what: `${name}: ${repeats} × ${RUNS} runs, ${machines.length} machines, disks of ${extents} extents`,
      measured: summarize(rates(campaign, repeats), 'executions/s'),
      goal: '500/s',
    };
  });
}

function rates(campaign: Campaign, repeats: number): number[] {
  let next = 0;
  const some = (runs: number): void => {
    for (const end = next + runs; next < end; next += 1) runOnce(campaign.runOptions(next));
  };
  // The first seconds go into compiling; they are not counted.
  for (let spent = 0; spent < WARM_UP_CPU_SECONDS; ) spent += measure(() => some(20)).cpuSeconds;
  return Array.from({ length: repeats }, () => RUNS / measure(() => some(RUNS)).cpuSeconds);
}
