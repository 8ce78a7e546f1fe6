import type { TaskInfo, Vm } from '../inventory';
import { resolved } from './resolve';
import type { Ref } from './values';
import type { View } from './view';

/** A task that is asked for goes on for so long at most. Units: ms of virtual time. */
const TASK_MS = 30 * 60_000;
/** A VM that is at something goes on for so long with each look at it. Units: ms of virtual time. */
const LOOK_MS = 500;

/** Where virtual time does not move by itself, whoever looks at a task or a busy VM waits for it: so time moves. */
export function letTimePass(refs: readonly Ref[], view: View): void {
  const { moved } = view.vim;
  if (!moved || refs.length > 8) return;
  for (const ref of refs) {
    if (ref.type === 'Task') {
      const task = resolved(ref, view)?.self as TaskInfo | undefined;
      if (task?.state === 'running') moved(TASK_MS, () => task.state !== 'running');
    } else if (ref.type === 'VirtualMachine') {
      const vm = (resolved(ref, view)?.self as { vm?: Vm } | undefined)?.vm;
      if (vm && (vm.busy !== undefined || (vm.power === 'poweredOn' && vm.guest.state !== 'running')))
        moved(LOOK_MS, () => false);
    }
  }
}
