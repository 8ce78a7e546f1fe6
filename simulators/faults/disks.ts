import { conversation, LASTS, tableOf } from './table';

/** Disks and the ways to their contents. */
export const DISKS = tableOf('disks', [
  [
    'kept-disk-flip',
    'An extent of the disk that was kept at home changes by itself, before it is read.',
    'site VM',
    'flip bit',
    'passes',
    'tolerate',
    'no-lost-write',
    'Ganesan FAST’17; latent sector errors',
    {
      phases: ['in Azure'],
      how: { extent: [0, 2_000] },
      costs: {
        breaks: ['delta-only'],
        why: 'the comparison finds it and sends more than the guests changed',
      },
    },
  ],
  [
    'replica-flip',
    'An extent of the disk that receives the failback changes by itself, after it was written.',
    'site VM',
    'flip bit',
    'passes',
    'may lose',
    'no-lost-write',
    'Ganesan FAST’17; bit rot after acknowledgement',
    {
      phases: ['replicating back'],
      how: { extent: [0, 2_000] },
      costs: {
        breaks: ['no-lost-write', 'delta-only'],
        why: 'nothing reads the disk again before the machine starts from it',
      },
    },
  ],
  ...conversation(
    'writes through the host',
    'Writes of the master target to disks',
    'disk-writes',
    'no-lost-write',
    ['lose', 'lose answer', 'hold', 'reset', 'refuse', 'repeat'],
  ),
  ...conversation(
    'reads through the host',
    'Reads of disks by the master target',
    'disk-reads',
    'no-lost-write',
    ['lose', 'lose answer', 'hold', 'reset', 'refuse'],
  ),
  [
    'datastore-slow-host',
    'The management agent of a host stands still: disks are not reached for a while.',
    'ESXi host',
    'pause',
    LASTS.short,
    'tolerate',
    'no-silent-gap',
    'VMware: hostd not responding',
  ],
]);
