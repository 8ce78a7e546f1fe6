import { runningOnSite } from '../serving/machines';
import type { FinalState } from '../simulators/checkers';
import { type Estate, finalState } from '../simulators/estate';
import type { Role } from '../simulators/estate-parts';
import type { Component } from '../simulators/kernel';

/** What one node knows of how an estate stands; what others know of it is left out. */
export interface PartState {
  readonly vms?: FinalState['vms'];
  /** Machines whose operating systems run on the site. */
  readonly running?: readonly string[];
  readonly attachedPairs?: readonly string[];
  readonly queuedPairs?: readonly string[];
}

export function partState(estate: Estate, role: Role): PartState {
  if (role === 'vcenter') return { vms: finalState(estate).vms, running: [...runningOnSite(estate)] };
  if (role === 'master-target') return { attachedPairs: finalState(estate).attachedPairs };
  return role === 'process-server' ? { queuedPairs: finalState(estate).queuedPairs } : {};
}

/** The servers that die with their node and come back with it. Machines do not: they go on while their node is away. */
export function ownComponents(estate: Estate, role: Role): readonly Component[] {
  const { kernel, vsphere, vault, configurationServer, servers } = estate;
  const own: { readonly [role in Role]: readonly unknown[] } = {
    azure: [vault.component, kernel.components.get('replica store'), kernel.components.get('rcm service')],
    vcenter: [vsphere.vcenter],
    'configuration-server': [configurationServer.component],
    'process-server': [...servers.processServers.values()].map(({ component }) => component),
    'master-target': [...servers.masterTargets.values()].map(({ component }) => component),
  };
  return own[role].flatMap((component) => (component === undefined ? [] : [component as Component]));
}
