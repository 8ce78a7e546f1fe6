import { guestFamily } from '../guest-family';
import { declared, type Rule, say } from './rule';

export const networkManager: Rule = {
  name: 'packages after failback',
  code: 'HW-RULE-PACKAGES',
  reads: ['os'],
  source:
    'Microsoft, failing back (classic portal), 2017, "common issues": a Linux machine comes home without NetworkManager',
  check(the) {
    const { machine } = the.twin;
    const assumed = declared(the, 'os');
    const { family, rests } = guestFamily(machine);
    const text =
      (assumed?.value ?? family) === 'linux'
        ? 'Linux: it comes home without NetworkManager, which is to be installed again by hand where it was in use'
        : 'Windows: no package is taken away';
    const more = assumed === undefined ? {} : { assumed: assumed.text };
    // That the family is a guess is said by the rule about the guest.
    return say('proven', text, rests?.at ?? machine.name.at, more);
  },
};
