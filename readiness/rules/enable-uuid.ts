import { type Rule, say, shellWord } from './rule';

export const enableUuid: Rule = {
  name: 'disk.EnableUUID set',
  code: 'HW-RULE-ENABLE-UUID',
  reads: ['enableUuid'],
  source:
    'Microsoft, vmware-azure-install-linux-master-target: needed on the master target; guests find their disks by it – documented for the target only',
  check({ twin: { machine } }) {
    const { enableUuid: known, name } = machine;
    if (known?.value) return say('proven', 'disk.EnableUUID is true', known.at);
    const fix = `govc vm.change -vm ${shellWord(name.value)} -e disk.enableUUID=TRUE, with the machine switched off`;
    if (known)
      return say('unknown', 'disk.EnableUUID is false: whether its guest needs it is not known', known.at, {
        fix,
        settle: fix,
      });
    return say('unknown', 'disk.EnableUUID is not set', name.at, { settle: fix });
  },
};
