import { vimFault } from '../faults';
import type { Described } from '../managed-type';
import type { Placed } from '../objects/entity';
import { beginTask } from './tasks';

/** What can be done with any entity. Only VMs can be destroyed here. */
export const ENTITY_METHODS: NonNullable<Described<Placed>['methods']> = {
  'Destroy_Task(): &Task': ({ entity }, _args, view) => {
    if (entity.kind !== 'VirtualMachine')
      throw vimFault('NotSupported', `${entity.kind} cannot be destroyed here`);
    return beginTask(view, 'Destroy_Task', { vm: entity.name });
  },
  'Reload()': () => undefined,
};
