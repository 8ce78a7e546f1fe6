import type { Copy } from '../wire';

/** How a guest writes. Units: ms of virtual time, extents of 64 KiB.
 *  Shape: every `everyMs` one write of `extentsPerWrite`, somewhere in the first `regionExtents` of one of its disks. */
export interface Workload {
  readonly everyMs: number;
  readonly extentsPerWrite: number;
  readonly regionExtents: number;
  /** Each write begins a transaction of so many writes, so far apart; one write alone if absent. */
  readonly transaction?: { readonly writes: number; readonly gapMs: number };
  /** Stops after so many writes in one run of the guest; no limit if absent. */
  readonly writesMax?: number;
  /** Only this copy of the machine writes; both do if absent. */
  readonly only?: Copy;
  /** `by copy`: writes on the site have even numbers, those in Azure odd ones. Copies that run in different processes never give two
   *  writes one number. */
  readonly numbering?: 'by copy';
}
