import type { Process } from '../kernel';
import { Refusal } from '../network';
import {
  asrRefusal,
  type CheckMachine,
  type DiscoverReplica,
  type EnableSource,
  type SourceFacts,
} from '../wire';
import type { CsCore } from './cs-core';
import type { Database } from './cs-database';
import { agentAtHome } from './homecomers';
import { accountCauses, processServerCauses } from './reverse-preflight';

/** An agent may take so long to register. Source: AZURE.md §4.1 – documented. */
const REGISTRATION_MS_MAX = 15 * 60_000;

/** Finds a machine on the site, and waits for its agent. Errors: SIM-UNREACHABLE, SIM-VM-NOT-DISCOVERED; SIM-AGENT-NOT-REGISTERED. */
export function* enableSource(
  cs: CsCore,
  { machine, physical, vm: cameHomeIn }: EnableSource,
): Process<SourceFacts> {
  // A machine that came home into a new VM has that VM's name in the database.
  const vm = cs.database.machines.get(machine)?.vm ?? cameHomeIn ?? machine;
  const facts = physical ? undefined : yield* cs.vsphere.facts(vm);
  if (!physical && !facts)
    throw asrRefusal('SIM-UNREACHABLE', [machine], 'vCenter or the ESX host does not answer.');
  if (!physical && !facts?.vm) throw asrRefusal('SIM-VM-NOT-DISCOVERED', [machine]);
  remember(cs.database, machine, facts?.vm?.name, physical);
  for (const until = cs.kernel.now + REGISTRATION_MS_MAX; ; yield 15_000) {
    const agent = agentAtHome(cs.record(machine));
    if (agent) return { disks: agent.disks };
    if (cs.kernel.now >= until) throw asrRefusal('SIM-AGENT-NOT-REGISTERED', [machine]);
  }
}

function remember({ machines }: Database, machine: string, vm: string | undefined, physical: boolean): void {
  const known = machines.get(machine);
  if (known) known.vm ??= vm;
  else machines.set(machine, { machine, physical, vm, agents: {}, settings: {} });
}

/** The agent of the Azure copy must have reported since it came up. Errors: 95226. */
export function* discoverReplica(
  cs: CsCore,
  { machine, azureAddress }: DiscoverReplica,
): Process<Record<string, never>> {
  const until = cs.kernel.now + REGISTRATION_MS_MAX;
  for (;;) {
    const agent = cs.record(machine).agents.azure;
    if (agent?.address === azureAddress && cs.kernel.now - agent.seenAtMs < REGISTRATION_MS_MAX / 2)
      return {};
    if (cs.kernel.now >= until) throw asrRefusal('95226', [machine], `(${azureAddress} to ${cs.address})`);
    yield 15_000;
  }
}

/** Errors: SIM-NOT-IN-DATABASE; every choice that nobody knows, or that cannot be used. */
export function checkMachine(
  cs: CsCore,
  { machine, processServer, account }: CheckMachine,
): Record<string, never> {
  cs.record(machine);
  const causes = [
    ...(processServer === undefined ? [] : processServerCauses(cs.database, processServer, cs.kernel.now)),
    ...(account === undefined ? [] : accountCauses(cs.database, account)),
  ];
  if (causes[0]) throw new Refusal(causes[0], causes);
  return {};
}
