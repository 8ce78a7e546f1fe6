import { runsInAzure } from '../inventory';
import { declared, type Rule, say, shellWord } from './rule';

export const power: Rule = {
  name: 'powered on',
  code: 'HW-RULE-POWER',
  reads: ['powerState'],
  source:
    'Microsoft, failing back (classic portal), 2017: the mobility agent must run and reach the configuration server',
  check(the) {
    const { powerState, name, replication } = the.twin.machine;
    const assumed = declared(the, 'powered-on')?.text;
    if (runsInAzure(replication))
      return say('proven', 'it runs in Azure: on the site it is off as it should be', replication?.at);
    if (powerState?.value === 'poweredOn') return say('proven', 'it is powered on', powerState.at);
    if (assumed) return say('proven', 'declared to be powered on', powerState?.at, { assumed });
    if (!powerState)
      return say('unknown', 'its power state is not known', name.at, {
        decides: true,
        settle: `govc vm.info -json ${shellWord(name.value)} (runtime.powerState)`,
      });
    const word = powerState.value === 'suspended' ? 'suspended' : 'powered off';
    return say('blocked', `it is ${word}: no agent runs, so it cannot be protected`, powerState.at, {
      fix: `power it on and install the mobility agent: govc vm.power -on ${shellWord(name.value)}`,
    });
  },
};
