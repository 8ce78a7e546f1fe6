import { note } from '../wire';
import type { Parts } from './parts';

/** One seed in so many is to fail. Source: TigerBeetle's `canary` fuzzer, which fails when the seed is a multiple of 100. */
const EVERY = 100;
/** The number of a write that no guest makes. */
const NEVER_WRITTEN = 2 ** 29;

/** Must a campaign fail at this seed? */
export function isCanary(seed: number): boolean {
  return seed % EVERY === 0;
}

/** Lets the seeds of the canary fail, and no others: the journal tells of a write that no disk holds. */
export function plantCanary({ kernel, vsphere }: Pick<Parts, 'kernel' | 'vsphere'>): void {
  if (!isCanary(kernel.seed)) return;
  for (const { machine } of vsphere.inventory.vms.values())
    note(kernel, 'guest.write', machine, {
      copy: 'on-premises',
      disk: 0,
      start: 0,
      count: 1,
      seq: NEVER_WRITTEN,
      open: 0,
    });
}

/** The canaries among the seeds `from` … `to` that a campaign did not see fail. Any at all: it would not see a real failure either. */
export function unseenCanaries(from: number, to: number, failed: ReadonlySet<number>): readonly number[] {
  const unseen: number[] = [];
  for (let seed = from; seed <= to; seed += 1) if (isCanary(seed) && !failed.has(seed)) unseen.push(seed);
  return unseen;
}
