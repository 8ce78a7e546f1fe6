import { type Rule, say } from '../rule';

export const compatibility: Rule = {
  name: 'can be protected, says the Deployment Planner',
  code: 'HW-RULE-COMPATIBLE',
  source:
    'Microsoft, site-recovery-vmware-deployment-planner-analyze-report: Incompatible VMs cannot be protected',
  applies: ({ twin }) => twin.machine.compatibility !== undefined,
  check({ twin }) {
    const { compatible, text = '', at } = twin.machine.compatibility ?? {};
    if (compatible) return say('proven', `the Deployment Planner finds it compatible (${text})`, at);
    const fix = 'mend what the Deployment Planner names, profile it anew, and export the report again';
    // Replication shows that it was protected all the same, whatever the planner forecast.
    const state = twin.machine.replication ? 'at risk' : 'blocked';
    return say(state, `the Deployment Planner finds it incompatible: ${text.slice(0, TEXT_CHARS_MAX)}`, at, {
      fix,
    });
  },
};

const TEXT_CHARS_MAX = 300;
