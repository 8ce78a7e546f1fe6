import type { ServerReport, VimDatastoreFacts } from '../wire';
import type { Database } from './cs-database';

/** No heartbeat for so long: the server is silent. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The servers that are listed by now, as the vault is told of them. */
export function serverReports(
  { servers, masterTargets }: Database,
  now: number,
  datastoresOf: (masterTarget: string) => readonly VimDatastoreFacts[] | undefined,
): ServerReport[] {
  const reports: ServerReport[] = [];
  for (const { role, name, address, lastHeartbeatMs, listedAtMs, backlogMs, version } of servers.values()) {
    if (listedAtMs > now) continue;
    const state = now - lastHeartbeatMs > HEARTBEAT_MS_MAX ? 'silent' : 'connected';
    const report: Writable<ServerReport> = {
      role,
      name,
      address,
      lastHeartbeatMs,
      backlogMs,
      version,
      state,
    };
    reports.push(report);
    if (role !== 'master-target') continue;
    report.retentionDrives = masterTargets.get(name)?.retentionDrives ?? [];
    const datastoreFacts = datastoresOf(name);
    if (!datastoreFacts) continue;
    report.datastores = datastoreFacts.map((each) => each.name);
    report.datastoreFacts = datastoreFacts;
  }
  return reports;
}
