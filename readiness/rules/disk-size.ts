import { type Rule, say } from './rule';

const SIZE_MIB_MAX = 8 * 1024 * 1024;
/** Old storage accounts take this much; managed disks the double. */
const SIZE_MIB_SAFE = 4 * 1024 * 1024;

export const diskSize: Rule = {
  name: 'disks not too large',
  code: 'HW-RULE-DISK-SIZE',
  reads: ['disks'],
  source:
    'Microsoft, Site Recovery support matrix for VMware: at most 8 TiB on managed disks, 4 TiB in a storage account – documented',
  check({ twin: { machine } }) {
    const disks = machine.disks?.value ?? [];
    const largest = disks.reduce<(typeof disks)[number] | undefined>(
      (most, disk) => ((disk.capacityMiB?.value ?? 0) > (most?.capacityMiB?.value ?? 0) ? disk : most),
      undefined,
    );
    const size = largest?.capacityMiB;
    if (!size)
      return say('unknown', 'the sizes of its disks are not known', disks[0]?.at ?? machine.name.at, {
        settle: 'an export with its rows in vDisk',
      });
    const tib = `${(size.value / 1024 / 1024).toFixed(1)} TiB`;
    const label = largest.label?.value ?? 'a disk';
    if (size.value > SIZE_MIB_MAX)
      return say('blocked', `${label} has ${tib}; Site Recovery takes 8 TiB`, size.at, {
        fix: 'split the disk, or leave it out of the replication',
      });
    if (size.value > SIZE_MIB_SAFE)
      return say(
        'at risk',
        `${label} has ${tib}: it needs managed disks, a storage account takes 4 TiB`,
        size.at,
        {
          fix: 'replicate it to managed disks',
        },
      );
    return say('proven', `no disk is larger than ${tib}`, size.at);
  },
};
