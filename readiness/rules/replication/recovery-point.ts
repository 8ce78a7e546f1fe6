import type { ReplicationFacts } from '../../inventory';
import { type Rule, say } from '../rule';

/** What a replication policy warns of unless it says otherwise. */
const THRESHOLD_MINUTES = 60;

export const recoveryPoint: Rule = {
  name: 'recovery point is recent',
  code: 'HW-RULE-RPO',
  source:
    'Microsoft, vmware-azure-set-up-replication: the RPO threshold of a policy is 60 minutes by default',
  applies: ({ twin }) => twin.machine.replication !== undefined,
  check({ twin }) {
    const {
      rpoSeconds,
      rpoThresholdMinutes: stated,
      pendingAtSourceMiB,
      pendingInLogStoreMiB,
      at,
    } = twin.machine.replication as ReplicationFacts;
    const pending = [pendingAtSourceMiB, pendingInLogStoreMiB].reduce(
      (sum, each) => sum + (each?.value ?? 0),
      0,
    );
    const waiting = pending > 0 ? `; ${Math.round(pending)} MiB wait to be sent` : '';
    if (!rpoSeconds)
      return say('unknown', `the age of its newest recovery point is not known${waiting}`, at, {
        settle:
          'az rest --method get --url <id of the replication protected item>/recoveryPoints?api-version=2025-08-01',
      });
    const text = `its newest recovery point is ${Math.ceil(rpoSeconds.value / 60)} min old${waiting}`;
    const minutes = stated?.value ?? THRESHOLD_MINUTES;
    const threshold = stated
      ? `the threshold of its policy is ${minutes} min`
      : `the threshold is assumed to be ${minutes} min: no export has its policy`;
    if (rpoSeconds.value <= minutes * 60) return say('proven', `${text}; ${threshold}`, rpoSeconds.at);
    return say('at risk', `${text}; ${threshold}`, rpoSeconds.at, {
      fix: 'give the line more bandwidth, or find what keeps the replication from advancing',
    });
  },
};
