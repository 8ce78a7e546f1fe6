import type { Process } from '../kernel';
import { ExtentMap } from '../storage';
import type { Checksums, PairRoute, ReplicaBatch, ReplicaChecksums, ReplicaMarker } from '../wire';
import { bugsOf } from './bug';
import { override } from './override';
import { atMost, beforeRestart, everyProcessServer, swallowing } from './parts';

type Item = ReplicaBatch | ReplicaMarker;
type Deliver = (route: PairRoute, item: Item) => Process<string | undefined>;
type Flush = (pair: string) => Process<Record<string, never>>;
type PassOn = (message: ReplicaChecksums) => Process<Checksums>;

/** Mistakes of process servers. */
export const PROCESS_SERVER = bugsOf('process server', [
  {
    name: 'ps-forgets-queue',
    what: 'What is cached is kept in memory: a restart loses what was acknowledged and not yet passed on.',
    breaks: 'no-lost-write',
    needs: 'two faults',
    source: 'Gao FSE’18: state that a recovery needs was never made durable',
    plant: (parts) =>
      everyProcessServer(parts, ({ component }) =>
        beforeRestart(component, () => {
          component.durable.queues.clear();
          component.durable.cachedBytes = 0;
        }),
      ),
  },
  {
    name: 'ps-acknowledges-early',
    what: 'Data are acknowledged before they are on the cache disk: a crash loses the newest.',
    breaks: 'no-lost-write',
    needs: 'two faults',
    source: 'CrashMonkey OSDI’18: a persistence point that is none',
    plant: (parts) =>
      everyProcessServer(parts, ({ component }) =>
        beforeRestart(component, () => {
          for (const { items } of component.durable.queues.values()) items.pop();
        }),
      ),
  },
  {
    name: 'ps-drops-after-minute',
    what: 'An item that could not be delivered for a minute is dropped, and the queue goes on.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Alquraan OSDI’18: data are lost in silence when a partition lasts',
    plant: (parts) =>
      everyProcessServer(parts, (server) =>
        override<Deliver>(
          server,
          'deliver',
          (deliver) =>
            function* (route, item) {
              return yield* atMost(server.component.kernel, 60_000, deliver(route, item), undefined);
            },
        ),
      ),
  },
  {
    name: 'ps-forgets-all',
    what: 'When a pair is to be forgotten, the cache of every pair is emptied.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: (parts) =>
      everyProcessServer(parts, (server) =>
        override<(pair: string) => Record<string, never>>(server, 'forget', (forget) => () => {
          for (const pair of [...server.component.durable.queues.keys()]) forget(pair);
          return {};
        }),
      ),
  },
  {
    name: 'ps-flush-hides-stall',
    what: 'Whoever waits for the last data is told that all is through when the target does not take them.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Yuan OSDI’14: an error is caught too high up and ignored',
    plant: (parts) =>
      everyProcessServer(parts, (server) =>
        override<Flush>(server, 'flush', (flush) => (pair) => swallowing(flush(pair), {})),
      ),
  },
  {
    name: 'ps-flush-off-by-one',
    what: 'A queue of one item is taken for an empty one when somebody waits for the last data.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: (parts) =>
      everyProcessServer(parts, (server) =>
        override<Flush>(
          server,
          'flush',
          (flush) =>
            function* (pair) {
              const { length } = server.component.durable.queues.get(pair)?.items ?? [];
              return length <= 1 ? {} : yield* flush(pair);
            },
        ),
      ),
  },
  {
    name: 'ps-remembers-comparison',
    what: 'The checksums of a target are kept, and the next comparison is answered with them.',
    breaks: 'delta-only',
    needs: 'one fault',
    plant: (parts) =>
      everyProcessServer(parts, (server) => {
        const kept = new Map<string, Checksums>();
        override<PassOn>(
          server,
          'passOn',
          (passOn) =>
            function* (message) {
              const { pair } = message.route;
              const views = yield* passOn(message);
              kept.set(pair, kept.get(pair) ?? views);
              return kept.get(pair) ?? views;
            },
        );
      }),
  },
  {
    name: 'ps-resyncs-in-full',
    what: 'A comparison that is made again compares with an empty target: everything is sent anew.',
    breaks: 'delta-only',
    needs: 'one fault',
    plant: (parts) =>
      everyProcessServer(parts, (server) => {
        const compared = new Set<string>();
        override<PassOn>(
          server,
          'passOn',
          (passOn) =>
            function* (message) {
              const { pair } = message.route;
              const views = yield* passOn(message);
              if (compared.has(pair)) return views.map(() => ExtentMap.empty);
              compared.add(pair);
              return views;
            },
        );
      }),
  },
]);
