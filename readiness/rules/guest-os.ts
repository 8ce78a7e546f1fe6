import { guestFamily } from '../guest-family';
import { declared, type Rule, say, shellWord } from './rule';

export const guestOs: Rule = {
  name: 'guest known',
  code: 'HW-RULE-GUEST',
  reads: ['os'],
  source:
    'the twin treats Windows and Linux differently (Microsoft, failing back (classic portal), 2017, "common issues" 2 and 3)',
  check(the) {
    const { machine } = the.twin;
    const assumed = declared(the, 'os');
    if (assumed)
      return say('proven', `declared to be ${assumed.value}`, machine.osConfigured?.at, {
        assumed: assumed.text,
      });
    const { rests, family } = guestFamily(machine);
    if (rests) return say('proven', rests.value, rests.at);
    const shown = machine.osReported ?? machine.osConfigured;
    return say(
      'unknown',
      `its operating system is ${shown ? `"${shown.value}"` : 'not named'}: taken for ${family}`,
      shown?.at ?? machine.name.at,
      {
        settle: `govc vm.info -json ${shellWord(machine.name.value)} (guest.guestFullName)`,
      },
    );
  },
};
