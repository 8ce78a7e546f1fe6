import type { Estate } from '../simulators/estate';

/** Where a machine stands, as a harness sees it. */
export interface MachineNow {
  readonly name: string;
  /** Which of its copies run: their operating systems, not their power. */
  readonly runs: 'azure' | 'site' | 'both' | 'nowhere';
  /** Of the protected item; `unprotected` where there is none. */
  readonly state: string;
  readonly health: string;
  /** Home again, and protected towards Azure. */
  readonly home: boolean;
}

/** Every machine of an estate, in the order of its description. `atHome`: those whose operating systems run on the site. */
export function machinesOf(estate: Estate, atHome = runningOnSite(estate)): readonly MachineNow[] {
  const { machines, vault, cloud } = estate;
  const inAzure = new Set<string>();
  for (const { machine, guest } of cloud.vms.values()) if (guest.state === 'running') inAzure.add(machine);
  return [...machines.keys()].map((name) => {
    const item = vault.items.get(name);
    const site = atHome.has(name);
    const azure = inAzure.has(name);
    const state = item?.state ?? 'unprotected';
    return {
      name,
      runs: site && azure ? 'both' : site ? 'site' : azure ? 'azure' : 'nowhere',
      state,
      health: item?.health ?? 'Normal',
      home: site && !azure && state === 'protected',
    };
  });
}

/** The machines whose operating systems run on the site. */
export function runningOnSite({ vsphere, physical }: Estate): ReadonlySet<string> {
  const virtual = [...vsphere.inventory.vms.values()].filter(({ guest }) => guest.up);
  const servers = [...physical].filter(([, { guest }]) => guest.up);
  return new Set([...virtual.map(({ machine }) => machine), ...servers.map(([machine]) => machine)]);
}

/** So many machines there are, and stand so: home – home and protected again; down – run nowhere; split – run in two places; critical – by their
 *  replication health. */
export function countsOf(
  machines: readonly MachineNow[],
): Readonly<Record<'all' | 'home' | 'away' | 'down' | 'split' | 'critical', number>> {
  const count = (holds: (machine: MachineNow) => boolean): number => machines.filter(holds).length;
  return {
    all: machines.length,
    home: count(({ home }) => home),
    away: count(({ home }) => !home),
    down: count(({ runs }) => runs === 'nowhere'),
    split: count(({ runs }) => runs === 'both'),
    critical: count(({ health }) => health === 'Critical'),
  };
}
