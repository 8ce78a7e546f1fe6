import type { ServerReport, VimDatastoreFacts } from '../wire';
import type { Database } from './cs-database';

/** No heartbeat for so long: the server is silent. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

/** The servers that are listed by now, as the vault is told of them. */
export function serverReports(
  { servers, masterTargets }: Database,
  now: number,
  datastoresOf: (masterTarget: string) => readonly VimDatastoreFacts[] | undefined,
): ServerReport[] {
  return [...servers.values()].flatMap(({ listedAtMs, ...server }) => {
    if (listedAtMs > now) return [];
    const state = now - server.lastHeartbeatMs > HEARTBEAT_MS_MAX ? 'silent' : 'connected';
    const report: ServerReport = { ...server, state };
    if (server.role !== 'master-target') return [report];
    const { retentionDrives = [] } = masterTargets.get(server.name) ?? {};
    const datastoreFacts = datastoresOf(server.name);
    if (!datastoreFacts) return [{ ...report, retentionDrives }];
    const datastores = datastoreFacts.map(({ name }) => name);
    return [{ ...report, retentionDrives, datastores, datastoreFacts }];
  });
}
