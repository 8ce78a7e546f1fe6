import { expiryOf, isFreeEdition } from '../twin-site';
import { byProfile, type Case, type Opinion, type Rule, say, shellWord } from './rule';

export const licence: Rule = {
  name: 'licence allows failback',
  code: 'HW-RULE-LICENCE',
  reads: ['host.licences'],
  source:
    'Microsoft, failing back (classic portal), 2017: no failback with a free edition of ESXi – documented; the host of the VM and that of the master target count',
  check(the) {
    const own = ofHost(the, the.twin.host);
    return own.state === 'proven' && the.masterTargetHost !== the.twin.host
      ? worse(own, ofHost(the, the.masterTargetHost))
      : own;
  },
};

/** The documents of the modernized provider do not speak of licences. */
const LICENCE_PROFILES = byProfile('blocked', 'blocked', 'unknown');

function ofHost({ inventory, hosts, assumed }: Case, host: string): Opinion {
  const declared = assumed.find('licence', host);
  if (declared && declared.value !== 'free')
    return say('proven', `${host} is declared to have a licence for failback`, undefined, {
      assumed: declared.text,
    });
  const row = hosts.get(host);
  const names = row?.licences?.value ?? [];
  const free = declared ? true : isFreeEdition(names);
  const at = row?.licences?.at ?? row?.name.at;
  if (free === undefined)
    return say('unknown', `the licence of ${shellWord(host)} is not known`, at, {
      settle: 'govc license.ls -json',
    });
  if (free)
    return say('blocked', `${host} has a free edition (${names.join(', ') || 'declared'})`, at, {
      fix: `assign an evaluation or paid licence to ${host}: govc license.assign -host ${shellWord(host)} <key>`,
      confirmedBy: 'SIM-LICENSE',
      profiles: LICENCE_PROFILES,
      ...(declared && { assumed: declared.text }),
    });
  const expiry = expiryOf(names, inventory);
  if (expiry)
    return say(
      'blocked',
      `the licence of ${host} (${names.join(', ')}) ended on ${expiry.value.slice(0, 10)}`,
      expiry.at,
      {
        fix: `renew the licence of ${host}`,
        confirmedBy: 'SIM-LICENSE',
        profiles: LICENCE_PROFILES,
      },
    );
  return say('proven', `${host} has ${names.join(', ')}`, at);
}

function worse(one: Opinion, other: Opinion): Opinion {
  return other.state === 'proven' ? one : other;
}
