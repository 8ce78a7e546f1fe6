import type { Component, Process } from '../kernel';
import { Refusal } from '../network';
import { type NewVm, note, type Reconfiguration, type VimMethod, type VimMethods } from '../wire';
import { noPermission } from './accounts';
import { askedFault, type TaskTrouble } from './asked-fault';
import { TrackedKind } from './changes';
import { soapFault } from './faults';
import type { Hierarchy } from './hierarchy';
import type { TaskInfo } from './inventory';
import { privilegesFor } from './privileges';
import type { Site } from './site';
import { VM_METHODS } from './vm-methods';
import type { VmWorld } from './vm-world';

/** A method that changes something: all but those that read. */
export type Changing = Exclude<VimMethod, 'RetrieveProperties' | 'RetrieveInventory'>;

/** vCenter keeps the recent tasks only. */
const TASKS_MAX = 1_000;

/** The event that a method leaves behind, by vim25's names. */
const EVENT_TYPES: { readonly [method: string]: string } = {
  PowerOnVM_Task: 'VmPoweredOnEvent',
  PowerOffVM_Task: 'VmPoweredOffEvent',
  ShutdownGuest: 'VmGuestShutdownEvent',
  CreateVM_Task: 'VmCreatedEvent',
  ReconfigVM_Task: 'VmReconfiguredEvent',
  Destroy_Task: 'VmRemovedEvent',
  UnregisterVM: 'VmRemovedEvent',
  ResetVM_Task: 'VmResettingEvent',
  RegisterVM_Task: 'VmRegisteredEvent',
  RelocateVM_Task: 'VmRelocatedEvent',
};

const TASKS = new TrackedKind<TaskInfo>(['state']);

/** What is done by tasks: they are admitted, filed, performed, and told of. */
export class Tasks {
  private readonly site: Site;
  private readonly world: VmWorld;
  private readonly needs = new WeakMap<TaskInfo, readonly string[]>();

  constructor(site: Site, world: VmWorld) {
    this.site = site;
    this.world = world;
  }

  /** Begins what a user who is logged in asks for, as a task of the server that answers for the tree.
   *  Errors: those of `call` that stand before anything is done; the rest the task tells. */
  begin<M extends Changing>(
    user: string,
    method: M,
    args: VimMethods[M]['args'],
    troubled: (method: string) => TaskTrouble | undefined = () => undefined,
  ): TaskInfo {
    const task = this.admit(user, method, args);
    const trouble = troubled(method);
    const tree = task.tree as Hierarchy;
    const { perform } = this;
    const quietly = function* (tasks: Tasks): Process {
      try {
        yield* perform.call(tasks, task, args, trouble);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    };
    this.site.serverOf(tree)?.run(`${method} ${task.entity}`, quietly(this));
    return task;
  }

  /** Files a task that only looked, and is over. `found` is in the words of whoever asked. */
  look(user: string, method: string, tree: Hierarchy, entityId: string, found: unknown): TaskInfo {
    const entity = tree.entities.get(entityId)?.name ?? entityId;
    const task = this.file({ method, entity, entityId, tree, user });
    task.found = found;
    task.completedAtMs = this.site.kernel.now;
    task.state = 'success';
    return task;
  }

  /** What was going on at a server that went down is over. */
  interruptAll(component: Component): void {
    for (const task of this.site.inventory.tasks)
      if (task.tree && this.site.serverOf(task.tree) === component) this.interrupt(task);
  }

  /** Checks what must hold before a call does anything, takes the VM's lock, and files the task.
   *  Errors: NoPermission, HostNotConnected, RestrictedVersion, TaskInProgress, ManagedObjectNotFound. */
  admit<M extends Changing>(user: string, method: M, args: VimMethods[M]['args']): TaskInfo {
    const given = args as Partial<NewVm & { vm: string; path: string } & Reconfiguration>;
    const target = given.vm ?? given.name ?? given.path ?? '';
    const vm = this.site.inventory.vms.get(given.vm ?? '');
    const left = this.site.inventory.files.get(given.path ?? given.name ?? '');
    const host = vm?.host ?? given.host ?? '';
    const tree = this.site.treeOf(host);
    const needs = privilegesFor(method, args, vm?.power === 'poweredOn');
    const task = this.file({
      method,
      // A reconfiguration of the master target's VM is about the VM whose disks come or go.
      entity: given.attachDisksOf ?? given.detachDisksOf ?? target,
      entityId: vm?.id ?? given.folder ?? tree?.places.vmFolder,
      tree,
      user,
    });
    try {
      if (!tree) throw soapFault('ManagedObjectNotFound', [host], `(host ${host})`);
      const places = {
        vm,
        host: given.host ?? host,
        datastore: given.datastore ?? left?.datastore ?? vm?.datastore,
        folder: given.folder,
      };
      const missing = needs.filter(
        (privilege) =>
          !this.site.authorization
            .privilegesOn(tree, user, this.site.objectOf(tree, privilege, places))
            .has(privilege),
      );
      const [first] = missing;
      if (first !== undefined)
        throw noPermission(tree, this.site.objectOf(tree, first, places), missing, target);
      this.site.checkHost(host);
      if (vm?.busy) {
        const other = this.site.inventory.tasks.findLast(
          (each) => each.state === 'running' && each.entityId === vm.id && each !== task,
        );
        throw soapFault('TaskInProgress', [target], `(${vm.busy})`, {
          task: { kind: 'Task', id: other?.key ?? '' },
        });
      }
      if (vm) vm.busy = method;
      this.needs.set(task, needs);
      return task;
    } catch (error) {
      if (error instanceof Refusal) this.finish(task, needs, error);
      throw error;
    }
  }

  /** Makes a task, and files it among the recent ones. */
  private file(about: Pick<TaskInfo, 'method' | 'entity' | 'entityId' | 'tree' | 'user'>): TaskInfo {
    const key = `task-${this.site.kernel.count('vim task')}`;
    const fields: TaskInfo = {
      key,
      ...about,
      queuedAtMs: this.site.kernel.now,
      completedAtMs: undefined,
      state: 'running',
      fault: undefined,
      refusal: undefined,
      result: undefined,
    };
    const task = TASKS.make(fields, () => this.site.changes.touch(key));
    this.site.inventory.tasks.push(task);
    if (this.site.inventory.tasks.length > TASKS_MAX) this.site.inventory.tasks.shift();
    this.site.changes.touch('tasks');
    return task;
  }

  /** Does what was admitted. Errors: Refusal `vim.fault.…`. */
  *perform<M extends Changing>(
    task: TaskInfo,
    args: VimMethods[M]['args'],
    trouble?: TaskTrouble,
  ): Process<VimMethods[M]['answer']> {
    const vm = this.site.inventory.vms.get((args as { vm?: string }).vm ?? '');
    const needs = this.needs.get(task) ?? [];
    const gone = vm?.snapshots ?? [];
    try {
      const body = VM_METHODS[task.method as Changing] as (
        world: VmWorld,
        args: unknown,
      ) => Process<VimMethods[M]['answer']>;
      if (trouble?.lateMs) yield trouble.lateMs;
      if (trouble?.fault !== undefined) throw this.asked(trouble.fault, task);
      const answer = yield* body(this.world, args);
      task.result = this.resultOf(task, args);
      this.finish(task, needs, undefined);
      if (vm && task.method === 'RemoveSnapshot_Task')
        for (let extra = gone.length - vm.snapshots.length; extra > 1; extra -= 1) this.tell(task, needs);
      return answer;
    } catch (error) {
      if (error instanceof Refusal) this.finish(task, needs, error);
      throw error;
    } finally {
      if (vm) vm.busy = undefined;
      this.interrupt(task);
    }
  }

  private asked(fault: string, { key, entity, entityId = '', tree }: TaskInfo): Refusal {
    const kind = tree?.entities.get(entityId)?.kind ?? 'ManagedEntity';
    return askedFault(fault, { entity, object: { kind, id: entityId }, task: key });
  }

  /** The server went down in the middle of a task. */
  private interrupt(task: TaskInfo): void {
    if (task.state !== 'running') return;
    task.refusal = soapFault('InvalidState', [task.entity], 'The server went down.');
    task.fault = task.refusal.code;
    task.completedAtMs = this.site.kernel.now;
    task.state = 'error';
  }

  private resultOf({ method, tree }: TaskInfo, args: object): string | undefined {
    const { name, path, vm } = args as { name?: string; path?: string; vm?: string };
    if (method === 'CreateVM_Task') return tree?.idOf('VirtualMachine', name ?? '');
    if (method === 'RegisterVM_Task') return tree?.idOf('VirtualMachine', (path ?? '').replace(/^.*\] /, ''));
    if (method === 'CreateSnapshot_Task') return this.site.inventory.vms.get(vm ?? '')?.snapshotTree.current;
    return undefined;
  }

  /** A task is over: notes it, and the event that it leaves behind. */
  private finish(task: TaskInfo, needs: readonly string[], refusal: Refusal | undefined): void {
    task.fault = refusal?.code;
    task.refusal = refusal;
    task.completedAtMs = this.site.kernel.now;
    task.state = refusal ? 'error' : 'success';
    const type = EVENT_TYPES[task.method];
    if (!refusal && type) this.site.event(type, task.user, task.tree, task.entity, task.entityId);
    this.tell(task, needs);
  }

  private tell({ method, user, entity, fault, queuedAtMs }: TaskInfo, needs: readonly string[]): void {
    const held = fault !== 'vim.fault.NoPermission';
    note(this.site.kernel, 'vim.call', entity, {
      method,
      account: user,
      askedAtMs: queuedAtMs,
      needs,
      held,
      done: !fault,
      fault: fault ?? null,
    });
  }
}
