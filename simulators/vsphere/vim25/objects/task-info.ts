import type { TaskInfo } from '../../inventory';
import { faultOf } from '../faults';
import { Any, type Data, Ref } from '../values';
import type { View } from '../view';

export function taskRef({ key }: TaskInfo): Ref {
  return new Ref('Task', key);
}

/** What methods are about, by the words of vCenter's descriptions: `VirtualMachine.powerOn`. */
function descriptionId(method: string): string {
  const bare = method.replace(/_Task$/, '').replace(/VM$/, '');
  const on = method === 'CreateVM_Task' || method === 'RegisterVM_Task' ? 'Folder' : 'VirtualMachine';
  return `${on}.${bare[0]?.toLowerCase()}${bare.slice(1)}`;
}

/** The VM or folder that a task is about. A task that is about a snapshot is about its VM: clients know no other entity. */
function entityRef({ entityId, tree }: TaskInfo): Ref | undefined {
  if (entityId === undefined) return undefined;
  return new Ref(tree?.entities.get(entityId)?.kind ?? 'VirtualMachine', entityId);
}

export function taskInfo(self: TaskInfo, view: View): Data {
  const { state, method, user, queuedAtMs, completedAtMs, refusal } = self;
  const fault = refusal && faultOf(refusal, (name) => namedRef(view, name));
  return {
    key: self.key,
    task: taskRef(self),
    name: method,
    descriptionId: descriptionId(method),
    entity: entityRef(self),
    entityName: self.entity,
    locked: state === 'running' ? [entityRef(self)].flatMap((ref) => ref ?? []) : [],
    state,
    cancelled: false,
    cancelable: false,
    error: fault && { fault: fault.data, localizedMessage: fault.message },
    result: state === 'success' ? resultOf(self) : undefined,
    progress: state === 'running' ? 0 : undefined,
    reason: { $: 'TaskReasonUser', userName: user },
    queueTime: view.time(queuedAtMs),
    startTime: view.time(queuedAtMs),
    completeTime: completedAtMs === undefined ? undefined : view.time(completedAtMs),
    eventChainId: Number(self.key.replace(/\D/g, '')),
  };
}

function resultOf({ result, method, found }: TaskInfo): unknown {
  if (found !== undefined) return found;
  if (result === undefined) return undefined;
  return new Any(
    '&',
    new Ref(method === 'CreateSnapshot_Task' ? 'VirtualMachineSnapshot' : 'VirtualMachine', result),
  );
}

/** The managed object that a name of the domain stands for, as far as one can tell. */
export function namedRef({ vim }: View, name: string): Ref | undefined {
  for (const kind of ['VirtualMachine', 'HostSystem', 'Datastore', 'Folder'] as const) {
    const id = vim.tree.idOf(kind, name);
    if (id !== undefined) return new Ref(kind, id);
  }
  return undefined;
}
