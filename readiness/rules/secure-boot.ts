import { declared, type Rule, say, shellWord } from './rule';

export const secureBoot: Rule = {
  name: 'no secure boot',
  code: 'HW-RULE-SECURE-BOOT',
  reads: ['secureBoot', 'firmware'],
  source:
    'vmware-physical-azure-support-matrix: the secure UEFI boot type is not supported (azure-docs #99719, 2022)',
  check(the) {
    const { secureBoot: known, name } = the.twin.machine;
    const assumed = declared(the, 'no-secure-boot')?.text;
    if (assumed) return say('proven', 'declared to boot without secure boot', known?.at, { assumed });
    if (known?.value === false) return say('proven', 'secure boot is off', known.at);
    if (known)
      return say('blocked', 'it boots with secure boot, which Site Recovery does not support', known.at, {
        fix: `switch secure boot off, if your rules allow it: govc device.boot -vm ${shellWord(name.value)} -secure=false`,
      });
    const { firmware } = the.twin.machine;
    if (firmware?.value.toLowerCase() === 'bios')
      return say('proven', 'it boots by BIOS, which knows no secure boot', firmware.at);
    return say('unknown', 'whether it boots with secure boot is not known', firmware?.at ?? name.at, {
      settle: `govc vm.info -json ${shellWord(name.value)} (config.bootOptions.efiSecureBootEnabled)`,
    });
  },
};
