import { type Rule, say, shellWord } from './rule';

export const maintenance: Rule = {
  name: 'host not in maintenance',
  code: 'HW-RULE-MAINTENANCE',
  reads: ['host.maintenanceMode'],
  source: 'vSphere: no VM is powered on, on a host in maintenance mode – documented',
  check({ twin, hosts, assumed }) {
    const row = hosts.get(twin.host);
    const declaration = assumed.find('not-in-maintenance', twin.host)?.text;
    const mode = row?.maintenanceMode;
    if (declaration)
      return say('proven', `${twin.host} is declared to be out of maintenance`, mode?.at, {
        assumed: declaration,
      });
    if (!mode)
      return say(
        'unknown',
        `whether ${twin.host} is in maintenance is not known`,
        row?.name.at ?? twin.machine.name.at,
        {
          settle: `govc host.info -json ${shellWord(twin.host)} (runtime.inMaintenanceMode)`,
        },
      );
    if (!mode.value) return say('proven', `${twin.host} is not in maintenance`, mode.at);
    return say('at risk', `${twin.host} is in maintenance: the machine cannot be powered on there`, mode.at, {
      fix: `end the maintenance: govc host.maintenance.exit ${shellWord(twin.host)}`,
    });
  },
};
