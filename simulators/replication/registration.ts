import type { Process } from '../kernel';
import { asrRefusal, type Heartbeat, type Register, type RemoveServer } from '../wire';
import { refreshGroup } from './agent-settings';
import type { CsCore } from './cs-core';
import { SERVER_VERSION, type ServerRecord } from './cs-database';
import { checkMasterTarget } from './linux-preparation';
import { pointMade, reportAt } from './vault-reports';

/** A process server shows so long after its registration. Source: seed document, “set up the process server in Azure” – documented. */
const LISTING_MS = { least: 10 * 60_000, most: 15 * 60_000 };

/** Takes up an agent of a machine that is protected, a process server or a master target.
 *  Errors: SIM-PASSPHRASE; SIM-NOT-IN-DATABASE – nobody protects the machine; SIM-LINUX-PREPARATION. */
export function* register(cs: CsCore, message: Register): Process<Record<string, never>> {
  if (message.passphrase !== cs.options.passphrase) throw asrRefusal('SIM-PASSPHRASE', [message.name]);
  if (message.role === 'agent') registerAgent(cs, message);
  else yield* registerServer(cs, message, message.role);
  return {};
}

function registerAgent(cs: CsCore, message: Register): void {
  const record = cs.record(message.name);
  const { address, copy = 'on-premises', disks = [], system } = message;
  record.agents[copy] = { address, seenAtMs: cs.kernel.now, disks, system };
  const { group } = record.settings[copy] ?? {};
  if (group) refreshGroup(cs, group.name);
}

/** A process server shows among the servers only after a while. */
function* registerServer(cs: CsCore, message: Register, role: ServerRecord['role']): Process {
  const { name, address, vm, retentionDrives = [], linux, version = SERVER_VERSION } = message;
  if (vm !== undefined) {
    if (linux) yield* checkMasterTarget(cs, { vm, linux });
    cs.database.masterTargets.set(name, { name, vm, retentionDrives });
  }
  const known = cs.database.servers.get(name);
  const slow = role === 'process-server' && name !== cs.name;
  const now = cs.kernel.now;
  const listedAtMs =
    known?.listedAtMs ??
    now + (slow ? cs.kernel.random('listing').between(LISTING_MS.least, LISTING_MS.most) : 0);
  const record = { role, name, address, lastHeartbeatMs: now, listedAtMs, backlogMs: 0, version };
  cs.database.servers.set(name, record);
  cs.kernel.record('cs.registered', name, { role, address });
  if (listedAtMs > now) cs.component.run('listing', reportAt(cs, listedAtMs));
}

/** Errors: SIM-UNKNOWN – it must register first. */
export function heartbeat(
  cs: CsCore,
  { name, stalled, backlogMs, points = [] }: Heartbeat,
): Record<string, never> {
  const server = cs.database.servers.get(name);
  if (!server) throw asrRefusal('SIM-UNKNOWN', [name]);
  server.lastHeartbeatMs = cs.kernel.now;
  server.backlogMs = backlogMs;
  cs.stalled.set(name, stalled);
  for (const made of points) cs.component.run('point report', pointMade(cs, made));
  return {};
}

/** Forgets a server, unless it was heard of since it was removed. */
export function removeServer(cs: CsCore, { name, removedAtMs }: RemoveServer): Record<string, never> {
  const { servers } = cs.database;
  if ((servers.get(name)?.lastHeartbeatMs ?? Number.POSITIVE_INFINITY) > removedAtMs) return {};
  servers.delete(name);
  cs.stalled.delete(name);
  return {};
}
