import type { Process } from '../kernel';
import type { Vm, Vsphere } from '../vsphere';
import { bugsOf } from './bug';
import { override } from './override';
import { isFailure, type Parts, swallowing } from './parts';

type Admit = (user: string, method: string, args: object) => object;
type Perform = (task: { readonly method: string }, args: { readonly vm?: string }) => Process<unknown>;
type Call = (
  login: object,
  method: string,
  args: { readonly vm?: string; readonly timeoutMs?: number },
) => Process<unknown>;
type PrivilegesOn = (tree: object, user: string, entity: string) => ReadonlySet<string>;

const HOUR_MS = 3_600_000;
const BUSY_TASKS = ['PowerOnVM_Task', 'PowerOffVM_Task', 'ReconfigVM_Task'];

/** Mistakes of vCenter and its hosts. */
export const VSPHERE = bugsOf('vSphere', [
  {
    name: 'vim-unchecked-method',
    what: 'Reconfiguring a VM is not in the table of methods whose privileges are checked.',
    breaks: 'least-privilege',
    needs: 'one fault',
    source: 'CWE-862: a check of privileges that one way misses (CVE-2021-21985, vCenter)',
    plant: ({ vsphere }) => {
      let unchecked = false;
      const everything = { has: () => true } as unknown as ReadonlySet<string>;
      override<PrivilegesOn>(
        vsphere.authorization,
        'privilegesOn',
        (privilegesOn) => (tree, user, entity) => (unchecked ? everything : privilegesOn(tree, user, entity)),
      );
      override<Admit>(vsphere.tasks, 'admit', (admit) => (user, method, args) => {
        unchecked = method === 'ReconfigVM_Task';
        try {
          return admit(user, method, args);
        } finally {
          unchecked = false;
        }
      });
    },
  },
  {
    name: 'vim-cached-privileges',
    what: 'What an account may do is kept for an hour: a role that was taken away still counts.',
    breaks: 'least-privilege',
    needs: 'one fault',
    plant: ({ vsphere, kernel }) => {
      const cache = new Map<string, { held: ReadonlySet<string>; atMs: number }>();
      override<PrivilegesOn>(
        vsphere.authorization,
        'privilegesOn',
        (privilegesOn) => (tree, user, entity) => {
          const key = `${user} ${entity}`;
          const known = cache.get(key);
          if (known && kernel.now - known.atMs < HOUR_MS) return known.held;
          const held = privilegesOn(tree, user, entity);
          cache.set(key, { held, atMs: kernel.now });
          return held;
        },
      );
    },
  },
  {
    name: 'vim-unlisted-snapshots',
    what: 'Snapshots that a backup product made are not listed among a VM’s snapshots.',
    breaks: 'refuse-before-write',
    needs: 'one fault',
    plant: ({ vsphere }) => {
      for (const vm of vsphere.inventory.vms.values())
        Object.defineProperty(vm, 'snapshots', {
          get: () => vm.snapshotTree.names.filter((name) => name !== 'backup'),
        });
    },
  },
  {
    name: 'vim-lock-leaks',
    what: 'A task that fails leaves its lock on the VM.',
    breaks: 'comes-home',
    needs: 'one fault',
    source: 'Yuan OSDI’14: what was begun is not undone on the way out of an error',
    plant: ({ vsphere }) =>
      override<Perform>(
        vsphere.tasks,
        'perform',
        (perform) =>
          function* (task, args) {
            try {
              return yield* perform(task, args);
            } catch (error) {
              const vm = vsphere.inventory.vms.get(args.vm ?? '');
              if (isFailure(error) && vm) vm.busy = task.method;
              throw error;
            }
          },
      ),
  },
  {
    name: 'vim-lock-survives-crash',
    what: 'Locks are kept in the database: a task that dies with vCenter holds its VM for ever.',
    breaks: 'nothing-left-behind',
    needs: 'one fault',
    source: 'Gao FSE’18: a lock that nobody holds any more',
    plant: locksSurvive,
  },
  {
    name: 'vim-detaches-all',
    what: 'Taking one VM’s disks off the master target takes all of them.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ vsphere }) =>
      override<Perform>(
        vsphere.tasks,
        'perform',
        (perform) =>
          function* (task, args) {
            const answer = yield* perform(task, args);
            if ('detachDisksOf' in args)
              for (const vm of vsphere.inventory.vms.values())
                if (vm.attachedTo === args.vm) vm.attachedTo = null;
            return answer;
          },
      ),
  },
  {
    name: 'vim-shutdown-in-a-minute',
    what: 'A shutdown that takes longer than a minute is reported as done.',
    breaks: 'one-active-copy',
    needs: 'one fault',
    plant: ({ vsphere, kernel }) =>
      override<Call>(
        vsphere,
        'call',
        (call) =>
          function* (login, method, args) {
            if (method !== 'ShutdownGuest') return yield* call(login, method, args);
            let failure: Error | undefined;
            const body = (function* (): Process {
              try {
                yield* call(login, method, args);
              } catch (error) {
                failure = error as Error;
              }
            })();
            const proc = kernel.spawn(undefined, 'shutdown', body);
            for (let waited = 0; !proc.over && waited < 60; waited += 1) yield 1_000;
            if (failure) throw failure;
            return {};
          },
      ),
  },
  {
    name: 'vim-power-off-instead',
    what: 'A guest that does not shut down within a minute, or cannot, is switched off instead.',
    breaks: 'no-lost-write',
    needs: 'one fault',
    plant: ({ vsphere }) =>
      override<Call>(
        vsphere,
        'call',
        (call) =>
          function* (login, method, args) {
            if (method !== 'ShutdownGuest') return yield* call(login, method, args);
            try {
              return yield* call(login, method, { ...args, timeoutMs: 60_000 });
            } catch (error) {
              if (!isFailure(error)) throw error;
              return yield* call(login, 'PowerOffVM_Task', args);
            }
          },
      ),
  },
  {
    name: 'vim-shuts-copy-down',
    what: 'A power-on that is asked for twice switches the VM off again, as a toggle would.',
    breaks: 'comes-home',
    needs: 'one fault',
    plant: ({ vsphere }) =>
      override<Call>(
        vsphere,
        'call',
        (call) =>
          function* (login, method, args) {
            const vm = vsphere.inventory.vms.get(args.vm ?? '');
            if (method === 'PowerOnVM_Task' && vm?.power === 'poweredOn')
              return yield* swallowing(call(login, 'PowerOffVM_Task', args), {});
            return yield* call(login, method, args);
          },
      ),
  },
]);

function locksSurvive({ vsphere }: Parts): void {
  const held = new Map<Vm, string>();
  override<Perform>(
    vsphere.tasks,
    'perform',
    (perform) =>
      function* (task, args) {
        const vm = vsphere.inventory.vms.get(args.vm ?? '');
        if (vm && BUSY_TASKS.includes(task.method)) held.set(vm, task.method);
        try {
          return yield* perform(task, args);
        } finally {
          if (vm) held.delete(vm);
        }
      },
  );
  (vsphere.vcenter as Vsphere['vcenter'])?.onDeath(() => {
    for (const [vm, method] of held) vm.busy = method;
  });
}
