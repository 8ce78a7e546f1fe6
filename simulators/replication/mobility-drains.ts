import type { Guest } from '../guest';
import { Pending, type Process } from '../kernel';
import { Refusal } from '../network';
import type { Batch, Consistency, ExtentMap, Marker } from '../storage';
import { type AgentSettings, type GroupMessage, note } from '../wire';
import { type Drain, split } from './drain';
import type { MobilityCore } from './mobility-core';
import { compare, sendPending } from './mobility-sending';

/** Takes a drain whenever one is due, alone or with its group. */
export function* replicate(agent: MobilityCore): Process {
  const { durable } = agent.component;
  for (;;) {
    const { settings } = durable;
    if (!settings) {
      agent.configured = new Pending<void>();
      yield agent.configured;
      continue;
    }
    const { group } = settings;
    const address = agent.guest?.endpoint?.address;
    const alone =
      !group || group.members.length < 2 || durable.baseline === undefined || durable.pending !== undefined;
    // A group whose leader is away goes on without common points.
    const leaderless = agent.kernel.now - agent.lastDrainAtMs >= 2 * settings.drainEveryMs;
    if (alone) yield* drain(agent, true);
    else if (group.members[0] === address) {
      const consistency = consistencyDue(agent, settings);
      const caught = yield* agent.group.lead(settings, consistency);
      // Where applications do not come to rest, the group has at least its crash-consistent points.
      if (!caught && consistency === 'application') {
        agent.lastApplicationAtMs = agent.kernel.now;
        yield* agent.group.lead(settings, 'crash');
      }
    } else if (leaderless) yield* drain(agent, true);
    yield settings.drainEveryMs;
  }
}

/** Sends the drain that is under way, if any; and then, if `fresh`, everything that changed up to now.
 *  One at a time: whoever comes meanwhile waits for its turn. */
export function* drain(agent: MobilityCore, fresh: boolean, wanted?: Consistency): Process {
  const { durable } = agent.component;
  const { turn } = agent;
  yield* turn.enter();
  try {
    let due = fresh;
    const pair = durable.settings?.route.pair;
    while (durable.settings && durable.settings.route.pair === pair) {
      try {
        if (durable.baseline === undefined) yield* compare(agent, durable.settings);
        if (durable.baseline === undefined) continue;
        if (!durable.pending) {
          if (!due) return;
          const next = yield* catchNow(
            agent,
            durable.settings,
            wanted ?? consistencyDue(agent, durable.settings),
          );
          if (!next) continue;
          durable.pending = next;
          due = false;
        }
        yield* sendPending(agent, durable.settings, durable.pending);
        continue;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.code === 'SIM-RESYNC-REQUIRED') {
          durable.baseline = undefined;
          durable.pending = undefined;
          due = true;
        } else if (!error.retry)
          agent.kernel.record('agent.refused', agent.options.machine, { code: error.code });
      }
      yield 30_000;
    }
  } finally {
    turn.leave();
  }
}

/** Takes the drain of a common point, while the machines of the group hold their writes.
 *  Errors: a Refusal if the agent has something else to do first. */
export function groupSnapshot(
  agent: MobilityCore,
  { point, consistency, untilMs }: GroupMessage,
): Record<string, never> {
  const { durable } = agent.component;
  const late = agent.kernel.now >= untilMs;
  if (late || !durable.settings || durable.baseline === undefined || durable.pending || agent.turn.taken) {
    throw agent.group.missed(point);
  }
  durable.pending = take(agent, durable.settings, point, consistency);
  agent.component.run('agent group drain', drain(agent, false));
  return {};
}

/** What the next drain should be. */
function consistencyDue(agent: MobilityCore, { applicationEveryMs }: AgentSettings): Consistency {
  const late = agent.kernel.now - agent.lastApplicationAtMs >= applicationEveryMs;
  return applicationEveryMs > 0 && late ? 'application' : 'crash';
}

/** A drain of this very moment; undefined if the settings changed while the applications came to rest. */
function* catchNow(
  agent: MobilityCore,
  settings: AgentSettings,
  wanted: Consistency,
): Process<Drain | undefined> {
  const { durable } = agent.component;
  const consistency = yield* agent.calm(wanted);
  try {
    const stands = durable.settings?.route.pair === settings.route.pair && durable.baseline !== undefined;
    return stands ? take(agent, settings, null, consistency) : undefined;
  } finally {
    (agent.guest as Guest).thaw();
  }
}

/** Fixes the instant of a drain: what is acknowledged now belongs to it, what comes later does not. */
function take(
  agent: MobilityCore,
  settings: AgentSettings,
  group: string | null,
  consistency: Consistency,
): Drain {
  const { durable } = agent.component;
  const guest = agent.guest as Guest;
  const views = guest.views();
  durable.drains += 1;
  agent.lastDrainAtMs = agent.kernel.now;
  if (consistency === 'application') agent.lastApplicationAtMs = agent.kernel.now;
  durable.sentBatches = 0;
  durable.acknowledgedBatches = 0;
  const batches: Batch[] = [];
  views.forEach((view, disk) => {
    const changes = view.changesSince((durable.baseline as readonly ExtentMap[])[disk] as ExtentMap);
    for (const runs of split(changes))
      batches.push({ drain: durable.drains, batch: batches.length, disk, runs });
  });
  const { pair } = settings.route;
  note(agent.kernel, 'agent.drained', agent.options.machine, {
    copy: agent.copy,
    drain: durable.drains,
    pair,
    seq: guest.lastSeq,
    group,
    consistency,
  });
  const marker: Marker = {
    drain: durable.drains,
    batches: batches.length,
    seq: guest.lastSeq,
    takenAtMs: agent.kernel.now,
    consistency,
    group,
    system: { os: guest.os, lastSeq: guest.lastSeq },
    ...(durable.resync === undefined ? {} : { resync: durable.resync }),
  };
  return { marker, views, batches };
}
