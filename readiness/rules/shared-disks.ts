import { type Rule, say, shellWord } from './rule';

const NOT_SHARED = /^(sharingnone|nosharing|none|)$/i;

export const sharedDisks: Rule = {
  name: 'no shared disks',
  code: 'HW-RULE-SHARED-DISK',
  source: 'VMware support matrix: shared disks of clusters are not supported – documented',
  check({ twin: { machine } }) {
    const disks = machine.disks?.value ?? [];
    for (const { sharing, sharedBus, label } of disks) {
      const shared = [sharing, sharedBus].find((fact) => fact && !NOT_SHARED.test(fact.value));
      if (shared)
        return say('blocked', `${label?.value ?? 'a disk'} is shared (${shared.value})`, shared.at, {
          fix: 'protect the cluster by its own means (availability group), or end the sharing',
        });
    }
    const silent = disks.find((disk) => !disk.sharing && !disk.sharedBus);
    if (silent || disks.length === 0)
      return say('unknown', 'whether a disk is shared is not known', silent?.at ?? machine.name.at, {
        settle: `govc device.info -json -vm ${shellWord(machine.name.value)} disk-* (backing.sharing)`,
      });
    return say('proven', 'no disk is shared', disks[0]?.sharing?.at ?? disks[0]?.at);
  },
};
