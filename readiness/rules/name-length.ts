import { type Rule, say } from './rule';

const LENGTH_MAX = 63;

export const nameLength: Rule = {
  name: 'name short enough',
  code: 'HW-RULE-NAME',
  source: 'Microsoft, Site Recovery support matrix for VMware: a name has 1 to 63 characters – documented',
  check({ twin: { machine } }) {
    const { name } = machine;
    if (name.value.length <= LENGTH_MAX)
      return say('proven', `${name.value.length} of at most 63 characters`, name.at);
    return say(
      'blocked',
      `its name has ${name.value.length} characters; Site Recovery takes ${LENGTH_MAX}`,
      name.at,
      {
        fix: 'rename the virtual machine before protecting it',
      },
    );
  },
};
