import type { TaskInfo } from '../../inventory';
import { vimFault } from '../faults';
import type { TaskCollector } from '../history';
import type { Described } from '../managed-type';
import { taskInfo } from '../objects/task-info';
import { ownObject } from '../own';
import type { Data, Ref } from '../values';
import type { View } from '../view';

/** Tasks run to their end: none can be cancelled. */
export const TASK_METHODS: NonNullable<Described<TaskInfo>['methods']> = {
  'CancelTask()': () => {
    throw vimFault('NotSupported', 'the task cannot be cancelled');
  },
};

export const TASK_MANAGER_METHODS: NonNullable<Described<unknown>['methods']> = {
  'CreateCollectorForTasks(filter:TaskFilterSpec): &TaskHistoryCollector': (_self, args, view) => {
    const collector: TaskCollector = { kind: 'tasks', filter: args.filter as Data, pageSize: 10, next: 0 };
    return ownObject(view, 'TaskHistoryCollector', collector);
  },
};

export const TASK_COLLECTOR_METHODS: NonNullable<Described<TaskCollector>['methods']> = {
  'ReadNextTasks(maxCount:int): TaskInfo[]?': (self, args, view) => {
    const page = matching(self, view).slice(self.next, self.next + (args.maxCount as number));
    self.next += page.length;
    return page.map((task) => taskInfo(task, view));
  },
  'ReadPreviousTasks(maxCount:int): TaskInfo[]?': (self, args, view) => {
    const from = Math.max(0, self.next - (args.maxCount as number));
    const page = matching(self, view).slice(from, self.next);
    self.next = from;
    return page.map((task) => taskInfo(task, view));
  },
  'RewindCollector()': (self) => {
    self.next = 0;
  },
  'ResetCollector()': (self, _args, view) => {
    self.next = matching(self, view).length;
  },
  'SetCollectorPageSize(maxCount:int)': (self, args) => {
    self.pageSize = Math.max(1, Math.min(1_000, args.maxCount as number));
  },
  'DestroyCollector()': (self, _args, view) => {
    dispose(self, view);
  },
};

/** Destroys what a session made. */
export function dispose(self: object, view: View): void {
  for (const [id, own] of view.own.own)
    if (own.self === self) {
      own.dispose();
      view.own.own.delete(id);
    }
}

/** The tasks that a collector's filter lets through, the oldest first. */
function matching({ filter }: TaskCollector, view: View): TaskInfo[] {
  const entity = (filter.entity as Data | undefined)?.entity as Ref | undefined;
  const states = filter.state as readonly string[] | undefined;
  return view.vim.vsphere.inventory.tasks.filter(
    (task) =>
      task.tree === view.vim.tree &&
      (entity === undefined || task.entityId === entity.id || entity.id === view.vim.tree.places.root) &&
      (states === undefined || states.length === 0 || states.includes(task.state)),
  );
}

export function taskPage(self: TaskCollector, view: View): Data[] {
  return matching(self, view)
    .slice(-self.pageSize)
    .reverse()
    .map((task) => taskInfo(task, view));
}

export function taskDescription(): Data {
  return { methodInfo: [], state: [], reason: [] };
}
