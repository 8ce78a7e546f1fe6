import { type Rule, say, shellWord } from './rule';

export const independentDisks: Rule = {
  name: 'no independent disks',
  code: 'HW-RULE-INDEPENDENT-DISK',
  source:
    'vSphere: snapshots leave independent disks out, and the master target attaches disks as they are – assumed',
  check({ twin: { machine } }) {
    const disks = machine.disks?.value ?? [];
    const independent = disks.find((disk) => /^independent/i.test(disk.mode?.value ?? ''));
    if (independent)
      return say(
        'at risk',
        `${independent.label?.value ?? 'a disk'} is ${independent.mode?.value}: neither backups nor the twin cover it`,
        independent.mode?.at,
        { fix: 'make the disk dependent, with the machine switched off' },
      );
    const silent = disks.find((disk) => !disk.mode);
    if (silent || disks.length === 0)
      return say('unknown', 'the modes of its disks are not known', silent?.at ?? machine.name.at, {
        settle: `govc device.info -json -vm ${shellWord(machine.name.value)} disk-* (backing.diskMode)`,
      });
    return say('proven', 'no disk is independent', disks[0]?.mode?.at);
  },
};
