import type { ServerReport } from '../../wire';
import type { Health, Pair, ProtectedItem } from './model';

/** No heartbeat for so long is critical. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

/** How an item is doing, and the codes that say why. A point later than the threshold is a warning, later than twice that
 *  critical; a silent server on its way is critical. Source: thresholds of the failback policy, AZURE.md §4.3. */
export function judgeHealth(
  item: ProtectedItem,
  now: number,
  servers: readonly ServerReport[],
  configurationServerSeenAtMs: number,
): { health: Health; codes: readonly string[] } {
  const { pair } = item;
  if (!pair) return { health: 'Normal', codes: [] };
  const codes: string[] = [];
  const late = lateness(pair, now);
  if (late > 1) codes.push('SIM-RPO');
  const silent = (name: string | null): boolean => {
    const server = servers.find((candidate) => candidate.name === name);
    return server !== undefined && now - server.lastHeartbeatMs > HEARTBEAT_MS_MAX + 300_000;
  };
  if (silent(pair.processServer)) codes.push('806');
  if (silent(pair.masterTarget)) codes.push('78022');
  if (now - configurationServerSeenAtMs > HEARTBEAT_MS_MAX) codes.push('SIM-UNREACHABLE');
  const critical = late > 2 || codes.some((code) => code !== 'SIM-RPO');
  return { health: critical ? 'Critical' : late > 1 ? 'Warning' : 'Normal', codes };
}

/** How old the newest point is, in thresholds. A pair without any point yet is still copying, and is judged by its servers. */
function lateness(pair: Pair, now: number): number {
  return pair.lastPointAtMs === undefined ? 0 : (now - pair.lastPointAtMs) / pair.rpoThresholdMs;
}
