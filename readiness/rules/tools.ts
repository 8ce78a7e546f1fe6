import { declared, type Rule, say, shellWord } from './rule';

export const tools: Rule = {
  name: 'VMware Tools run',
  code: 'HW-RULE-TOOLS',
  reads: ['toolsState', 'powerState'],
  source:
    'Microsoft, vmware-azure-reprotect: VMware Tools are needed; without them there is no orderly shutdown – documented',
  check(the) {
    const { toolsState, powerState, name } = the.twin.machine;
    const assumed = declared(the, 'tools-running')?.text;
    if (assumed) return say('proven', 'declared to run VMware Tools', toolsState?.at, { assumed });
    if (!toolsState)
      return say('unknown', 'whether VMware Tools run is not known', name.at, {
        settle: `govc vm.info -json ${shellWord(name.value)} (guest.toolsRunningStatus)`,
      });
    if (powerState && powerState.value !== 'poweredOn')
      return say('unknown', 'VMware Tools cannot run while it is off', toolsState.at, {
        settle: 'power it on and export again',
      });
    if (/ok|old/i.test(toolsState.value))
      return say('proven', `VMware Tools run (${toolsState.value})`, toolsState.at);
    return say(
      'at risk',
      `VMware Tools do not run (${toolsState.value}): no orderly shutdown, the last writes may be lost`,
      toolsState.at,
      {
        fix: 'install and start VMware Tools',
      },
    );
  },
};
