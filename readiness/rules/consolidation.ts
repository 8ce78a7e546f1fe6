import { declared, type Rule, say, shellWord } from './rule';

export const consolidation: Rule = {
  name: 'disks consolidated',
  code: 'HW-RULE-CONSOLIDATION',
  reads: ['consolidationNeeded'],
  source: 'RVTools: Consolidation Needed means that files of a deleted snapshot are left',
  check(the) {
    const { consolidationNeeded: needed, name } = the.twin.machine;
    const assumed = declared(the, 'no-consolidation')?.text;
    if (assumed) return say('proven', 'declared to be consolidated', needed?.at, { assumed });
    if (!needed)
      return say('unknown', 'whether its disks need consolidation is not known', name.at, {
        settle: `govc object.collect -json vm/${shellWord(name.value)} runtime.consolidationNeeded`,
      });
    if (!needed.value) return say('proven', 'its disks need no consolidation', needed.at);
    return say('at risk', 'its disks need consolidation: files of a snapshot are left', needed.at, {
      fix: `consolidate its disks in vCenter, or: Get-VM ${shellWord(name.value)} | % { $_.ExtensionData.ConsolidateVMDisks() }`,
    });
  },
};
