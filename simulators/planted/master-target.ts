import type { Process } from '../kernel';
import { ExtentMap } from '../storage';
import type { Heartbeat, PointMade, ReplicaMarker, RollReplica } from '../wire';
import { bugsOf } from './bug';
import { override } from './override';
import { asking, beforeRestart, everyMasterTarget, isFailure, swallowing } from './parts';

type Answer = Record<string, never>;

/** Mistakes of master targets. */
export const MASTER_TARGET = bugsOf('master target', [
  {
    name: 'mt-acknowledges-early',
    what: 'A drain is acknowledged when its marker has come, and written afterwards.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'CrashMonkey OSDI’18: an acknowledgement before the persistence point',
    plant: (parts) =>
      everyMasterTarget(parts, (server) =>
        override<(message: ReplicaMarker) => unknown>(server, 'takeMarker', (take) => (message) => {
          server.component.run('write behind', swallowing(take(message) as Process<Answer>, {}));
          return {};
        }),
      ),
  },
  {
    name: 'mt-ignores-write-error',
    what: 'A write that the host refuses is logged, and the rest goes on.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Yuan OSDI’14: the handler of an error only logs it',
    plant: (parts) =>
      everyMasterTarget(parts, (server) =>
        override<(...args: unknown[]) => Process>(
          server,
          'writeDisk',
          (write) =>
            (...args) =>
              swallowing(write(...args), undefined),
        ),
      ),
  },
  {
    name: 'mt-rolls-further-back',
    what: 'A roll takes the point that it went to off the list: the same order once more goes to the one before.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: (parts) =>
      everyMasterTarget(parts, (server) => {
        const rolled = new Set<string>();
        override<(message: RollReplica) => Process<unknown>>(server, 'rollBack', (roll) => (message) => {
          const points = server.component.durable.attached.get(message.pair)?.replica.points ?? [];
          const at = points.findIndex(({ id }) => id === message.point);
          const former = rolled.has(message.pair) ? points[at - 1] : undefined;
          rolled.add(message.pair);
          return roll({ ...message, point: former?.id ?? message.point });
        });
      }),
  },
  {
    name: 'mt-detaches-in-memory',
    what: 'That a pair was detached is not written down: after a restart the master target holds it again.',
    breaks: 'nothing-left-behind',
    needs: 'one fault',
    plant: (parts) =>
      everyMasterTarget(parts, (server) => {
        const { attached } = server.component.durable;
        const detached = new Map(attached);
        override<(pair: string) => Answer>(server, 'detach', (detach) => (pair) => {
          const held = attached.get(pair);
          if (held) detached.set(pair, held);
          return detach(pair);
        });
        beforeRestart(server.component, () => {
          for (const [pair, held] of detached) attached.set(pair, held);
        });
      }),
  },
  {
    name: 'mt-keeps-after-release',
    what: 'Releasing a machine whose failback was given up leaves its pair attached.',
    breaks: 'nothing-left-behind',
    needs: 'one fault',
    plant: (parts) =>
      everyMasterTarget(parts, (server) => override<() => Answer>(server, 'release', () => () => ({}))),
  },
  {
    name: 'mt-stops-reporting',
    what: 'After one report of a point that failed, points of that pair are not reported any more.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ network }) => {
      const failed = new Set<string>();
      asking<PointMade>(network, 'cs.point-made', function* ({ message, ask }) {
        if (failed.has(message.pair)) return {};
        try {
          return yield* ask();
        } catch (error) {
          if (isFailure(error)) failed.add(message.pair);
          throw error;
        }
      });
      asking<Heartbeat>(network, 'cs.heartbeat', ({ message, ask }) => {
        const { points } = message;
        return points ? ask({ ...message, points: points.filter(({ pair }) => !failed.has(pair)) }) : ask();
      });
    },
  },
  {
    name: 'mt-swaps-disks',
    what: 'Pairs find their disks by position: after a restart two machines have got each other’s.',
    breaks: 'comes-home',
    needs: 'one fault',
    source: 'misdirected writes: TigerBeetle VOPR; Ganesan FAST’17',
    plant: (parts) =>
      everyMasterTarget(parts, (server) =>
        beforeRestart(server.component, () => {
          const { attached } = server.component.durable;
          const [[first, one] = [], [second, other] = []] = [...attached];
          if (first === undefined || second === undefined || !one || !other) return;
          attached.set(first, { ...one, vm: other.vm });
          attached.set(second, { ...other, vm: one.vm });
        }),
      ),
  },
  {
    name: 'mt-forgets-contents',
    what: 'What the disks hold is kept in memory: after a restart points are made as if they had been empty.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Gao FSE’18: state that a recovery needs was never made durable',
    plant: (parts) =>
      everyMasterTarget(parts, (server) =>
        beforeRestart(server.component, () => {
          for (const held of server.component.durable.attached.values())
            held.holds = held.holds.map(() => ExtentMap.empty);
        }),
      ),
  },
]);
