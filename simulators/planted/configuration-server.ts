import type { Process } from '../kernel';
import type { ReversePreflight } from '../wire';
import { bugsOf } from './bug';
import { override } from './override';
import {
  answering,
  asking,
  atMost,
  beforeRestart,
  everyLife,
  isFailure,
  type Parts,
  result,
  swallowing,
} from './parts';

type Call = (method: string, args: object) => Process<unknown>;

/** Mistakes of the configuration server. */
export const CONFIGURATION_SERVER = bugsOf('configuration server', [
  {
    name: 'cs-ignores-power-on',
    what: 'A VM at home that could not be started is logged, and the machine counts as come home.',
    breaks: 'truthful-jobs',
    needs: 'one fault',
    source: 'Yuan OSDI’14: the handler of an error only logs it',
    plant: (parts) => ignoring(parts, 'PowerOnVM_Task'),
  },
  {
    name: 'cs-ignores-shutdown',
    what: 'A source that did not shut down is logged, and the failover goes on.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    source: 'Yuan OSDI’14: the handler of an error only logs it',
    plant: (parts) => ignoring(parts, 'ShutdownGuest'),
  },
  {
    name: 'cs-attaches-in-check',
    what: 'To save time, the check before a reprotection attaches the disks already.',
    breaks: 'refuse-before-write',
    needs: 'one fault',
    plant: ({ network, configurationServer: cs }) =>
      answering<ReversePreflight>(
        network,
        'cs.reverse-preflight',
        (check) =>
          function* (message, from) {
            const vm = cs.database.masterTargets.get(message.masterTarget)?.vm ?? '';
            const attachDisksOf = cs.database.machines.get(message.machine)?.vm ?? '';
            yield* swallowing<unknown>(cs.vsphere.call('ReconfigVM_Task', { vm, attachDisksOf }), undefined);
            return yield* result(check(message, from));
          },
      ),
  },
  {
    name: 'cs-drops-silent-vcenter',
    what: 'A vCenter server that does not answer a discovery is taken off the list.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ configurationServer: cs }) =>
      everyLife(cs, cs.discovery, 'newDiscovery', (discovery) =>
        override<(address: string) => Process>(
          discovery,
          'discover',
          (discover) =>
            function* (address) {
              yield* discover(address);
              const { connections } = cs.database;
              if (connections.get(address)?.answers === false) connections.delete(address);
            },
        ),
      ),
  },
  {
    name: 'cs-empty-backup',
    what: 'The backup job writes a database without rows, and nobody ever restored one.',
    breaks: 'comes-home',
    needs: 'one fault',
    source: 'GitLab.com, outage of 31 January 2017: backups that were empty',
    plant: ({ configurationServer: cs }) =>
      override<() => void>(cs, 'backUp', (backUp) => () => {
        backUp();
        for (const table of Object.values(cs.backups.at(-1)?.database ?? {}))
          if (table instanceof Map) table.clear();
      }),
  },
  {
    name: 'cs-gives-last-data-up',
    what: 'The last data of a failover are waited for no longer than half a minute.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: ({ network, kernel }) =>
      asking(network, 'ps.flush', ({ ask }) => atMost<unknown>(kernel, 30_000, ask(), {})),
  },
  {
    name: 'cs-forgets-connections',
    what: 'Which vCenter servers there are is read once, at the installation: a restart knows none.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ configurationServer: cs }) =>
      beforeRestart(cs.component, () => cs.database.connections.clear()),
  },
  {
    name: 'cs-swaps-machines',
    what: 'Machines find their VMs by position: after a restart two have got each other’s.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: ({ configurationServer: cs }) =>
      beforeRestart(cs.component, () => {
        const [one, other] = [...cs.database.machines.values()];
        if (one && other) [one.vm, other.vm] = [other.vm, one.vm];
      }),
  },
]);

/** What vSphere refuses, or does not answer, is taken for done. */
function ignoring({ configurationServer: cs }: Parts, ignored: string): void {
  everyLife(cs, cs.vsphere, 'newClient', (client) =>
    override<Call>(
      client,
      'call',
      (call) =>
        function* (method, args) {
          try {
            return yield* call(method, args);
          } catch (error) {
            if (method === ignored && isFailure(error)) return {};
            throw error;
          }
        },
    ),
  );
}
