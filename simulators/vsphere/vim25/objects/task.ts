import type { TaskInfo } from '../../inventory';
import { managedType } from '../managed-type';
import { TASK_METHODS } from '../methods/task';
import { taskInfo } from './task-info';

export const task = managedType<TaskInfo>('Task', 'ExtensibleManagedObject', {
  properties: { info: ['TaskInfo', (self, view) => taskInfo(self, view)] },
  methods: TASK_METHODS,
});
