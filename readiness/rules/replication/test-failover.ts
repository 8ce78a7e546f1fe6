import { type Rule, say } from '../rule';

export const testFailover: Rule = {
  name: 'failback can be rehearsed in Azure',
  code: 'HW-RULE-TEST-FAILOVER',
  source:
    'Site Recovery API: what replicates to the site with the modernized provider (InMageRcmFailback) allows no test failover – observed; the classic provider has an input for it',
  applies: ({ twin }) => twin.machine.replication?.generation === 'modernized',
  check({ twin }) {
    const { allowedOperations, direction, at } = twin.machine.replication ?? {};
    const allowed = direction === 'to-site' && allowedOperations?.value.includes('TestFailover');
    if (allowed) return say('proven', 'Azure allows a test of its failback', allowedOperations?.at);
    return say(
      'unknown',
      'Azure offers no test of its failback: the rehearsal of this report is the only one',
      allowedOperations?.at ?? at,
      {
        settle:
          'nothing in Azure; a planned failover in a maintenance window shows it, and this rehearsal what to expect',
      },
    );
  },
};
