import { Pending, type Process } from '../kernel';
import { type AgentPoll, type AgentSettings, asrRefusal, type Copy } from '../wire';
import type { CsCore } from './cs-core';
import type { MachineRecord } from './cs-database';

/** An agent's question after its settings is answered after so long, if nothing changed. */
const POLL_ANSWER_MS = 300_000;

/** Answers when the agent is to have other settings than it has, at the latest after a while. */
export function* agentPoll(
  cs: CsCore,
  { machine, copy, address, version, stalled }: AgentPoll,
): Process<AgentSettings | null> {
  const record = cs.record(machine);
  const agent = record.agents[copy];
  if (!agent) throw asrRefusal('SIM-UNKNOWN', [machine], `(agent of ${machine}, ${copy})`);
  record.agents[copy] = { address, seenAtMs: cs.kernel.now, disks: agent.disks, system: agent.system };
  cs.stalled.set(`agent ${machine} ${copy}`, stalled ? [stalled] : []);
  if ((record.settings[copy]?.version ?? 0) === version) {
    const changed = new Pending<void>();
    cs.polls.set(`${machine} ${copy}`, changed);
    const timer = cs.kernel.after(POLL_ANSWER_MS, () => changed.keep());
    yield changed;
    cs.kernel.cancel(timer);
  }
  return cs.database.machines.get(machine)?.settings[copy] ?? null;
}

/** Gives the agent of a copy other settings, or none. */
export function setSettings(
  cs: CsCore,
  record: MachineRecord,
  copy: Copy,
  settings: Omit<AgentSettings, 'version'> | undefined,
): void {
  if (settings) {
    const { route, drainEveryMs, applicationEveryMs, group, resync } = settings;
    record.settings[copy] = {
      version: cs.kernel.count('agent settings'),
      route,
      drainEveryMs,
      applicationEveryMs,
      ...(group === undefined ? {} : { group }),
      ...(resync === undefined ? {} : { resync }),
    };
  } else delete record.settings[copy];
  cs.polls.get(`${record.machine} ${copy}`)?.keep();
}

/** Every member of a group learns the addresses of all; the first leads. */
export function refreshGroup(cs: CsCore, name: string): void {
  const members: {
    settings: AgentSettings;
    address: string;
    record: MachineRecord;
    copy: Copy;
  }[] = [];
  for (const record of cs.database.machines.values()) {
    for (const copy of ['on-premises', 'azure'] as const) {
      const settings = record.settings[copy];
      const address = record.agents[copy]?.address;
      if (settings?.group?.name === name && address) members.push({ settings, address, record, copy });
    }
  }
  const addresses = members.map((member) => member.address);
  for (const { settings, record, copy } of members) {
    if (settings.group?.members.join() === addresses.join()) continue;
    setSettings(cs, record, copy, { ...settings, group: { name, members: addresses } });
  }
}
