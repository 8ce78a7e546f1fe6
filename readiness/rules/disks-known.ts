import { type Rule, say, shellWord } from './rule';

export const disksKnown: Rule = {
  name: 'disks known',
  code: 'HW-RULE-DISKS',
  reads: ['disks'],
  source: 'the twin needs the number and the sizes of the disks',
  check({ twin: { machine } }) {
    const { disks, name } = machine;
    const settle = `govc device.info -json -vm ${shellWord(name.value)} disk-*; or an export with its rows in vDisk`;
    const unknown = (text: string, at = name.at) => say('unknown', text, at, { decides: true, settle });
    if (!disks) return unknown('the export does not say which disks it has');
    if (disks.value.length === 0) return unknown('the export has no disk of it', disks.at);
    const unsized = disks.value.find((disk) => !disk.capacityMiB);
    if (unsized) return unknown('the size of a disk is not known', unsized.at);
    return say('proven', `${disks.value.length} disks with their sizes`, disks.value[0]?.at);
  },
};
