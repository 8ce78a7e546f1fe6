import { type RecoveryPoint, withoutViews } from '../../storage';
import { note, type PairReport, type StartPair, type VaultAnswer, type VaultReport } from '../../wire';
import { takeHomecomers } from './follow-ups';
import { viaOf } from './gateways';
import { updateHealth } from './health';
import type { PointFacts } from './model';
import { followPolicy } from './policies';
import { clearPurged } from './removal';
import { withoutRemoved } from './server-removal';
import type { Vault } from './vault';

const POINTS_MAX = 288;

/** Takes what the configuration server tells of itself and its servers, and answers what it must set right. */
export function takeReport(vault: Vault, report: VaultReport, from: string): VaultAnswer {
  const { durable } = vault.component;
  const { configurationServer } = durable;
  configurationServer.foreignAddress = from === configurationServer.address ? undefined : from;
  if (configurationServer.foreignAddress) {
    vault.event('SIM-CS-ADDRESS', report.configurationServer, `reported from ${from}`, 'Critical');
    return { start: [], stop: [] };
  }
  configurationServer.lastSeenAtMs = vault.kernel.now;
  durable.servers = withoutRemoved(vault, report.servers);
  durable.vcenters = report.vcenters;
  durable.accounts = report.accounts;
  durable.stalled = report.stalled;
  durable.discovered = report.discovered;
  for (const { pair, point } of report.points) pointMade(vault, pair, point);
  takeHomecomers(vault, report.homecomers);
  if (report.pairs && durable.purged.size > 0) vault.component.run('clear purged', clearPurged(vault));
  return report.pairs ? reconcile(vault, report.pairs) : { start: [], stop: [] };
}

/** Takes a recovery point of a pair that stands. The first one of a pair makes its machine protected. */
export function pointMade(vault: Vault, pair: string, point: PointFacts | RecoveryPoint): void {
  const item = vault.items.get(pair.slice(0, pair.lastIndexOf('/')));
  if (item?.pair?.id !== pair) return;
  if (item.points.some((known) => known.id === point.id)) return;
  const facts = withoutViews(point);
  // One that could not be told at once may come after a later one.
  const later = item.points.findIndex((known) => known.takenAtMs > facts.takenAtMs);
  item.points.splice(later < 0 ? item.points.length : later, 0, facts);
  if (item.points.length > POINTS_MAX) item.points.shift();
  item.pair.lastPointAtMs = item.points.at(-1)?.takenAtMs;
  if (item.resync && (facts.resync ?? 0) >= item.resync.id) item.resync = undefined;
  if (facts.consistency === 'application')
    item.pair.lastApplicationAtMs = Math.max(item.pair.lastApplicationAtMs ?? 0, facts.takenAtMs);
  const { id, drain, seq, group, consistency, takenAtMs, checksums } = facts;
  note(vault.kernel, 'point.made', item.name, {
    point: id,
    pair,
    drain,
    seq,
    group,
    consistency,
    takenAtMs,
    checksums,
  });
  if (item.state === 'enabling' || item.state === 'reprotecting-to-azure') vault.setState(item, 'protected');
  else if (item.state === 'reprotecting') vault.setState(item, 'protected-to-site');
  updateHealth(vault, item);
}

/** What a configuration server must set up or take down: its database came from a backup older than the present pairs, or a
 *  policy was edited since. */
function reconcile(vault: Vault, pairs: NonNullable<VaultReport['pairs']>): VaultAnswer {
  const found = new Map(pairs.map((report) => [report.pair, report]));
  const start: StartPair[] = [];
  for (const item of vault.items.values()) {
    followPolicy(vault, item);
    const known = found.get(item.pair?.id ?? '');
    if (!item.activeJob && item.pair && !(known && agrees(known, item.pair.start, vault.managementServer)))
      start.push(item.pair.start);
  }
  const stale = pairs.filter(({ machine, pair }) => {
    const item = vault.items.get(machine);
    return item && !item.activeJob && item.pair?.id !== pair;
  });
  return { start, stop: stale.map(({ machine, pair }) => ({ kind: 'cs.stop-pair', machine, pair })) };
}

function agrees(report: PairReport, start: StartPair, managementServer: string): boolean {
  return (
    report.drainEveryMs === start.drainEveryMs &&
    report.applicationEveryMs === start.applicationEveryMs &&
    report.group === start.group &&
    report.resync === start.resync &&
    report.processServer === viaOf(start, managementServer)
  );
}
