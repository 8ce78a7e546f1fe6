import { note } from '../wire';
import type { Parts } from './parts';

/** One seed in so many is to fail. Source: TigerBeetle's `canary` fuzzer, which fails when the seed is a multiple of 100. */
const EVERY = 100;
/** Must a campaign fail at this seed? */
export function isCanary(seed: number): boolean {
  return seed % EVERY === 0;
}

/** Lets the seeds of the canary fail, and no others: the journal tells of a job that succeeded and did nothing. No fault excuses that. */
export function plantCanary({ kernel }: Pick<Parts, 'kernel'>): void {
  if (!isCanary(kernel.seed)) return;
  note(kernel, 'job.state', 'canary', {
    item: 'canary',
    scenario: 'commit',
    state: 'Succeeded',
    codes: [],
  });
}

/** The canaries among the seeds `from` … `to` that a campaign did not see fail. Any at all: it would not see a real failure either. */
export function unseenCanaries(from: number, to: number, failed: ReadonlySet<number>): readonly number[] {
  const unseen: number[] = [];
  for (let seed = from; seed <= to; seed += 1) if (isCanary(seed) && !failed.has(seed)) unseen.push(seed);
  return unseen;
}
