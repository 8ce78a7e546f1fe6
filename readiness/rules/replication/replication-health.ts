import type { ReplicationFacts } from '../../inventory';
import { type Rule, say } from '../rule';

export const replicationHealth: Rule = {
  name: 'replication is healthy',
  code: 'HW-RULE-REPLICATION-HEALTH',
  reads: ['replication.health'],
  source:
    'Microsoft, site-recovery-monitor-and-troubleshoot: health of replication, which failover health does not follow',
  applies: ({ twin }) => twin.machine.replication !== undefined,
  check({ twin }) {
    const { health, healthErrors, at } = twin.machine.replication as ReplicationFacts;
    if (!health) return say('unknown', 'the health of its replication is not known', at, { settle: SETTLE });
    if (/^(normal|none)$/i.test(health.value))
      return say('proven', `its replication is ${health.value}`, health.at);
    const codes = (healthErrors?.value ?? []).flatMap(({ code, level }) =>
      code && level?.value.toLowerCase() !== 'info' ? [code.value] : [],
    );
    const errors = codes.length > 0 ? `: ${codes.join(', ')}` : '';
    return say('at risk', `its replication is ${health.value}${errors}`, health.at, {
      fix: 'mend the errors that the vault shows for it, and wait until the health is Normal',
    });
  },
};

const SETTLE = 'az rest --method get --url <id of the replication protected item>?api-version=2025-08-01';
