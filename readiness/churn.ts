import type { Workload } from '../simulators/guest';
import type { AssumptionBook } from './assumption-book';
import type { Machine } from './inventory';

/** The churn that is assumed: 24 extents of 64 KiB every three minutes (30 MiB an hour), and no more than 240 writes in one run
 *  of a guest, so that a rehearsal of many machines stays short. */
const ASSUMED: Workload = { everyMs: 180_000, extentsPerWrite: 24, regionExtents: 2_048, writesMax: 240 };

/** What would replace the assumption. */
export const CHURN_SETTLED_BY =
  'the Deployment Planner report (Peak Data Churn), measured over at least a week';

/** Measured churn is written every minute, for the same twelve hours of work. */
const MEASURED = { everyMs: 60_000, writesMax: 720 };
const EXTENTS_PER_MIB = 16;
/** How much larger than one write the part of the disk is in which a machine writes. */
const REGION_WRITES = 16;

/** What a machine writes in the twin. What had to be assumed of a measurement is noted in `book`; that there is none is not. */
export function workloadOf({ churn }: Machine, label: string, book: AssumptionBook): Workload {
  if (!churn) return ASSUMED;
  const { kind, mibPerSecond } = churn;
  if (kind === 'peak')
    book.add(
      'the machine writes all the time as at its peak',
      'the Deployment Planner gives the 95th percentile of its minutes, with growth',
      'nothing: less churn takes less time',
      label,
    );
  else
    book.add(
      'the machine writes evenly',
      'Azure Migrate gives an average of what its disks write',
      CHURN_SETTLED_BY,
      label,
    );
  const extents = Math.round((mibPerSecond.value * EXTENTS_PER_MIB * MEASURED.everyMs) / 1_000);
  if (extents === 0) return { everyMs: 0, extentsPerWrite: 0, regionExtents: 0 };
  return {
    ...MEASURED,
    extentsPerWrite: extents,
    regionExtents: Math.max(ASSUMED.regionExtents, extents * REGION_WRITES),
  };
}
