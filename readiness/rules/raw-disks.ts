import { type Rule, say, shellWord } from './rule';

export const rawDisks: Rule = {
  name: 'no raw disks',
  code: 'HW-RULE-RAW-DISK',
  source:
    'VMware support matrix: raw device mappings are protected only in virtual mode; column Raw does not tell the mode',
  check({ twin: { machine } }) {
    const disks = machine.disks?.value ?? [];
    const raw = disks.find((disk) => disk.raw?.value);
    if (raw)
      return say(
        'blocked',
        `${raw.label?.value ?? 'a disk'} is a raw device: it does not come home as one`,
        raw.raw?.at ?? raw.at,
        {
          fix: 'turn it into a VMDK (Storage vMotion with conversion), or move its data to one',
        },
      );
    const silent = disks.find((disk) => !disk.raw);
    if (silent || disks.length === 0)
      return say('unknown', 'whether a disk is a raw device is not known', silent?.at ?? machine.name.at, {
        settle: `govc device.info -json -vm ${shellWord(machine.name.value)} disk-* (backing)`,
      });
    return say('proven', 'no disk is a raw device', disks[0]?.raw?.at);
  },
};
