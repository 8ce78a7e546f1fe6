import { type Rule, say } from '../rule';

export const agentRegistered: Rule = {
  name: 'agent registered after failover',
  code: 'HW-RULE-AGENT',
  reads: ['replication.agentRegistered'],
  source:
    'Microsoft, vmware-azure-reprotect (2018): registering takes up to 15 minutes, and without it nothing is reprotected; modernized (2023): it is automatic, else health is critical',
  applies: ({ twin }) => twin.machine.replication?.agentRegistered !== undefined,
  check({ twin }) {
    const { agentRegistered: registered, direction, activeLocation } = twin.machine.replication ?? {};
    if (registered?.value)
      return say('proven', 'its mobility agent registered after the failover', registered.at);
    const fix =
      'let the agent in the Azure VM reach the configuration server or appliance, and wait 15 minutes';
    if (direction === 'to-azure' && activeLocation?.value === 'Recovery')
      return say(
        'blocked',
        'its mobility agent has not registered after the failover: it cannot be reprotected',
        registered?.at,
        { fix },
      );
    return say('at risk', 'its mobility agent did not register after the last failover', registered?.at, {
      fix,
    });
  },
};
