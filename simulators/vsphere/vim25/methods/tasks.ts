import type { VimMethods } from '../../../wire';
import type { Changing } from '../../tasks';
import { Later } from '../answers';
import { taskRef } from '../objects/task-info';
import type { Ref } from '../values';
import type { View } from '../view';

/** Begins a task of the domain for the user, and gives the reference to it. Errors: the domain's, before anything is done. */
export function beginTask<M extends Changing>(view: View, method: M, args: VimMethods[M]['args']): Ref {
  return taskRef(view.begin(method, args));
}

/** Does what is no task to the client, though the domain takes its time: the answer comes when it is done. */
export function finishTask<M extends Changing>(view: View, method: M, args: VimMethods[M]['args']): Later {
  const task = view.begin(method, args);
  return new Later(() => {
    if (task.state === 'running') return undefined;
    if (task.refusal) throw task.refusal;
    return { value: undefined };
  });
}
