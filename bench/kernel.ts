import { Kernel, type Process } from '../simulators/kernel';
import { measure, type Row, summarize } from './measure';

const PROCESSES = 1_000;
const EVENTS = 1_000_000;

/** Journaled events a second: processes that sleep for a drawn time and record one entry each time they wake. */
export function benchKernel(repeats: number): Row[] {
  const journaled: number[] = [];
  const bare: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    journaled.push(rate(true, repeat));
    bare.push(rate(false, repeat));
  }
  return [
    {
      what: `kernel, ${PROCESSES} processes, journal with SHA-256`,
      measured: summarize(journaled, 'events/s'),
      goal: '1.5 M (floor 1.0 M)',
    },
    {
      what: `kernel, ${PROCESSES} processes, order digest only`,
      measured: summarize(bare, 'events/s'),
      goal: '–',
    },
  ];
}

function rate(journal: boolean, seed: number): number {
  const kernel = new Kernel(seed);
  const sleeper = function* (name: string): Process {
    const draws = kernel.random(name);
    for (;;) {
      yield 1 + (draws.bits() & 1023);
      if (journal) kernel.record('woke', name);
    }
  };
  for (let index = 0; index < PROCESSES; index += 1)
    kernel.spawn(undefined, `p${index}`, sleeper(`p${index}`));
  const { cpuSeconds } = measure(() => {
    kernel.run(Number.POSITIVE_INFINITY, () => kernel.steps >= EVENTS);
    kernel.journal.digest();
  });
  return EVENTS / cpuSeconds;
}
