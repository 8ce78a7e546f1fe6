import type { Described } from '../managed-type';
import type { SnapshotOf } from '../objects/vm-snapshots';
import { beginTask, finishTask } from './tasks';

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
    _args,
    view,
  ) => beginTask(view, 'RevertToSnapshot_Task', { vm: vm.name, snapshot: snapshot.id }),
  'RenameSnapshot(name:string? description:string?)': ({ vm, snapshot }, args, view) =>
    finishTask(view, 'RenameSnapshot', {
      vm: vm.name,
      snapshot: snapshot.id,
      ...(args.name === undefined ? {} : { name: args.name as string }),
      ...(args.description === undefined ? {} : { description: args.description as string }),
    }),
};
