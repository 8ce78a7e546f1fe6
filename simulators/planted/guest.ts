import { Pending, type Process } from '../kernel';
import { type Message, NetworkFailure } from '../network';
import type { Consistency } from '../storage';
import type { GroupMessage, ReplicaBatch, ReplicaMarker } from '../wire';
import { bugsOf } from './bug';
import { override } from './override';
import { asking, beforeRestart, everyAgent, everyEndpoint } from './parts';

/** Mistakes of the mobility agent. */
export const GUEST = bugsOf('guest and agent', [
  {
    name: 'agent-loses-dirty-map',
    what: 'The map of what changed is kept in memory only: after a restart the agent takes the disks as they are for sent.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Gao FSE’18: state that a recovery needs was never made durable',
    plant: (parts) =>
      everyAgent(parts, (agent) =>
        beforeRestart(agent.component, () => {
          const { durable } = agent.component;
          if (durable.baseline && agent.guest) durable.baseline = agent.guest.views();
          durable.pending = undefined;
        }),
      ),
  },
  {
    name: 'agent-misses-downtime',
    what: 'Writes that are made while the agent is down are not entered in the map of what changed.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: (parts) =>
      everyAgent(parts, (agent, guest) => {
        let seen = guest.views();
        agent.component.onDeath(() => {
          seen = guest.views();
        });
        beforeRestart(agent.component, () => {
          const { durable } = agent.component;
          const now = guest.views();
          durable.baseline = durable.baseline?.map((view, disk) =>
            view.writeAll(now[disk]?.changesSince(seen[disk] ?? view) ?? []),
          );
        });
      }),
  },
  {
    name: 'agent-restarts-numbering',
    what: 'After a restart the agent numbers its drains from one again.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: (parts) =>
      everyAgent(parts, (agent) =>
        beforeRestart(agent.component, () => {
          agent.component.durable.drains = 0;
        }),
      ),
  },
  {
    name: 'agent-drops-failed-batch',
    what: 'A batch that is not acknowledged is left out of its drain, and the marker counts only what was acknowledged.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Yuan OSDI’14: a signalled, non-fatal error is ignored',
    plant: ({ network }) => {
      const dropped = new Set<string>();
      everyEndpoint(network, (endpoint) =>
        override<typeof endpoint.openStream>(endpoint, 'openStream', (open) => (to, port, window) => {
          const stream = open(to, port, window);
          let drain = '';
          override<typeof stream.write>(stream, 'write', (write) => (message, bytes, timeoutMs) => {
            const { route, batch } = message as unknown as ReplicaBatch;
            drain = `${route.pair} ${batch.drain}`;
            return write(message, bytes, timeoutMs);
          });
          override<typeof stream.finish>(
            stream,
            'finish',
            (finish) =>
              function* () {
                try {
                  yield* finish();
                } catch (error) {
                  if (!(error instanceof NetworkFailure)) throw error;
                  dropped.add(drain);
                }
              },
          );
          return stream;
        }),
      );
      asking<ReplicaMarker & Message>(network, 'ps.marker', ({ message, ask }) => {
        const { route, marker } = message;
        const batches = dropped.has(`${route.pair} ${marker.drain}`) ? 0 : marker.batches;
        return ask({ ...message, marker: { ...marker, batches } });
      });
    },
  },
  {
    name: 'agent-never-quiesces',
    what: 'Points are called application-consistent without waiting for the applications to come to rest.',
    breaks: 'write-order',
    needs: 'no fault',
    plant: (parts) =>
      everyAgent(parts, (agent) =>
        override<(wanted: Consistency) => Process<Consistency>>(
          agent,
          'calm',
          () =>
            function* (wanted) {
              yield 0;
              return wanted;
            },
        ),
      ),
  },
  {
    name: 'agent-late-share',
    what: 'A machine gives its share of a common point also when its group may have gone on writing by then.',
    breaks: 'write-order',
    needs: 'one fault',
    source: 'found in this project with the fault group-snapshot-hold; put back as it was',
    plant: ({ network }) =>
      asking<GroupMessage>(network, 'group.snapshot', ({ message, ask }) =>
        ask({ ...message, untilMs: Number.POSITIVE_INFINITY }),
      ),
  },
  {
    name: 'agent-down-at-shutdown',
    what: 'In a shutdown an agent that is down is taken for one that has nothing left to send.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: (parts) =>
      everyAgent(parts, (agent) =>
        override<() => Process>(
          agent,
          'beforeShutdown',
          (original) =>
            function* () {
              if (agent.component.state === 'running') yield* original();
            },
        ),
      ),
  },
  {
    name: 'agent-hurries-shutdown',
    what: 'In a shutdown the agent gives its last drain up after a minute.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: (parts) =>
      everyAgent(parts, (agent) =>
        override<() => Process>(
          agent,
          'beforeShutdown',
          (original) =>
            function* () {
              const { kernel } = agent;
              const last = kernel.spawn(undefined, 'last drain', original());
              const limit = kernel.after(60_000, () => last.kill());
              yield last.ended;
              kernel.cancel(limit);
            },
        ),
      ),
  },
  {
    name: 'agent-waits-forever',
    what: 'The question after its settings has no time limit: if the answer is lost, the agent waits for it for ever.',
    breaks: 'comes-home',
    needs: 'one fault',
    source: 'Alquraan OSDI’18: a fault of the network does lasting harm, which stays after it is healed',
    plant: ({ network }) =>
      asking(network, 'cs.agent-poll', function* ({ ask }) {
        try {
          return yield* ask();
        } catch (error) {
          if (error instanceof NetworkFailure && error.kind === 'timeout') yield new Pending<void>();
          throw error;
        }
      }),
  },
]);
