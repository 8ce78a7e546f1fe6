import type { Process } from '../kernel';
import { NetworkFailure, Refusal } from '../network';
import type { Homecomer } from '../wire';
import type { AgentRecord, Database, MachineRecord } from './cs-database';
import type { VsphereClient } from './vsphere-client';

/** An agent that has not registered so long after its machine's start is asked after in vSphere. */
const SILENCE_MS = 150_000;

/** The agent of the site's copy, if it has registered since the machine came home: what it said before counts no more. */
export function agentAtHome({ agents, cameHomeAtMs = 0 }: MachineRecord): AgentRecord | undefined {
  const agent = agents['on-premises'];
  return agent && agent.seenAtMs >= cameHomeAtMs ? agent : undefined;
}

/** How the machines that came home were found. A machine of which nothing can be told yet is left out. */
export function* findHomecomers(
  now: number,
  { machines }: Database,
  vsphere: VsphereClient,
): Process<readonly Homecomer[]> {
  const found: Homecomer[] = [];
  for (const record of machines.values()) {
    const { machine, vm, cameHomeAtMs } = record;
    if (cameHomeAtMs === undefined || vm === undefined) continue;
    const system = agentAtHome(record)?.system;
    if (system) found.push({ machine, system });
    else if (now - cameHomeAtMs > SILENCE_MS && (yield* hasNoAddress(vm, vsphere)))
      found.push({ machine, system: 'no-address' });
  }
  return found;
}

function* hasNoAddress(vm: string, vsphere: VsphereClient): Process<boolean> {
  try {
    return (yield* vsphere.facts(vm))?.vm?.guestAddress === null;
  } catch (error) {
    // It is asked again with the next report.
    if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
    return false;
  }
}
