import type { Process } from '../../kernel';
import { note, type ServerReport, type StalledPair } from '../../wire';
import type { Health, Pair, ProtectedItem } from './model';
import type { Vault } from './vault';

const HEALTH_EVERY_MS = 300_000;

/** No heartbeat for so long is critical. Source: AZURE.md §4.3 – documented. */
const HEARTBEAT_MS_MAX = 15 * 60_000;

/** What the configuration server last told of its servers, and when. */
interface ServerView {
  readonly servers: readonly ServerReport[];
  readonly stalled: readonly StalledPair[];
  readonly seenAtMs: number;
}

/** Looks after the health of every item, every five minutes. */
export function* watchHealth(vault: Vault): Process {
  for (;;) {
    for (const item of vault.items.values()) updateHealth(vault, item);
    yield HEALTH_EVERY_MS;
  }
}

/** Judges an item anew; a change is told. */
export function updateHealth(vault: Vault, item: ProtectedItem): void {
  const { servers, stalled, configurationServer } = vault.component.durable;
  const { health, codes } = judgeHealth(item, vault.kernel.now, {
    servers,
    stalled,
    seenAtMs: configurationServer.lastSeenAtMs,
  });
  item.healthErrors = codes;
  if (health === item.health) return;
  const from = item.health;
  item.health = health;
  note(vault.kernel, 'health.changed', item.name, { from, to: health, pair: item.pair?.id ?? '' });
  vault.event(
    'SRSVMHealthChanged',
    item.name,
    `Replication health changed to ${health}.`,
    health === 'Normal' ? 'Info' : health,
  );
}

/** How an item is doing, and the codes that say why. A newest point older than the threshold is a warning, older than twice
 *  that critical; so are a silent server on its way, and a target that refuses what is brought to it.
 *  Source: thresholds of the failback policy, AZURE.md §4.3. */
function judgeHealth(
  item: ProtectedItem,
  now: number,
  { servers, stalled, seenAtMs }: ServerView,
): { health: Health; codes: readonly string[] } {
  const { pair } = item;
  if (!pair) return { health: 'Normal', codes: [] };
  const codes: string[] = [];
  const slow: string[] = [];
  const late = lateness(pair, now);
  if (late > 1) codes.push('SIM-RPO');
  const silent = (name: string | null): boolean => {
    const server = servers.find((candidate) => candidate.name === name);
    return server !== undefined && now - server.lastHeartbeatMs > HEARTBEAT_MS_MAX + 300_000;
  };
  if (silent(pair.processServer)) codes.push('806');
  if (silent(pair.masterTarget)) codes.push('78022');
  if (busy(servers, pair.masterTarget)) slow.push('SIM-MASTER-TARGET-BUSY');
  if (now - seenAtMs > HEARTBEAT_MS_MAX) codes.push('SIM-UNREACHABLE');
  const urgent = codes.some((code) => code !== 'SIM-RPO');
  // The agent and the process server may each have their own trouble.
  const stalls = stalled.filter((candidate) => candidate.pair === pair.id).map(({ code }) => code);
  for (const code of stalls) if (!codes.includes(code)) codes.push(code);
  codes.push(...slow);
  if (lacksApplicationPoints(pair, now)) codes.push('78144');
  if (urgent || late > 2 || (stalls.length > 0 && pair.lastPointAtMs === undefined))
    return { health: 'Critical', codes };
  return { health: codes.length > 0 ? 'Warning' : 'Normal', codes };
}

/** A master target that needs longer than this for what waits to be written slows its machines down. Source: assumed. */
const BACKLOG_MS_MAX = 2 * 60_000;

function busy(servers: readonly ServerReport[], masterTarget: string | null): boolean {
  return servers.some(({ name, backlogMs }) => name === masterTarget && backlogMs > BACKLOG_MS_MAX);
}

/** Three times in a row no application-consistent point came about, though crash-consistent ones do. */
function lacksApplicationPoints(pair: Pair, now: number): boolean {
  const { applicationEveryMs, lastPointAtMs, lastApplicationAtMs = pair.startedAtMs } = pair;
  return (
    applicationEveryMs > 0 &&
    lastPointAtMs !== undefined &&
    now - lastApplicationAtMs > 3 * applicationEveryMs
  );
}

/** How old the newest point is, in thresholds. A pair without any point yet is still copying, and is judged by its servers. */
function lateness(pair: Pair, now: number): number {
  return pair.lastPointAtMs === undefined ? 0 : (now - pair.lastPointAtMs) / pair.rpoThresholdMs;
}
