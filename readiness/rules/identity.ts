import { placeOf } from '../model';
import { type Rule, say } from './rule';

export const identity: Rule = {
  name: 'one row, one machine',
  code: 'HW-RULE-IDENTITY',
  source: 'readiness/inventory/README.md: no verdict may rest on an identity that two rows claim',
  check({ twin: { machine } }) {
    const [first] = machine.conflicts;
    if (!first) return say('proven', 'no other row claims its identity', machine.name.at);
    return say('unknown', `${placeOf(first)} claims the same identity`, first, {
      decides: true,
      settle: 'export again, or remove the row that is wrong',
    });
  },
};
