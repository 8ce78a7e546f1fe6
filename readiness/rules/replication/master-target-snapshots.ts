import { machineOf, masterTargetOf } from '../../recovery';
import { byProfile, type Rule, say, shellWord } from '../rule';

export const masterTargetSnapshots: Rule = {
  name: 'master target has no snapshots',
  code: 'HW-RULE-TARGET-SNAPSHOT',
  source:
    'Microsoft, vmware-azure-reprotect (2018): reprotection fails while the master target has snapshots; 2017 and 2023: not stated',
  applies: ({ twin, inventory }) => {
    const target = masterTargetOf(twin.machine, inventory);
    return target !== undefined && machineOf(target, inventory)?.snapshots !== undefined;
  },
  check({ twin, inventory }) {
    const target = masterTargetOf(twin.machine, inventory);
    const snapshots = target && machineOf(target, inventory)?.snapshots;
    const [first] = snapshots?.value ?? [];
    const name = target?.name.value ?? '';
    if (!first) return say('proven', `its master target ${name} has no snapshot`, snapshots?.at);
    return say(
      'blocked',
      `its master target ${name} has a snapshot: ${first.name?.value ?? 'unnamed'}`,
      first.at,
      {
        fix: `delete the snapshots: govc snapshot.remove -vm ${shellWord(name)} '*'`,
        profiles: byProfile('unknown', 'blocked', 'unknown'),
      },
    );
  },
};
