import type { Job, ProtectedItem, Vault } from '../azure';
import type { Process } from '../kernel';
import { type Message, NetworkFailure } from '../network';
import { bugsOf } from './bug';
import { override } from './override';
import { everyLife, type Parts } from './parts';

type Request = (name: string, input?: object) => Job;
type BeginPair = (item: ProtectedItem, pair: object) => void;

/** So far the clock of the site is ahead of the vault's. Units: ms. */
const AHEAD_MS = 30 * 60_000;

/** Mistakes with clocks, and with what people ask for twice, too early or not at all. */
export const OPERATOR = bugsOf('time, identity and operator', [
  {
    name: 'op-double-failover',
    what: 'A second failover of a machine whose failover is under way is not refused.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ vault }) => unguarded(vault, 'unplannedFailover'),
  },
  {
    name: 'op-double-reprotect',
    what: 'A second reprotection of a machine that is being reprotected is not refused.',
    breaks: 'no-silent-gap',
    needs: 'one fault',
    plant: ({ vault }) => unguarded(vault, 'reprotect'),
  },
  {
    name: 'op-cancel-takes-nothing-back',
    what: 'Cancelling a reprotection leaves on the site what it had set up there.',
    breaks: 'nothing-left-behind',
    needs: 'one fault',
    plant: ({ vault }) =>
      override<(message: Message, options?: object) => Process<unknown>>(
        vault,
        'askConfigurationServer',
        (ask) => (message, options) =>
          message.kind === 'cs.release-machine' ? nothing() : ask(message, options),
      ),
  },
  {
    name: 'op-cancel-forgets-process',
    what: 'A cancelled job is marked as cancelled, and what carries it out is not told.',
    breaks: 'truthful-jobs',
    needs: 'one fault',
    plant: ({ vault }) =>
      override<(id: string) => Job>(vault, 'cancelJob', (cancel) => (id) => {
        const job = cancel(id);
        job.cancelling = false;
        job.state = 'Cancelled';
        const item = vault.items.get(job.item);
        if (item) item.activeJob = undefined;
        vault.noteJob(job);
        return job;
      }),
  },
  {
    name: 'op-restarts-running-job',
    what: 'A restart of a job that is running starts it a second time.',
    breaks: 'truthful-jobs',
    needs: 'one fault',
    plant: ({ vault }) =>
      override<(id: string) => Job>(vault, 'restartJob', (restart) => (id) => {
        const job = vault.jobs.get(id);
        if (job?.state !== 'InProgress') return restart(id);
        vault.start(job);
        return job;
      }),
  },
  {
    name: 'op-early-commit',
    what: 'A machine that replicates to the site can be committed, as if it had failed back.',
    breaks: 'no-silent-gap',
    needs: 'one fault',
    plant: ({ vault }) =>
      override<Request>(vault, 'commit', (commit) => (name) => {
        const item = vault.items.get(name);
        if (item?.state === 'protected-to-site' && !item.activeJob) vault.setState(item, 'failed-back');
        return commit(name);
      }),
  },
  {
    name: 'op-protects-twice',
    what: 'Protecting a machine that is protected begins anew, and forgets what there was.',
    breaks: 'nothing-left-behind',
    needs: 'one fault',
    plant: ({ vault }) =>
      override<Request>(vault, 'enableReplication', (enable) => (name, input) => {
        vault.component.durable.items.delete(name);
        return enable(name, input);
      }),
  },
  {
    name: 'time-site-clock',
    what: 'The age of a recovery point is reckoned with the vault’s clock, though the site’s is half an hour ahead.',
    breaks: 'no-silent-gap',
    needs: 'one fault',
    source: 'clock skew: FoundationDB; Google, Spanner OSDI’12',
    plant: siteClock,
  },
  {
    name: 'id-dead-session',
    what: 'A session with vCenter that broke is not made anew: whatever is asked later fails in the same way.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ configurationServer: cs }) =>
      everyLife(cs, cs.vsphere, 'newClient', (client) => {
        let broken: NetworkFailure | undefined;
        override<(api: string, method: string, args: object) => Process<unknown>>(
          client,
          'vimAt',
          (vimAt) =>
            function* (api, method, args) {
              if (broken) throw broken;
              try {
                return yield* vimAt(api, method, args);
              } catch (error) {
                if (error instanceof NetworkFailure) broken = error;
                throw error;
              }
            },
        );
      }),
  },
]);

function* nothing(): Process<unknown> {
  yield 0;
  return {};
}

/** The request is not refused because something is under way for the machine. */
function unguarded(vault: Vault, request: string): void {
  override<Request>(vault, request, (original) => (name, input) => {
    const item = vault.items.get(name);
    const { activeJob } = item ?? {};
    if (item) item.activeJob = undefined;
    try {
      return original(name, input);
    } finally {
      if (item) item.activeJob ??= activeJob;
    }
  });
}

function siteClock({ vault }: Parts): void {
  override<BeginPair>(vault, 'beginPair', (begin) => (item, pair) => {
    begin(item, pair);
    let takenAtMs: number | undefined = item.pair?.lastPointAtMs;
    if (item.pair)
      Object.defineProperty(item.pair, 'lastPointAtMs', {
        enumerable: true,
        get: () => (takenAtMs === undefined ? undefined : takenAtMs + AHEAD_MS),
        set: (value: number | undefined) => {
          takenAtMs = value;
        },
      });
  });
}
