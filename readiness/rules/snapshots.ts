import { byProfile, declared, type Rule, say, shellWord } from './rule';

export const snapshots: Rule = {
  name: 'no snapshots',
  code: 'HW-RULE-SNAPSHOT',
  reads: ['snapshots'],
  source:
    'Microsoft, failing back (classic portal), 2017: a VM with snapshots is not reprotected; later documents contradict each other',
  check(the) {
    const { snapshots: known, name } = the.twin.machine;
    const assumed = declared(the, 'no-snapshots')?.text;
    if (assumed) return say('proven', 'declared to have no snapshots', known?.at, { assumed });
    if (!known)
      return say('unknown', 'the export does not say whether it has snapshots', undefined, {
        decides: true,
        settle: `govc snapshot.tree -vm ${shellWord(name.value)}`,
      });
    const [first] = known.value;
    if (!first) return say('proven', 'the export has no snapshot of it', known.at);
    const names = known.value.map((each) => each.name?.value ?? 'unnamed').join(', ');
    const count = known.value.length === 1 ? 'a snapshot' : `${known.value.length} snapshots`;
    return say('blocked', `it has ${count}: ${names}`, first.at, {
      fix: `delete the snapshots: govc snapshot.remove -vm ${shellWord(name.value)} '*'`,
      confirmedBy: 'SIM-SNAPSHOT',
      profiles: byProfile('blocked', 'unknown', 'unknown'),
    });
  },
};
