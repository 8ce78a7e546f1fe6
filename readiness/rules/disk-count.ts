import { byProfile, type Rule, say } from './rule';

/** What one master target takes. */
const DISKS_MAX = 60;

export const diskCount: Rule = {
  name: 'few enough disks',
  code: 'HW-RULE-DISK-COUNT',
  reads: ['disks'],
  source:
    'Microsoft, vmware-azure-install-linux-master-target: a master target takes 60 disks; support matrix: 64 data disks – documented',
  check({ twin: { machine } }) {
    const { disks, name } = machine;
    const count = disks?.value.length ?? 0;
    if (!disks || count === 0)
      return say('unknown', 'the number of its disks is not known', disks?.at ?? name.at, {
        settle: 'an export with its rows in vDisk',
      });
    if (count <= DISKS_MAX)
      return say('proven', `${count} of at most ${DISKS_MAX} disks`, disks.value[0]?.at);
    return say(
      'blocked',
      `it has ${count} disks; a master target takes ${DISKS_MAX}`,
      disks.value[DISKS_MAX]?.at,
      {
        fix: 'join its disks into fewer, or leave some out of the replication',
        profiles: byProfile('unknown', 'blocked', 'blocked'),
      },
    );
  },
};
