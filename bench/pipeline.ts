import { type RoundTrip, roundTrip } from '../runbooks/round-trip';
import { sampleEstate } from '../runbooks/sample-estate';
import { Watch } from '../runbooks/watch';
import { Checkers } from '../simulators/checkers';
import type { EstateDescription } from '../simulators/description';
import { build, finalState } from '../simulators/estate';
import { measure, type Row, summarize } from './measure';

const GIB = 2 ** 30;
const WARM_UP_CPU_SECONDS = 4;

/** Complete round trips a second: protect, fail over, commit, reprotect, fail back, commit, reprotect – the building of the
 *  estate, the journal with its digest and all ten checkers included. */
export function benchPipeline(repeats: number): Row[] {
  const rows: Row[] = [];
  for (const [what, writes, goal, runs] of [
    ['round trip, control plane only (a minute of idling in each stay)', 0, '1,000/s', 400],
    ['round trip, 512 extents changed', 64, '500/s', 300],
    ['round trip, 8,192 extents changed', 1_024, '–', 40],
  ] as const) {
    const description = sampleEstate({ machines: 1, writes });
    rows.push({ what, measured: summarize(rates(description, runs, repeats), 'runs/s'), goal });
    const unwatched = rates(description, runs, repeats, false);
    rows.push({ what: `${what}, no checkers`, measured: summarize(unwatched, 'runs/s'), goal });
  }
  for (const [what, diskBytes] of [
    ['512 extents, disk of 40 GiB', 40 * GIB],
    ['512 extents, disk of 4 TiB', 4_096 * GIB],
  ] as const) {
    const description = sampleEstate({ machines: 1, writes: 64, diskBytes });
    rows.push({
      what: `round trip, ${what}`,
      measured: summarize(rates(description, 200, repeats), 'runs/s'),
      goal: 'the same',
    });
  }
  for (const machines of [10, 100, 1_000]) {
    const description = sampleEstate({ machines, writes: 8 });
    const perMachine = rates(description, 1, Math.min(repeats, 3)).map((rate) => rate * machines);
    rows.push({
      what: `${machines} machines in one estate`,
      measured: summarize(perMachine, 'machines/s'),
      goal: 'linear',
    });
  }
  return rows;
}

/** Does memory stay flat over many runs in one process? */
export function benchMemory(runs: number): Row {
  const description = sampleEstate({ machines: 1, writes: 8 });
  const heaps: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    once(description, run);
    if (run % Math.ceil(runs / 10) === 0) {
      global.gc?.();
      heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
    }
  }
  const text = heaps.map((heap) => heap.toFixed(0)).join(' ');
  return { what: `heap over ${runs.toLocaleString('en')} round trips, MiB`, measured: text, goal: 'flat' };
}

function rates(description: EstateDescription, runs: number, repeats: number, watched = true): number[] {
  // The first seconds go into compiling; they are not counted.
  for (let run = 0, spent = 0; spent < WARM_UP_CPU_SECONDS; run += 1) {
    spent += measure(() => once(description, run, watched)).cpuSeconds;
  }
  return Array.from({ length: repeats }, (_, repeat) => {
    const { cpuSeconds } = measure(() => {
      for (let run = 0; run < runs; run += 1) once(description, repeat * runs + run, watched);
    });
    return runs / cpuSeconds;
  });
}

function once(description: EstateDescription, seed: number, watched = true): void {
  const checkers = new Checkers();
  const estate = build(description, seed, watched ? [checkers.observe] : []);
  const { kernel } = estate;
  const watch = new Watch(kernel);
  const trips = description.machines.map(({ name }) => {
    const options = {
      machine: name,
      workMs: description.machines[0]?.workload.everyMs ? 600_000 : 60_000,
      restartsMax: 0,
      restartAfterMs: 60_000,
    };
    return kernel.spawn(undefined, 'round trip', roundTrip(estate, watch, options));
  });
  let left = trips.length;
  kernel.run(7 * 24 * 3_600_000, () => {
    while (left > 0 && trips[left - 1]?.over) left -= 1;
    return left === 0;
  });
  const stages = trips.map((trip) => (trip.done.take() as RoundTrip).stage);
  const broken = !watched
    ? []
    : checkers.conclude(finalState(estate)).filter((verdict) => verdict.verdict === 'invalid');
  if (stages.some((stage) => stage !== 'home') || broken.length > 0) {
    throw new Error(`seed ${seed}: ${stages.join(' ')} ${JSON.stringify(broken)}`);
  }
  kernel.journal.digest();
}
