import type { Process } from '../kernel';
import { NetworkFailure, Refusal } from '../network';
import { PORT, type PointMade, type StartPair, type VaultAnswer, type VaultReport } from '../wire';
import type { CsCore } from './cs-core';
import { findHomecomers } from './homecomers';
import { pairReports } from './pair-reports';
import { startPair, stopPair } from './pairs';
import { tellLeaving } from './release';
import { serverReports } from './server-reports';
import { vcenterReports } from './vcenters';

const REPORT_MS = 300_000;

/** Tells the vault every few minutes how things stand, and sees first to what has to be seen to again and again. */
export function* reportLoop(cs: CsCore): Process {
  for (;;) {
    const pairs = pairReports(cs.database);
    yield* cs.discovery.run();
    yield* tellLeaving(cs);
    const homecomers = yield* findHomecomers(cs.kernel.now, cs.database, cs.vsphere);
    yield* report(cs, pairs, homecomers);
    yield REPORT_MS;
  }
}

/** Reports once more at a moment to come. */
export function* reportAt(cs: CsCore, atMs: number): Process {
  yield atMs - cs.kernel.now;
  yield* report(cs, null);
}

/** A master target made a recovery point: the vault learns it at once. If it cannot be told, it is told the newest of the pair with the
 *  next report. */
export function* pointMade(
  cs: CsCore,
  { pair, point }: Pick<PointMade, 'pair' | 'point'>,
): Process<Record<string, never>> {
  const { untold } = cs.database;
  if ((untold.get(pair)?.takenAtMs ?? 0) <= point.takenAtMs) untold.set(pair, point);
  yield* report(cs, null);
  return {};
}

/** Goes through a connection that changed, if one did, and tells the vault how things stand. */
export function discoverNext(cs: CsCore, address: string | undefined): Record<string, never> {
  if (address !== undefined) cs.component.run('discovery', rediscover(cs, address));
  cs.component.run('connection report', report(cs, null));
  return {};
}

function* rediscover(cs: CsCore, address: string): Process {
  yield* cs.discovery.first(address);
  yield* report(cs, null);
}

/** Tells the vault how things stand, and sets right what the vault says is out of date here. */
function* report(
  cs: CsCore,
  pairs: VaultReport['pairs'],
  homecomers: VaultReport['homecomers'] = [],
): Process {
  const servers = serverReports(cs.database, cs.kernel.now, (name) => cs.discovery.datastoresOf(name));
  const stalled = [...cs.stalled.values()].flat();
  const points = [...cs.database.untold].map(([pair, point]) => ({ pair, point }));
  const message = {
    kind: 'vault.report',
    configurationServer: cs.name,
    points,
    servers,
    pairs,
    stalled,
    discovered: cs.discovery.vms,
    homecomers,
    vcenters: vcenterReports(cs.database),
    accounts: [...cs.database.accounts.keys()],
  } as VaultReport;
  try {
    const answer = yield* cs.nic.request<VaultAnswer>(cs.options.vault, PORT.control, message);
    const { untold } = cs.database;
    for (const { pair, point } of points) if (untold.get(pair)?.id === point.id) untold.delete(pair);
    for (const stop of answer.stop) yield* stopPair(cs, stop);
    for (const start of answer.start) setRight(cs, start);
  } catch (error) {
    // The vault notices the silence by itself; what could not be set right is said again in its next answer.
    if (!(error instanceof NetworkFailure || error instanceof Refusal)) throw error;
  }
}

/** What cannot be set right now does not keep the rest from it; the vault says it again. */
function setRight(cs: CsCore, start: StartPair): void {
  try {
    startPair(cs, start);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
