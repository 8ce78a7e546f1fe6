import { masterTargetOf } from '../../recovery';
import { byProfile, type Rule, say } from '../rule';

export const retention: Rule = {
  name: 'master target has a retention volume',
  code: 'HW-RULE-RETENTION',
  source:
    'Microsoft, vmware-azure-reprotect (2018): a retention drive is chosen, neither FAT nor the cache nor empty; modernized (2023): a log storage account instead',
  applies: ({ twin, inventory }) => masterTargetOf(twin.machine, inventory)?.role === 'master target',
  check({ twin, inventory }) {
    const { name, retentionVolumes, at } = masterTargetOf(twin.machine, inventory) ?? {};
    const fix = `add a disk of its own to ${name?.value}, format it NTFS or ext4, and refresh the server in the vault`;
    const profiles = byProfile('blocked', 'blocked', 'proven');
    if (!retentionVolumes)
      return say('unknown', `whether ${name?.value} has a retention volume is not known`, at, {
        settle: 'az rest --method get --url <vault>/replicationFabrics?api-version=2025-08-01',
      });
    if (retentionVolumes.value.length === 0)
      return say('blocked', `its master target ${name?.value} has no retention volume`, retentionVolumes.at, {
        fix,
        profiles,
      });
    const usable = retentionVolumes.value.find(({ capacityMiB }) => capacityMiB?.value !== 0);
    if (!usable)
      return say('blocked', `the retention volume of ${name?.value} has no room`, retentionVolumes.at, {
        fix,
        profiles: byProfile('unknown', 'blocked', 'proven'),
      });
    return say(
      'proven',
      `${name?.value} has the retention volume ${usable.name?.value ?? 'unnamed'}`,
      usable.at,
    );
  },
};
