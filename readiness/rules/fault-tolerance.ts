import { type Rule, say, shellWord } from './rule';

export const faultTolerance: Rule = {
  name: 'no fault tolerance',
  code: 'HW-RULE-FT',
  reads: ['ftState'],
  source:
    'vSphere: the disks of a fault-tolerant VM cannot be attached to another VM (the master target) – assumed',
  check({ twin: { machine } }) {
    const { ftState, name } = machine;
    if (!ftState)
      return say('unknown', 'whether it is fault tolerant is not known', name.at, {
        settle: `govc vm.info -json ${shellWord(name.value)} (runtime.faultToleranceState)`,
      });
    if (/^notconfigured$/i.test(ftState.value)) return say('proven', 'fault tolerance is off', ftState.at);
    return say('at risk', `fault tolerance is on (${ftState.value}); the twin does not have it`, ftState.at, {
      fix: 'switch fault tolerance off before reprotecting, and on again once the machine is home',
    });
  },
};
