import type { Estate } from '../../simulators/estate';
import type { ClockNow } from '../clock';
import type { FaultCommands, ToldFault } from '../faults/commands';
import { countsOf, machinesOf } from '../machines';
import { linksOf } from './links';
import type { FaultView, GroupView, MachineView, ServerView, View } from './shape';
import type { Throughput } from './throughput';

/** So many machines are shown one by one. */
const MACHINES_MAX = 400;

export interface Viewed {
  readonly estate: Estate;
  readonly faults: FaultCommands;
  readonly clock: () => ClockNow;
  readonly verdicts: () => View['verdicts'];
  readonly throughput: Throughput;
}

/** How everything stands at this moment. Looking changes nothing. */
export function viewOf({ estate, faults, clock, verdicts, throughput }: Viewed): View {
  const { description, kernel } = estate;
  const machines = machinesOf(estate);
  const told = faultsOf(faults, kernel.now);
  return {
    estate: { name: description.name, profile: description.profile ?? 'classic-2017', seed: kernel.seed },
    clock: clock(),
    halt: { halted: faults.halted !== undefined, ...faults.halted },
    counts: countsOf(machines),
    groups: groupsOf(estate),
    machines: shown(machinesIn(estate, machines)),
    servers: serversOf(estate),
    links: linksOf(estate, told, throughput.look(kernel.now)),
    faults: told,
    verdicts: verdicts(),
  };
}

function groupsOf({ description }: Estate): readonly GroupView[] {
  return description.groups.map(({ name, multiVm }) => {
    const members = new Set(
      description.machines.flatMap((machine) => (machine.group === name ? [machine.name] : [])),
    );
    const plans = description.plans.filter(({ groups }) =>
      groups.flat().some((machine) => members.has(machine)),
    );
    return { name, multiVm, plans: plans.map((plan) => plan.name) };
  });
}

function machinesIn(estate: Estate, now: ReturnType<typeof machinesOf>): readonly MachineView[] {
  const { machines, cloud, vsphere, physical } = estate;
  const atHome = new Set([...vsphere.inventory.vms.values()].map(({ machine }) => machine));
  const inAzure = new Set([...cloud.vms.values()].map(({ machine }) => machine));
  return now.map((machine) => {
    const { name } = machine;
    const site = atHome.has(name) || physical.has(name);
    const isPhysical = machines.get(name)?.physical ?? false;
    return {
      ...machine,
      health: machine.health as MachineView['health'],
      group: machines.get(name)?.group ?? '',
      physical: isPhysical,
      copies: [...(site ? (['site'] as const) : []), ...(inAzure.has(name) ? (['azure'] as const) : [])],
    };
  });
}

/** Where there are too many, those that need a look first, in the order of the description. */
function shown(machines: readonly MachineView[]): readonly MachineView[] {
  if (machines.length <= MACHINES_MAX) return machines;
  const calm = ({ runs, health }: MachineView): boolean =>
    health === 'Normal' && (runs === 'site' || runs === 'azure');
  return [...machines.filter((each) => !calm(each)), ...machines.filter(calm)].slice(0, MACHINES_MAX);
}

function serversOf(estate: Estate): readonly ServerView[] {
  const { servers, configurationServer, vsphere, vault, network, names } = estate;
  const sideOf = (address: string): ServerView['side'] =>
    network.endpointAt(address)?.zone === names.site ? 'site' : 'azure';
  const { vcenter } = vsphere;
  return [
    ...(vcenter
      ? [{ name: 'vcenter', role: 'vCenter server', side: 'site', state: vcenter.state } as const]
      : []),
    ...[...vsphere.hostComponents].map(
      ([name, { state }]) => ({ name, role: 'ESXi host', side: 'site', state }) as const,
    ),
    {
      name: configurationServer.name,
      role: 'configuration server',
      side: 'site',
      state: configurationServer.component.state,
    },
    ...[...servers.processServers.values()].map(
      ({ name, address, component: { state } }) =>
        ({ name, role: 'process server', side: sideOf(address), state }) as const,
    ),
    ...[...servers.masterTargets].map(
      ([name, { component }]) =>
        ({ name, role: 'master target', side: 'site', state: component.state }) as const,
    ),
    { name: 'vault', role: 'vault', side: 'azure', state: vault.component.state },
  ];
}

function faultsOf(faults: FaultCommands, nowMs: number): readonly FaultView[] {
  const { faults: all, kinds } = faults.list();
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  return all.flatMap((told): readonly FaultView[] => {
    const { id, fault, state, struck, atMs, lastsMs } = told;
    if (state !== 'armed' && state !== 'in force') return [];
    const kind = byName.get(fault);
    const ends = state === 'in force' && lastsMs !== null && atMs !== undefined;
    return [
      {
        id,
        fault,
        what: kind?.what ?? fault,
        state,
        role: kind?.on ?? '',
        struck,
        remainingMs: ends ? Math.max(0, atMs + lastsMs - nowMs) : null,
        waitsFor: state === 'armed' ? waitsFor(told) : null,
      },
    ];
  });
}

function waitsFor({ when }: ToldFault): string {
  if ('atMs' in when) return `minute ${Math.round(when.atMs / 60_000)}`;
  if ('phase' in when) return `${when.machine ?? 'any machine'} ${when.phase}`;
  if ('task' in when) return `the task ${when.task}`;
  return 'nth' in when ? `entry ${when.nth} of ${when.entry}` : `an entry of ${when.entry}, by chance`;
}
