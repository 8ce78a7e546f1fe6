import type { Guest } from '../guest';
import type { Process } from '../kernel';
import { NetworkFailure, Refusal } from '../network';
import { EXTENT_BYTES, type ExtentMap, extentsIn } from '../storage';
import { type AgentSettings, type Checksums, note, type PairRoute } from '../wire';
import { checksumBytes, type Drain, patience } from './drain';
import type { MobilityCore } from './mobility-core';
import { untilItWorks } from './retry';

const MARKER_BYTES = 512;
/** So much may be on its way to the process server unacknowledged. */
const WINDOW_BYTES = 256 * 2 ** 20;

/** Asks the target for checksums of what it holds; only what differs will be sent. */
export function* compare(agent: MobilityCore, settings: AgentSettings): Process {
  const { durable } = agent.component;
  const { route } = settings;
  const theirs = yield* untilDelivered(agent, () => askChecksums(agent, route));
  if (!theirs || durable.settings?.route.pair !== route.pair) return;
  durable.baseline = theirs;
  const different = (agent.guest as Guest)
    .views()
    .reduce((sum, view, disk) => sum + extentsIn(view.changesSince(theirs[disk] as ExtentMap)), 0);
  note(agent.kernel, 'agent.compared', agent.options.machine, {
    copy: agent.copy,
    pair: route.pair,
    bytes: checksumBytes(theirs as never),
    different,
  });
}

/** Nothing is asked on a way that was given up meanwhile. */
function* askChecksums(agent: MobilityCore, route: PairRoute): Process<Checksums | undefined> {
  if (!stillGoes(agent, route)) return undefined;
  const message = { kind: 'ps.checksums', route } as { kind: string };
  return yield* agent.ask<Checksums>(route.processServer, route.processServerPort, message, 0, checksumBytes);
}

/** Sends a drain, its batches first and its marker last; from then on it counts as known to the target. */
export function* sendPending(agent: MobilityCore, settings: AgentSettings, drain: Drain): Process {
  const { durable } = agent.component;
  const { route } = settings;
  const stands = (): boolean => durable.pending === drain && stillGoes(agent, route);
  yield* untilDelivered(agent, () => sendBatches(agent, route, drain, stands));
  yield* untilDelivered(agent, () => sendMarker(agent, route, drain, stands));
  if (stands()) {
    durable.baseline = drain.views;
    durable.pending = undefined;
  }
}

/** Streams the batches of a drain. After a failure it goes on behind the last one acknowledged; a drain that does not stand any
 *  more is not sent. */
function* sendBatches(agent: MobilityCore, route: PairRoute, drain: Drain, stands: () => boolean): Process {
  if (!stands()) return;
  const { durable } = agent.component;
  const stream = agent.guest?.endpoint?.openStream(
    route.processServer,
    route.processServerPort,
    WINDOW_BYTES,
  );
  if (!stream)
    throw new NetworkFailure(
      'timeout',
      agent.options.name,
      route.processServer,
      route.processServerPort,
      'ps.batch',
    );
  const first = durable.acknowledgedBatches;
  try {
    for (const batch of drain.batches.slice(first)) {
      const extents = extentsIn(batch.runs);
      const bytes = extents * EXTENT_BYTES;
      note(agent.kernel, 'agent.sent', agent.options.machine, {
        copy: agent.copy,
        pair: route.pair,
        drain: batch.drain,
        batch: batch.batch,
        extents,
        bytes,
        again: batch.batch < durable.sentBatches,
      });
      durable.sentBatches = Math.max(durable.sentBatches, batch.batch + 1);
      const message = { kind: 'ps.batch', route, batch, bytes } as { kind: string };
      yield* stream.write(message, bytes, patience(bytes + WINDOW_BYTES));
      durable.acknowledgedBatches = first + stream.acknowledged;
    }
    yield* stream.finish();
  } finally {
    durable.acknowledgedBatches = first + stream.acknowledged;
  }
}

function* sendMarker(
  agent: MobilityCore,
  route: PairRoute,
  { marker }: Drain,
  stands: () => boolean,
): Process {
  if (!stands()) return;
  const message = { kind: 'ps.marker', route, marker } as { kind: string };
  yield* agent.ask(route.processServer, route.processServerPort, message, MARKER_BYTES);
}

/** Is this the way on which the agent is to send, as far as it was told? */
function stillGoes(agent: MobilityCore, { pair, processServer }: PairRoute): boolean {
  const now = agent.component.durable.settings?.route;
  return !now || (now.pair === pair && now.processServer === processServer);
}

/** Tries until it works, and keeps what stands in the way meanwhile. */
function untilDelivered<T>(agent: MobilityCore, attempt: () => Process<T>): Process<T> {
  return untilItWorks(attempt, (failure) => {
    const pair = agent.component.durable.pair ?? '';
    const code = failure instanceof Refusal ? failure.code : 'SIM-UNREACHABLE';
    agent.stalled = failure ? { pair, code } : null;
  });
}
