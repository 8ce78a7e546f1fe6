import type { Process } from '../kernel';
import { type Message, type Network, NetworkFailure } from '../network';
import { extentsIn } from '../storage';
import type { ReplicaBatch } from '../wire';
import { bugsOf } from './bug';
import { override } from './override';
import { asking, isFailure, type Parts } from './parts';

/** Mistakes of what carries messages, and of those who use it. */
export const NETWORK = bugsOf('network', [
  {
    name: 'net-lost-is-delivered',
    what: 'The end of a drain whose connection fails is taken for delivered.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Alquraan OSDI’18: a partition in one direction is not thought of',
    plant: ({ network }) =>
      asking(network, 'replica.marker', function* ({ ask }) {
        try {
          return yield* ask();
        } catch (error) {
          if (error instanceof NetworkFailure) return {};
          throw error;
        }
      }),
  },
  {
    name: 'net-stale-connection',
    what: 'A connection that broke stays in the pool: whatever is asked on it later fails in the same way.',
    breaks: 'comes-home',
    needs: 'one fault',
    source: 'Alquraan OSDI’18: one of five failures stays when the network is whole again',
    plant: ({ network }) => {
      const broken = new Map<string, NetworkFailure>();
      asking(network, '', function* ({ message, from, to, port, ask }) {
        const key = `${from} ${to} ${port} ${message.kind}`;
        const failure = broken.get(key);
        if (failure) {
          yield 1_000;
          throw failure;
        }
        try {
          return yield* ask();
        } catch (error) {
          if (error instanceof NetworkFailure && error.kind === 'reset') broken.set(key, error);
          throw error;
        }
      });
    },
  },
  {
    name: 'net-route-withdrawn',
    what: 'A line that was down for more than two minutes is not announced again when it comes back.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ network, kernel }) => {
      for (const link of network.links.values()) {
        let downAtMs = 0;
        override<(up: boolean) => void>(link, 'setUp', (setUp) => (up) => {
          if (!up) downAtMs = kernel.now;
          if (!up || kernel.now - downAtMs <= 120_000) setUp(up);
        });
      }
    },
  },
  {
    name: 'net-rule-stays',
    what: 'A firewall keeps the states of a rule that was taken out: what it blocked stays blocked.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ network }) => override<Network['unblock']>(network, 'unblock', () => () => undefined),
  },
  {
    name: 'net-answers-mixed',
    what: 'An answer that comes after its time limit is taken for the answer to the next question.',
    breaks: 'truthful-jobs',
    needs: 'one fault',
    source: 'responses of HTTP pipelines that belong to another request (node-redis, CVE-2023-28858)',
    plant: mixedAnswers,
  },
  {
    name: 'net-late-retry',
    what: 'A question without an answer is put aside and asked once more ten minutes later, whatever has happened by then.',
    breaks: 'nothing-left-behind',
    needs: 'one fault',
    source: 'CHAOS.md §4.5: a duplicate that is delivered late',
    plant: ({ network, kernel }) =>
      asking(network, 'cs.', function* ({ ask }) {
        try {
          return yield* ask();
        } catch (error) {
          if (error instanceof NetworkFailure) kernel.spawn(undefined, 'late retry', later(ask));
          throw error;
        }
      }),
  },
  {
    name: 'net-torn-retry',
    what: 'A batch whose transfer broke is taken up where the sender believes it stopped: its last extent is missing.',
    breaks: 'delta-only',
    needs: 'one fault',
    plant: ({ network }) => {
      const broken = new Set<string>();
      asking<ReplicaBatch>(network, 'replica.batch', function* ({ message, ask }) {
        const { route, batch } = message;
        const key = `${route.pair} ${batch.drain} ${batch.batch}`;
        try {
          return yield* ask(
            broken.has(key) ? { ...message, batch: { ...batch, runs: cut(batch.runs) } } : message,
          );
        } catch (error) {
          if (isFailure(error)) broken.add(key);
          throw error;
        }
      });
    },
  },
]);

function* later(ask: () => Process<unknown>): Process {
  yield 600_000;
  try {
    yield* ask();
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
}

function cut(runs: ReplicaBatch['batch']['runs']): ReplicaBatch['batch']['runs'] {
  const last = runs.at(-1);
  if (!last || extentsIn(runs) < 2) return runs;
  return [...runs.slice(0, -1), ...(last.count > 1 ? [{ ...last, count: last.count - 1 }] : [])];
}

function mixedAnswers({ network }: Parts): void {
  const lastAnswers = new Map<string, unknown>();
  const behind = new Set<string>();
  asking<Message>(network, 'cs.', function* ({ message, from, to, ask }) {
    const key = `${from} ${to} ${message.kind}`;
    try {
      const answer = yield* ask();
      const former = lastAnswers.get(key);
      lastAnswers.set(key, answer);
      return behind.has(key) && former !== undefined ? former : answer;
    } catch (error) {
      if (error instanceof NetworkFailure && error.kind === 'timeout') behind.add(key);
      throw error;
    }
  });
}
