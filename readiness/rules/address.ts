import { declared, type Rule, say, shellWord } from './rule';

export const address: Rule = {
  name: 'address after failback',
  code: 'HW-RULE-ADDRESS',
  source:
    'Microsoft, failing back (classic portal), 2017, "common issues": a static address comes back as DHCP; later documents: Linux only (2018), neither retained (2023)',
  check(the) {
    const { primaryIp, name } = the.twin.machine;
    const assumed = declared(the, 'address');
    const at = primaryIp?.at ?? name.at;
    if (assumed?.value === 'dhcp')
      return say('proven', 'declared to use DHCP', at, { assumed: assumed.text });
    if (assumed)
      return say('at risk', 'declared static: it comes home with DHCP, and needs its address set again', at, {
        assumed: assumed.text,
        fix: `set ${primaryIp?.value ?? 'its address'} again in the guest after the failback, or reserve it in DHCP`,
      });
    return say('unknown', 'static or DHCP: no RVTools sheet tells', at, {
      settle: `govc vm.info -json ${shellWord(name.value)} (guest.ipStack), with VMware Tools running`,
    });
  },
};
