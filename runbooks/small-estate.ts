import type { EstateDescription } from '../simulators/description';
import { EXTENT_BYTES } from '../simulators/storage';
import { sampleEstate } from './sample-estate';

const EXTENTS = 512;
const USED = 128;
/** So long, and so often, a machine writes in one stay: as long as a journey takes, or faults would strike machines that do nothing. */
const WRITES = 400;
const EVERY_MS = 20_000;
/** Few, so that what was lost is not soon written over. */
const EXTENTS_A_WRITE = 2;

/** Two machines in one multi-VM group, with disks of 512 extents on which they write everywhere; one of them in transactions. Small enough to be
 *  sent home hundreds of times a second, large enough that every part of the pipeline has something to do. */
export function smallEstate(): EstateDescription {
  const sample = sampleEstate({ machines: 2, writes: WRITES, diskBytes: EXTENTS * EXTENT_BYTES });
  return {
    ...sample,
    name: 'small estate',
    groups: [{ name: 'PG1', multiVm: true }],
    machines: sample.machines.map((machine, index) => ({
      ...machine,
      disks: machine.disks.map((disk) => ({ ...disk, usedBytes: USED * EXTENT_BYTES })),
      workload: {
        ...machine.workload,
        everyMs: EVERY_MS,
        extentsPerWrite: EXTENTS_A_WRITE,
        regionExtents: EXTENTS,
        ...(index === 1 ? { transaction: { writes: 3, gapMs: 2_000 } } : {}),
      },
    })),
  };
}
