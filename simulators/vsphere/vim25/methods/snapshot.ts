import { vimFault } from '../faults';
import type { Described } from '../managed-type';
import type { SnapshotOf } from '../objects/vm-snapshots';
import type { Data } from '../values';
import { beginTask, finishTask } from './tasks';

/** How a VM goes back to a snapshot. Errors: NotSupported – on another host. */
export function reverting({ host, suppressPowerOn }: Data): { readonly suppressPowerOn: boolean } {
  if (host !== undefined)
    throw vimFault('NotSupported', 'going back to a snapshot on another host is not simulated');
  return { suppressPowerOn: suppressPowerOn === true };
}

export const SNAPSHOT_METHODS: NonNullable<Described<SnapshotOf>['methods']> = {
  'RemoveSnapshot_Task(removeChildren:boolean consolidate:boolean?): &Task': ({ vm, snapshot }, args, view) =>
    beginTask(view, 'RemoveSnapshot_Task', {
      vm: vm.name,
      name: snapshot.name,
      snapshot: snapshot.id,
      removeChildren: args.removeChildren as boolean,
      consolidate: args.consolidate !== false,
    }),
  'RevertToSnapshot_Task(host:&HostSystem? suppressPowerOn:boolean?): &Task': (
    { vm, snapshot },
    args,
    view,
  ) => beginTask(view, 'RevertToSnapshot_Task', { vm: vm.name, snapshot: snapshot.id, ...reverting(args) }),
  'RenameSnapshot(name:string? description:string?)': ({ vm, snapshot }, args, view) =>
    finishTask(view, 'RenameSnapshot', {
      vm: vm.name,
      snapshot: snapshot.id,
      ...(args.name === undefined ? {} : { name: args.name as string }),
      ...(args.description === undefined ? {} : { description: args.description as string }),
    }),
};
