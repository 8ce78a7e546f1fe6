import { type Rule, say, shellWord } from './rule';

export const firmware: Rule = {
  name: 'boots by BIOS',
  code: 'HW-RULE-EFI',
  reads: ['firmware'],
  source:
    'documents disagree: Deployment Planner report (2026-01): EFI failback is not supported; update rollup 42 (2019-11): it is (azure-docs #52382)',
  check(the) {
    const { firmware: known, name } = the.twin.machine;
    if (!known)
      return say('unknown', 'its firmware is not known', name.at, {
        settle: `govc vm.info -json ${shellWord(name.value)} (config.firmware)`,
      });
    if (known.value.toLowerCase() === 'bios') return say('proven', 'it boots by BIOS', known.at);
    return say(
      'unknown',
      'it boots by EFI, and the documents disagree on failback of EFI machines',
      known.at,
      {
        settle:
          'ask Microsoft support for your Mobility service version, or fail one EFI machine back as a trial',
      },
    );
  },
};
