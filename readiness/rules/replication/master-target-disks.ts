import { masterTargetOf } from '../../recovery';
import { byProfile, type Rule, say } from '../rule';

const DISKS_MAX = 60;

export const masterTargetDisks: Rule = {
  name: 'master target has room for its disks',
  code: 'HW-RULE-TARGET-DISKS',
  source:
    'Microsoft, vmware-azure-reprotect (2018), modernized (2023): 60 disks for each master target or appliance; 2017: not stated',
  reads: ['disks'],
  applies: ({ twin, inventory }) => masterTargetOf(twin.machine, inventory)?.diskCount !== undefined,
  check({ twin, inventory }) {
    const { name, diskCount } = masterTargetOf(twin.machine, inventory) ?? {};
    const { disks, replication } = twin.machine;
    // What comes home already is among the disks that the master target has.
    const own = replication?.direction === 'to-site' ? 0 : (disks?.value.length ?? 1);
    const sum = (diskCount?.value ?? 0) + own;
    const text = `${name?.value} holds ${diskCount?.value} disks${own > 0 ? `, and would hold ${sum}` : ''}; it takes ${DISKS_MAX}`;
    if (sum <= DISKS_MAX) return say('proven', text, diskCount?.at);
    return say('blocked', text, diskCount?.at, {
      fix: 'add a master target, or fail back in waves',
      profiles: byProfile('unknown', 'blocked', 'blocked'),
    });
  },
};
