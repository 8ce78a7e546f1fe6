import { guestFamily } from '../guest-family';
import { byProfile, type Case, declared, type Rule, say, shellWord } from './rule';

export const address: Rule = {
  name: 'address after failback',
  code: 'HW-RULE-ADDRESS',
  reads: ['addressMode'],
  source:
    'Microsoft, failing back (classic portal), 2017, "common issues": a static address comes back as DHCP; later documents: Linux only (2018), neither retained (2023)',
  check(the) {
    const { primaryIp, name, addressMode } = the.twin.machine;
    const assumed = declared(the, 'address');
    const at = primaryIp?.at ?? name.at;
    if (assumed?.value === 'dhcp')
      return say('proven', 'declared to use DHCP', at, { assumed: assumed.text });
    if (assumed)
      return say('at risk', 'declared static: it comes home with DHCP, and needs its address set again', at, {
        assumed: assumed.text,
        fix: fixOf(primaryIp?.value),
        profiles: profilesOf(the),
      });
    if (addressMode?.value === 'dhcp')
      return say('proven', 'VMware Tools reported an address leased by DHCP', addressMode.at);
    if (addressMode)
      return say(
        'at risk',
        'VMware Tools reported a static address: it comes home with DHCP',
        addressMode.at,
        { fix: fixOf(primaryIp?.value), profiles: profilesOf(the) },
      );
    return say('unknown', 'static or DHCP: the export does not tell', at, {
      settle: `govc vm.info -json ${shellWord(name.value)} (guest.net), with VMware Tools running`,
    });
  },
};

/** In the documents of 2018 and 2019 a Windows machine regains its address by itself. */
function profilesOf(the: Case): ReturnType<typeof byProfile> {
  const family = declared(the, 'os')?.value ?? guestFamily(the.twin.machine).family;
  return byProfile('at risk', family === 'windows' ? 'proven' : 'at risk', 'at risk');
}

function fixOf(address: string | undefined): string {
  return `set ${address ?? 'its address'} again in the guest after the failback, or reserve it in DHCP`;
}
