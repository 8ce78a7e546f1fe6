import type { EstateDescription } from '../simulators/description';
import { EXTENT_BYTES } from '../simulators/storage';
import { sampleEstate } from './sample-estate';

const EXTENTS = 512;
const USED = 128;

/** Two machines in one multi-VM group, with disks of 512 extents on which they write everywhere; one of them in transactions. Small enough to be
 *  sent home hundreds of times a second, large enough that every part of the pipeline has something to do. */
export function smallEstate(): EstateDescription {
  const sample = sampleEstate({ machines: 2, writes: 32, diskBytes: EXTENTS * EXTENT_BYTES });
  return {
    ...sample,
    name: 'small estate',
    groups: [{ name: 'PG1', multiVm: true }],
    machines: sample.machines.map((machine, index) => ({
      ...machine,
      disks: machine.disks.map((disk) => ({ ...disk, usedBytes: USED * EXTENT_BYTES })),
      workload: {
        ...machine.workload,
        regionExtents: EXTENTS,
        ...(index === 1 ? { transaction: { writes: 3, gapMs: 2_000 } } : {}),
      },
    })),
  };
}
