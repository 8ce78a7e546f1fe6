import type { EstateDescription } from './description';
import { type EstateNames, VNET } from './estate-names';
import { Misuse } from './kernel';

/** Errors: HW-ESTATE – the description contradicts itself (names what and where). */
export function checkDescription(description: EstateDescription, names: EstateNames): void {
  const fail = (what: string): never => {
    throw new Misuse(
      'HW-ESTATE',
      `the estate ${description.name} contradicts itself: ${what}`,
      'Correct the description.',
    );
  };
  const hosts = new Map(description.hosts.map((host) => [host.name, host]));
  const groups = new Set(description.groups.map((group) => group.name));
  const { vnet = VNET } = description.connection;
  if (vnet !== VNET && !description.vnets?.includes(vnet))
    fail(`the connection ends in the virtual network ${vnet}, which does not exist`);
  const seen = new Set<string>([names.masterTargetVm]);
  const { masterTarget } = description;
  if (masterTarget && !hosts.has(masterTarget.host))
    fail(`no host is called ${masterTarget.host} (master target)`);
  for (const machine of description.machines) {
    if (seen.has(machine.name)) fail(`two machines are called ${machine.name}`);
    seen.add(machine.name);
    if (!groups.has(machine.group))
      fail(`${machine.name} is in the group ${machine.group}, which does not exist`);
    if (machine.disks.length === 0) fail(`${machine.name} has no disk`);
    if (machine.physical) continue;
    if (!hosts.has(machine.host ?? ''))
      fail(`${machine.name} is on the host ${machine.host}, which does not exist`);
    if (!description.datastores.some((datastore) => datastore.name === machine.datastore)) {
      fail(`${machine.name} is on the datastore ${machine.datastore}, which does not exist`);
    }
  }
}
