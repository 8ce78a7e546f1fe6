import type { Job } from '../azure';
import type { Process } from '../kernel';
import { type Message, Refusal } from '../network';
import { bugsOf } from './bug';
import { inside, override } from './override';
import { beforeRestart, type Parts, swallowing } from './parts';

type Ask = (message: Message & { readonly machine?: string }, options?: object) => Process<unknown>;

/** Mistakes of the vault, its replica store, and Azure's compute. */
export const AZURE = bugsOf('Azure control plane', [
  {
    name: 'vault-starts-in-background',
    what: 'A failback counts as done when the start of the VM at home was ordered, not when it was carried out.',
    breaks: 'truthful-jobs',
    needs: 'one fault',
    plant: ({ vault }) =>
      override<Ask>(
        vault,
        'askConfigurationServer',
        (ask) =>
          function* (message, options) {
            if (message.kind !== 'cs.start-recovered') return yield* ask(message, options);
            vault.component.run('start at home', swallowing(ask(message, options), {}));
            return {};
          },
      ),
  },
  {
    name: 'vault-begins-anew',
    what: 'A job that an outage interrupted begins again with its first task.',
    breaks: 'comes-home',
    needs: 'one fault',
    source: 'Gao FSE’18: a recovery does again what must be done once',
    plant: ({ vault }) =>
      beforeRestart(vault.component, () => {
        for (const job of running(vault.jobs)) {
          job.data = {};
          for (const task of job.tasks) task.state = 'NotStarted';
        }
      }),
  },
  {
    name: 'vault-loses-jobs',
    what: 'Jobs that were under way are not taken up again after an outage.',
    breaks: 'comes-home',
    needs: 'one fault',
    source: 'Gao FSE’18: work that was under way is never taken up',
    plant: ({ vault }) => {
      let booting = false;
      override<(job: Job) => void>(vault, 'start', (start) => (job) => {
        if (!booting) start(job);
      });
      override<() => void>(vault, 'onBoot', (onBoot) => () => {
        booting = true;
        onBoot();
        booting = false;
      });
    },
  },
  {
    name: 'vault-resumes-twice',
    what: 'After an outage both the watchdog and the scheduler take up a job that was under way.',
    breaks: 'truthful-jobs',
    needs: 'one fault',
    plant: ({ vault }) =>
      override<() => void>(vault, 'onBoot', (onBoot) => () => {
        onBoot();
        for (const job of running(vault.jobs)) vault.start(job);
      }),
  },
  {
    name: 'vault-watch-dies',
    what: 'What watches over health is started when the vault is installed, and not after an outage.',
    breaks: 'no-silent-gap',
    needs: 'two faults',
    plant: ({ vault }) =>
      override<(name: string, body: Process) => unknown>(
        vault.component,
        'run',
        (run) => (name, body) =>
          name === 'vault health' && vault.component.life > 1 ? undefined : run(name, body),
      ),
  },
  {
    name: 'vault-takes-what-it-has',
    what: 'If the latest data cannot be had, a failover takes the newest point that is there.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Yuan OSDI’14: an error is replaced by a default',
    plant: ({ vault }) =>
      override<Ask>(vault, 'askConfigurationServer', (ask) => (message, options) => {
        const forward = vault.items.get(message.machine ?? '')?.state === 'protected';
        const asked = ask(message, options);
        return forward && message.kind === 'cs.sync-latest' ? swallowing(asked, null) : asked;
      }),
  },
  {
    name: 'vault-forces-shutdown',
    what: 'An Azure VM that does not shut down within a minute is switched off, so that its last changes never come.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ cloud }) =>
      override<(name: string, timeoutMs: number) => Process>(
        cloud,
        'shutDown',
        (shutDown) =>
          function* (name) {
            try {
              yield* shutDown(name, 60_000);
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
              yield* cloud.deallocate(name);
            }
          },
      ),
  },
  {
    name: 'vault-ignores-shutdown',
    what: 'A failover does not look at what came of the shutdown of its source.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Yuan OSDI’14: an error is returned and not looked at',
    plant: ({ vault }) =>
      override<Ask>(vault, 'askConfigurationServer', (ask) => (message, options) => {
        const asked = ask(message, options);
        return message.kind === 'cs.shut-down-source' ? swallowing(asked, {}) : asked;
      }),
  },
  {
    name: 'store-loses-newest',
    what: 'The newest recovery point is acknowledged before the replica disks hold it: a restart loses it.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Pillai OSDI’14: an acknowledgement before fsync',
    plant: ({ vault: { replicas } }) =>
      beforeRestart(replicas.component, () => {
        for (const stored of replicas.component.durable.replicas.values()) {
          const { points } = stored.replica;
          if (points.length > 1) points.pop();
          stored.holds = [...(points.at(-1)?.views ?? stored.holds)];
        }
      }),
  },
  {
    name: 'vault-trusts-restored-site',
    what: 'What a configuration server reports counts as it is, also when its database is older than the vault.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: trusting,
  },
]);

function running(jobs: ReadonlyMap<string, Job>): readonly Job[] {
  return [...jobs.values()].filter(({ state }) => state === 'InProgress');
}

function trusting({ vault }: Parts): void {
  type Listen = (handlers: { [kind: string]: (message: never, from: string) => unknown }) => void;
  inside<unknown>(vault, 'listen');
  override<Listen>(
    vault,
    'listen',
    (listen) => (handlers) =>
      listen({
        'vault.report': (message, from) => {
          handlers['vault.report']?.(message, from);
          return { start: [], stop: [] };
        },
      }),
  );
}
